using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Projects;

namespace Gyre.Pipelines.Machine;

/// <summary>One node in one run: the unit of state, of storage and of every decision.</summary>
internal sealed record NodeRun
{
    /// <summary>Readable, stable, unique in the run: <c>train[2]</c>, <c>for-loop-2[1]/condition-3/say</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Address of the node of the graph it stands for; see <see cref="RunGraph"/>.</summary>
    public required string Node { get; init; }

    /// <summary>Path of the task it is a trial of, or of the loop it is an iteration of; null for the others.</summary>
    public string? Parent { get; init; }

    /// <summary>Path of the node run whose body it is in, null in the pipeline itself. A trial has its task's, an iteration its loop's.</summary>
    public string? Scope { get; init; }

    /// <summary>Which trial or iteration it is, from 0.</summary>
    public int Index { get; init; }

    /// <summary>Where it stands.</summary>
    public NodeRunState State { get; init; }

    /// <summary>Sources that have not ended.</summary>
    public int WaitingFor { get; init; }

    /// <summary>A source ended so that this node must not start.</summary>
    public bool SourceFailed { get; init; }

    /// <summary>A source did not run because a condition did not hold.</summary>
    public bool SourceSkipped { get; init; }

    /// <summary>A person has agreed.</summary>
    public bool Approved { get; init; }

    /// <summary>Tries that count, over all resumptions.</summary>
    public int Attempts { get; init; }

    /// <summary>Tries made before the last resumption; they do not count against the retry policy.</summary>
    public int AttemptsBefore { get; init; }

    /// <summary>Tries whose supervisor disappeared; they do not count.</summary>
    public int LostAttempts { get; init; }

    /// <summary>The try under way, or the one whose result counts.</summary>
    public AttemptId? Attempt { get; init; }

    /// <summary>Exit code of the last try that ended; null while another is under way, or when its command did not end by itself.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Signal that killed the command of the last try that ended; null as <see cref="ExitCode"/> is, or when none did.</summary>
    public int? Signal { get; init; }

    /// <summary>What the cache said.</summary>
    public CacheOutcome? Cache { get; init; }

    /// <summary>Why, when it did not simply succeed.</summary>
    public string? Reason { get; init; }

    /// <summary>Values in use.</summary>
    public MapValue Parameters { get; init; } = NodeWork.Nothing;

    /// <summary>Files in use; a trial takes its parent's.</summary>
    public ImmutableArray<InputOrder> Inputs { get; init; } = [];

    /// <summary>Environment variables in use that are not secret; a trial takes its parent's.</summary>
    [JsonConverter(typeof(OrdinalMapConverter))]
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = NodeWork.NoVariables;

    /// <summary>The commands.</summary>
    public ImmutableArray<string> Commands { get; init; } = [];

    /// <summary>Latest metadata.</summary>
    public MapValue Metadata { get; init; } = NodeWork.Nothing;

    /// <summary>Files left behind.</summary>
    public ImmutableArray<OutputFile> Outputs { get; init; } = [];

    /// <summary>Artifacts in use by typed inputs; a trial takes its parent's.</summary>
    public ImmutableArray<NamedArtifacts> InputArtifacts
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>Typed values it gave, by output.</summary>
    public MapValue Results
    {
        get => field ?? NodeWork.Nothing;
        init;
    } = NodeWork.Nothing;

    /// <summary>Typed artifacts it gave, by output.</summary>
    public ImmutableArray<NamedArtifacts> OutputArtifacts
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>Since when it waits for room or for a result that another run computes; null while it does not.</summary>
    public DateTimeOffset? QueuedAt { get; init; }

    /// <summary>How long it waited so, over all tries; null before it first did.</summary>
    public TimeSpan? QueuedFor { get; init; }

    /// <summary>When it began to run.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When it is tried again.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>
    /// Under which key it waits for an answer, and how; null while it does not, and in node runs of programs that knew approvals alone.
    /// </summary>
    public NodeWait? Wait { get; init; }

