using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Projects;

namespace Gyre.Pipelines;

/// <summary>Where a node run stands.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<NodeRunState>))]
public enum NodeRunState
{
    /// <summary>Its sources are not done.</summary>
    Waiting,

    /// <summary>Waits for a person.</summary>
    AwaitingApproval,

    /// <summary>Waits for an answer from outside the engine.</summary>
    AwaitingAnswer,

    /// <summary>May start as soon as there is room, or as another run has computed the same.</summary>
    Queued,

    /// <summary>At work.</summary>
    Running,

    /// <summary>Failed and will be tried again.</summary>
    BackingOff,

    /// <summary>Ended well.</summary>
    Succeeded,

    /// <summary>Ended badly.</summary>
    Failed,

    /// <summary>Not needed, because the run was stopped by a condition.</summary>
    Skipped,

    /// <summary>Its own condition did not hold.</summary>
    NotTriggered,

    /// <summary>A source failed or did not run.</summary>
    UpstreamFailed,

    /// <summary>Cancelled.</summary>
    Cancelled,
}

/// <summary>What the cache had to say about a node run.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<CacheOutcome>))]
public enum CacheOutcome
{
    /// <summary>It was not asked: the step or the run opted out.</summary>
    Off,

    /// <summary>Nothing to reuse; it ran.</summary>
    Miss,

    /// <summary>An earlier result was taken.</summary>
    Hit,

    /// <summary>It was not asked: the run itself names the earlier result to take.</summary>
    Reused,
}

/// <summary>A run as people look at it.</summary>
public sealed record RunView
{
    /// <summary>Its id.</summary>
    public required RunId Id { get; init; }

    /// <summary>Name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Name of the pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>A title for people; the pipeline's name when none was given.</summary>
    public required string Title { get; init; }

    /// <summary>Where it stands.</summary>
    public required RunState State { get; init; }

    /// <summary>Why, when it did not simply succeed.</summary>
    public string? Reason { get; init; }

    /// <summary>Values given to it, by pipeline parameter or <c>node.parameter</c>.</summary>
    public required MapValue Parameters { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The run that started it, or null.</summary>
    public RunId? Parent { get; init; }

    /// <summary>The cycle it is a turn of, or null.</summary>
    public CycleId? Cycle { get; init; }

    /// <summary>Which turn, from 1; 0 outside a cycle.</summary>
    public int Turn { get; init; }

    /// <summary>Attempts that were really started.</summary>
    public int Executions { get; init; }

    /// <summary>Tags for people.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>The revision of the code: a commit, or <c>~</c> and the digest of the files the steps can see when there is none or it was changed.</summary>
    public string? Revision { get; init; }

    /// <summary>Where the code is from; null when nothing is known but its content.</summary>
    public CodeOrigin? CodeOrigin { get; init; }

    /// <summary>
    /// Whether an engine drives it now. False for one whose engine is gone, or that none has begun; null when it is over.
    /// </summary>
    public bool? IsDriven { get; init; }
}

/// <summary>A node run as people look at it.</summary>
public sealed record NodeRunView
{
    /// <summary>Its path: <c>train[2]</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Kind of the node: <c>execution</c>, <c>task</c>, <c>approval</c>...</summary>
    public required string Kind { get; init; }

    /// <summary>Name of the step, or null.</summary>
    public string? Step { get; init; }

    /// <summary>Where it stands.</summary>
    public required NodeRunState State { get; init; }

    /// <summary>What the cache said; null while it was not asked.</summary>
    public CacheOutcome? Cache { get; init; }

    /// <summary>Tries so far.</summary>
    public required int Attempts { get; init; }

    /// <summary>The try that counts or runs now; null before the first.</summary>
    public AttemptId? Attempt { get; init; }

    /// <summary>Name of the executor that has <see cref="Attempt"/>; null before the first try, and for runs of earlier programs.</summary>
    public string? Executor { get; init; }

    /// <summary>Why, when it did not simply succeed.</summary>
    public string? Reason { get; init; }

    /// <summary>Values in use; empty before the start.</summary>
    public MapValue Parameters { get; init; } = new([]);

    /// <summary>Files of each input, as resolved.</summary>
    public ImmutableArray<InputOrder> Inputs { get; init; } = [];

    /// <summary>Latest metadata, also while it runs.</summary>
    public MapValue Metadata { get; init; } = new([]);

    /// <summary>Files left behind.</summary>
    public ImmutableArray<OutputFile> Outputs { get; init; } = [];

