using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Execution;

/// <summary>
/// Everything a supervisor needs to carry out one attempt, on whatever machine it runs. It is written to <c>order.json</c> in the
/// attempt's folder before anything is started, readable by the owner alone.
/// </summary>
public sealed record AttemptOrder
{
    /// <summary>Version of this document.</summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>Chosen by the engine before the order is given.</summary>
    public required AttemptId Attempt { get; init; }

    /// <summary>The run it belongs to.</summary>
    public required RunId Run { get; init; }

    /// <summary>The node run's path: <c>train[2]</c>.</summary>
    public required string NodePath { get; init; }

    /// <summary>Which try it is, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>Shell commands in order, already built; or empty when <see cref="Arguments"/> is given.</summary>
    public ImmutableArray<string> Commands { get; init; } = [];

    /// <summary>A program with its arguments, started without a shell; or empty when <see cref="Commands"/> are given.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>A component with its values and artifacts, in place of <see cref="Commands"/> and <see cref="Arguments"/>; null for a step that is a command.</summary>
    public ComponentOrder? Component { get; init; }

    /// <summary>Stop at the first command that fails. Otherwise the last command alone decides and earlier failures are warnings.</summary>
    public bool StrictCommands { get; init; }

    /// <summary>Variables for the step, on top of the few every process needs. Nothing else of the engine's environment is passed on.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>
    /// Variables of the machine of the engine (<see cref="HostEnvironment"/>), where the executor takes its steps to the same machine;
    /// null for those of the machine that the
    /// step runs on.
    /// </summary>
    public ImmutableSortedDictionary<string, string>? Host { get; init; }

    /// <summary>
    /// Variables whose values are masked in logs and metadata. They are not in <c>order.json</c> but in a file beside it, which is gone
    /// once a supervisor has read it; orders of
    /// earlier programs have them here.
    /// </summary>
    public ImmutableSortedDictionary<string, string> Secrets { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>
    /// Whether there are <see cref="Secrets"/> in the file beside the order. Without that file the attempt cannot be carried out.
    /// </summary>
    public bool HasSecretsFile { get; init; }

    /// <summary>What the engine has to say in the log of the attempt.</summary>
    public ImmutableArray<string> Warnings
    {
        get => field.IsDefault ? [] : field;
        init;
    } = [];

    /// <summary>
    /// Where the server of the home listened when the order was written; it stands as the value of some of <see cref="Secrets"/>. The step is given an address in its place that
    /// outlives that server. Null when the step has no way to call back.
    /// </summary>
    public string? ApiAddress { get; init; }

    /// <summary>A host whose calls by HTTPS are answered by the server of the home, for code in which that address is a constant; null for none.</summary>
    public string? ApiAlias { get; init; }

    /// <summary>
    /// The span of the attempt in W3C's form, which the step finds in <c>TRACEPARENT</c>. Null in orders of earlier programs.
    /// </summary>
    public string? TraceParent { get; init; }

    /// <summary>What tracing systems add to it, which the step finds in <c>TRACESTATE</c>; null for nothing.</summary>
    public string? TraceState { get; init; }

    /// <summary>
    /// The code: digest of a <see cref="CodeTree"/> in the artifact store whose files make up the working directory. Null for an empty directory.
    /// </summary>
    public Digest? Code { get; init; }

    /// <summary>A local folder in place of <see cref="Code"/>, as orders of earlier programs name it; null in others.</summary>
    public string? Repository { get; init; }

    /// <summary>Whether code may look for its folders at Valohai's fixed absolute paths; they are then mounted there for the step alone.</summary>
    public bool FixedFolders { get; init; }

    /// <summary>Files to lay out before the start.</summary>
    public ImmutableArray<InputOrder> Inputs { get; init; } = [];

    /// <summary>
    /// Attempts that were interrupted before this one takes their place, latest first. What the latest of them left that left anything is one input more,
    /// as far as its folder is still there.
    /// </summary>
    public ImmutableArray<AttemptId> Interrupted { get; init; } = [];

    /// <summary>Typed values for <c>parameters.json</c>; parameters without a value are absent.</summary>
    public MapValue Parameters { get; init; } = new([]);

    /// <summary>The members of the distributed sweep it belongs to; null when it belongs to none.</summary>
    public DistributedGroup? Distributed { get; init; }

    /// <summary>Facts for <c>execution.json</c>, names as written there.</summary>
    public MapValue ExecutionFacts { get; init; } = new([]);

    /// <summary>The time limit, where orders of earlier programs have it; <see cref="AttemptRequirements.TimeLimit"/> in others.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The longest the commands may be silent; null for no limit.</summary>
    public TimeSpan? NoOutputTimeout { get; init; }

    /// <summary>An expression over metadata and parameters that ends the attempt early and well; null for none.</summary>
    public string? StopCondition { get; init; }

    /// <summary>What it asks of the place where it runs.</summary>
    [JsonPropertyName("resources")]
    public AttemptRequirements Requirements { get; init; } = new();

    /// <summary>How much of its run runs at once; null for no limits of the run's own.</summary>
    public ConcurrencyLimits? RunLimits { get; init; }

    /// <summary>Maximum duration of the commands, wherever the order says it.</summary>
    [JsonIgnore]
    public TimeSpan? Limit => Requirements.TimeLimit ?? TimeLimit;

    /// <summary>Where outputs go and inputs come from.</summary>
    public required StorageOptions Storage { get; init; }

    /// <summary>Between asking the processes to end and killing them.</summary>
    public TimeSpan GracePeriod { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the processes have to save their work when the machine takes the supervisor away (SIGINT), before they are asked to end. Default 1 minute.
    /// </summary>
    public TimeSpan InterruptPeriod { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The most log kept, in bytes; what is beyond is dropped from the middle and said so.</summary>
    public long LogLimitInBytes { get; init; } = 256L << 20;
}

/// <summary>Members of a sweep that run at once and know of each other.</summary>
/// <param name="Name">Of the group.</param>
/// <param name="Index">Which one this is, from 0.</param>
/// <param name="Members">First attempts of all members, in order.</param>
public sealed record DistributedGroup(string Name, int Index, ImmutableArray<AttemptId> Members);