    /// <summary>When a question counts as answered by nobody; null while there is none, or for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What the counting attempt used.</summary>
    public ResourceUsage? Usage { get; init; }

    /// <summary>Things that went wrong without deciding the outcome.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Of a task whose trials are proposed batch by batch: lists that edges brought, by parameter.</summary>
    public MapValue Variants { get; init; } = NodeWork.Nothing;

    /// <summary>Trials of a task, or iterations of a loop.</summary>
    public int Children { get; init; }

    /// <summary>Its body is there: node runs whose <see cref="Scope"/> it is.</summary>
    public bool HasBody { get; init; }

    /// <summary>Trials that were let go; the others wait for room (maximum-queued-executions).</summary>
    public int ChildrenReleased { get; init; }

    /// <summary>Trials that were let go and have not ended.</summary>
    public int ChildrenActive { get; init; }

    /// <summary>Trials, iterations or node runs of the body that have not ended.</summary>
    public int OpenChildren { get; init; }

    /// <summary>Those of them that ended badly.</summary>
    public int FailedChildren { get; init; }

    /// <summary>A trial met the sweep's stop condition; the others end without counting as failed.</summary>
    public bool StoppedEarly { get; init; }

    /// <summary>Whether it is over.</summary>
    public bool Ended => State.IsEnd();

    /// <summary>Whether an attempt of it may be alive.</summary>
    public bool HasLiveAttempt => Attempt is not null && State is NodeRunState.Queued or NodeRunState.Running && Children == 0;

    /// <summary>Whether it waits for an answer from outside.</summary>
    [JsonIgnore]
    public bool IsAwaiting => State is NodeRunState.AwaitingApproval or NodeRunState.AwaitingAnswer;

    /// <summary>By what an answer finds it.</summary>
    [JsonIgnore]
    public string WaitKey => Wait?.Key ?? Path;

    /// <summary>Whether it ends by itself when what is below it has ended.</summary>
    public bool EndsWithOthers => HasOthersBelow && State == NodeRunState.Running;

    /// <summary>It waits in the queue no longer: the time that it did is counted.</summary>
    public NodeRun LeaveQueue(DateTimeOffset at) => QueuedAt is not { } since
        ? this
        : this with { QueuedAt = null, QueuedFor = (QueuedFor ?? TimeSpan.Zero) + (at > since ? at - since : TimeSpan.Zero) };

    /// <summary>Whether it has trials, iterations or a body; also those of an earlier try, while it waits to go on with them.</summary>
    public bool HasOthersBelow => Children > 0 || HasBody;
}

/// <summary>How a node run waits for an answer.</summary>
internal sealed record NodeWait
{
    /// <summary>By what an answer finds it; unique among the node runs of a run that wait.</summary>
    public required string Key { get; init; }

    /// <summary>What is asked.</summary>
    public MapValue Question { get; init; } = NodeWork.Nothing;

    /// <summary>Time between reminders.</summary>
    public TimeSpan RemindEvery { get; init; }

    /// <summary>Reminders so far.</summary>
    public int Reminded { get; init; }

    /// <summary>The most reminders.</summary>
    public int MaxReminders { get; init; }

    /// <summary>When the next one is due; null for none.</summary>
    public DateTimeOffset? RemindAt { get; init; }
}

/// <summary>What a node run works with, once its sources are done.</summary>
internal sealed record NodeWork(
    MapValue Parameters,
    ImmutableArray<InputOrder> Inputs,
    ImmutableSortedDictionary<string, string> Environment)
{
    public static MapValue Nothing { get; } = new([]);

    public static ImmutableSortedDictionary<string, string> NoVariables { get; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
}

internal static class NodeRunStates
{
    public static bool IsEnd(this NodeRunState state) => state is NodeRunState.Succeeded or NodeRunState.Failed or NodeRunState.Skipped
        or NodeRunState.NotTriggered or NodeRunState.UpstreamFailed or NodeRunState.Cancelled;

    public static bool IsEnd(this RunState state) => state is not (RunState.Running or RunState.Cancelling);
}