    /// <summary>Whether its inputs and outputs are typed: a component, a body, an importer.</summary>
    public bool IsTyped { get; init; }

    /// <summary>Artifacts of typed inputs.</summary>
    public ImmutableArray<NamedArtifacts> InputArtifacts { get; init; } = [];

    /// <summary>Typed values it gave, by output.</summary>
    public MapValue Results { get; init; } = new([]);

    /// <summary>Typed artifacts it gave, by output.</summary>
    public ImmutableArray<NamedArtifacts> OutputArtifacts { get; init; } = [];

    /// <summary>What it waits for from outside; null when it does not wait.</summary>
    public NodeWaitView? Wait { get; init; }

    /// <summary>Iterations of a loop; null for everything else.</summary>
    public int? Iterations { get; init; }

    /// <summary>The commands that ran.</summary>
    public ImmutableArray<string> Commands { get; init; } = [];

    /// <summary>How long it waited for room or for a result that another run computed, over all tries; null when it never did.</summary>
    public TimeSpan? QueuedFor { get; init; }

    /// <summary>When it began to run.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What the counting attempt used.</summary>
    public ResourceUsage? Usage { get; init; }

    /// <summary>Things that went wrong without deciding the outcome.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}

/// <summary>A node run that waits for an answer.</summary>
/// <param name="Key">By what an answer finds it.</param>
/// <param name="WaitsFor">What it waits for, for people.</param>
/// <param name="Question">What is asked; empty when there is nothing but <see cref="NodeRunView.Reason"/>.</param>
/// <param name="ExpiresAt">When it counts as not answered; null for never.</param>
public sealed record NodeWaitView(string Key, string WaitsFor, MapValue Question, DateTimeOffset? ExpiresAt);

/// <summary>What a run gives by its pipeline's typed outputs; empty where the pipeline declares none or they are not there yet.</summary>
/// <param name="Values">Values by output.</param>
/// <param name="Artifacts">Artifacts by output.</param>
public sealed record RunOutputs(MapValue Values, ImmutableArray<NamedArtifacts> Artifacts);

/// <summary>A cycle as people look at it.</summary>
public sealed record CycleView
{
    /// <summary>Its id.</summary>
    public required CycleId Id { get; init; }

    /// <summary>The declared name; the pipeline's for a cycle made by hand.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Name of the pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Whether steps make it by starting the next turn themselves, instead of a declaration in the project.</summary>
    public bool ByHand { get; init; }

    /// <summary>Going on, or ended.</summary>
    public required CycleState State { get; init; }

    /// <summary><c>condition max-iterations budget no-gain error cancelled refused</c>; null while it goes on.</summary>
    public string? StopReason { get; init; }

    /// <summary>The stop reason in words, or null.</summary>
    public string? StopDetail { get; init; }

    /// <summary>When the first turn was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The most turns.</summary>
    public required int MaxIterations { get; init; }

    /// <summary>The objective, or null.</summary>
    public Objective? Objective { get; init; }

    /// <summary>Turns in order.</summary>
    public ImmutableArray<TurnView> Turns { get; init; } = [];

    /// <summary>Number of the best turn, from 1; null when nothing is compared or nothing ended well.</summary>
    public int? BestTurn { get; init; }

    /// <summary>Whether an engine drives the turn under way. False for one whose engine is gone; null when no turn is under way.</summary>
    public bool? IsDriven { get; init; }
}

/// <summary>Node runs of a run and what flows between them, to be drawn.</summary>
/// <param name="Nodes">In the graph's order, children behind their parent.</param>
/// <param name="Edges">In the order of the nodes they lead to.</param>
public sealed record RunGraphView(IReadOnlyList<GraphNodeView> Nodes, IReadOnlyList<GraphEdgeView> Edges);

/// <summary>A node run in a drawing.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Kind">The word of its kind.</param>
/// <param name="Step">Name of its step, or null.</param>
/// <param name="Parent">Path of the task that it is a trial of, or of the sub-graph or loop that it is in; null for the pipeline itself.</param>
/// <param name="State">Where it stands.</param>
public sealed record GraphNodeView(string Path, string Kind, string? Step, string? Parent, NodeRunState State);

/// <summary>Something flows, or has an order.</summary>
/// <param name="From">Path of a node run.</param>
/// <param name="To">Path of the node run that waits for it.</param>
/// <param name="Label">What flows, such as <c>model.json → model</c>; null when it is only an order.</param>
public sealed record GraphEdgeView(string From, string To, string? Label);

/// <summary>Where a cycle stands.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<CycleState>))]
public enum CycleState
{
    /// <summary>A turn is under way or about to start.</summary>
    Running,

    /// <summary>No more turns, for the stated reason.</summary>
    Stopped,
}

/// <summary>One turn of a cycle.</summary>
public sealed record TurnView
{
    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    /// <summary>Its run.</summary>
    public required RunId Run { get; init; }

    /// <summary>Where the run stands.</summary>
    public required RunState State { get; init; }

    /// <summary>Parameters given to the run.</summary>
    public required MapValue Parameters { get; init; }

    /// <summary>The objective's value, or null.</summary>
    public double? Objective { get; init; }

    /// <summary>Best value of the objective up to here, or null.</summary>
    public double? BestSoFar { get; init; }

    /// <summary>Metadata of the nodes, <c>NODE.KEY</c>: scalars only.</summary>
    public MapValue Metrics { get; init; } = new([]);

    /// <summary>When the run was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Attempts that were really started.</summary>
    public int Executions { get; init; }

    /// <summary>Node runs that were answered from the cache.</summary>
    public int CacheHits { get; init; }
}

/// <summary>An entry of the cache.</summary>
public sealed record CacheEntry
{
    /// <summary>The key.</summary>
    public required Digest Key { get; init; }

    /// <summary>Name of the pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Path of the node run that filled it.</summary>
    public required string NodePath { get; init; }

    /// <summary>Its run.</summary>
    public required RunId Run { get; init; }

    /// <summary>Its attempt.</summary>
    public required AttemptId Attempt { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How often it was taken.</summary>
    public int Hits { get; init; }

    /// <summary>When it was last taken; null for never, or for no time since this is recorded.</summary>
    public DateTimeOffset? LastHit { get; init; }

    /// <summary>Size of the outputs that it keeps; content that occurs more than once counts once.</summary>
    public long SizeInBytes { get; init; }
}

/// <summary>Why a node run was, or was not, answered from the cache.</summary>
public sealed record CacheExplanation
{
    /// <summary>The node run's path.</summary>
    public required string NodePath { get; init; }

    /// <summary>What was decided.</summary>
    public required CacheOutcome Outcome { get; init; }

    /// <summary>The key.</summary>
    public Digest? Key { get; init; }

    /// <summary>In a sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>The earlier run that is nearest, or null when there is none.</summary>
    public RunId? Nearest { get; init; }

    /// <summary>Parts of the key that differ from the nearest earlier run; secrets by name only.</summary>
    public ImmutableArray<CacheDifference> Differences { get; init; } = [];
}

/// <summary>What was forgotten from a node down, or would be.</summary>
public sealed record CacheInvalidation
{
    /// <summary>The pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>The nodes, in the order of the file: names, behind the names of the nodes whose bodies they are in.</summary>
    public required ImmutableArray<string> Nodes { get; init; }

    /// <summary>The entries, by node in that order, the newest first.</summary>
    public required ImmutableArray<CacheEntry> Entries { get; init; }

    /// <summary>Whether nothing was forgotten yet.</summary>
    public required bool DryRun { get; init; }
}

/// <summary>A part of a cache key that differs; of a long text, the lines that do, with the number of the first.</summary>
public sealed record CacheDifference(string Part, string? Before, string? Now)
{
    /// <summary>Of code: what changed, file by file, with the lines; otherwise null.</summary>
    public ImmutableArray<CodeChange> Changes
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>The same in a sentence: <c>train.py changed: lines 3-9</c>; null where there are no <see cref="Changes"/>.</summary>
    public string? Detail => CodeChange.InWords(Changes);
}

/// <summary>What would happen to a node if the run started now.</summary>
public sealed record PlannedNode
{
    /// <summary>The node run's path, as far as it is known beforehand.</summary>
    public required string Path { get; init; }

    /// <summary><c>run</c>, <c>hit</c>, or <c>unknown</c> (depends on what runs before it).</summary>
    public required string Action { get; init; }

    /// <summary>Why; for a node that will run again, what differs from the nearest earlier result.</summary>
    public required string Reason { get; init; }

    /// <summary>What differs from the nearest earlier result, of a node that will run although one is near; else empty.</summary>
    public ImmutableArray<CacheDifference> Differences
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>Commands that would run, as far as they are known.</summary>
    public ImmutableArray<string> Commands { get; init; } = [];
}
