using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Contracts;

/// <summary>Asks for the first turn of a declared cycle. Exactly one of <see cref="Project"/>, <see cref="Folder"/> and <see
/// cref="Code"/> is given.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record StartCycleRequest
{
    /// <summary>Name of a registered project.</summary>
    public string? Project { get; init; }

    /// <summary>Absolute path of a project's folder on the server's machine; it becomes registered.</summary>
    public string? Folder { get; init; }

    /// <summary>Code that was uploaded before.</summary>
    public CodeRequest? Code { get; init; }

    /// <summary>Name of the cycle in the project.</summary>
    public required string Cycle { get; init; }

    /// <summary>An object: values for every turn.</summary>
    public Value? Parameters { get; init; }

    /// <summary>A title for people; default the cycle's name.</summary>
    public string? Title { get; init; }

    /// <summary>False: the cache is neither asked nor filled. Null or absent: true.</summary>
    public bool? UseCache { get; init; }

    /// <summary>Seed of everything that is drawn; null for 0.</summary>
    public long? Seed { get; init; }

    /// <summary>How much runs at once; null for no limits of its own.</summary>
    public ConcurrencyRequest? Concurrency { get; init; }

    /// <summary>Variables for all steps of every turn, before their own and the project's; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Variables { get; init; }

    /// <summary>Secrets for all steps of every turn, kept encrypted and masked wherever they are printed; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Secrets { get; init; }

    /// <summary>A host name: what steps send there by HTTPS is answered by this server. Null for none.</summary>
    public string? ApiAlias { get; init; }
}

/// <summary>Goes on after a stop.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ResumeCycleRequest
{
    /// <summary>A new limit of turns in all, from 1; null keeps the old one.</summary>
    public int? MaxIterations { get; init; }
}

/// <summary>Cycles, newest first.</summary>
public sealed record CycleList
{
    /// <summary>Without their turns.</summary>
    public required IReadOnlyList<CycleInfo> Cycles { get; init; }
}

/// <summary>A cycle.</summary>
public sealed record CycleInfo
{
    /// <summary>Its id.</summary>
    public required CycleId CycleId { get; init; }

    /// <summary>The declared name.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Name of the pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Whether steps make it by starting the next turn themselves, instead of a declaration in the project; absent when they do
    /// not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ByHand { get; init; }

    /// <summary><c>running stopped</c>.</summary>
    public required string State { get; init; }

    /// <summary><c>condition max-iterations budget no-gain error cancelled refused</c>; null while it goes on.</summary>
    public string? StopReason { get; init; }

    /// <summary>The stop reason in words, or null.</summary>
    public string? StopDetail { get; init; }

    /// <summary>The most turns.</summary>
    public required int MaxIterations { get; init; }

    /// <summary>The number turns are compared by, or null.</summary>
    public ObjectiveInfo? Objective { get; init; }

    /// <summary>Number of the best turn, from 1, or null.</summary>
    public int? BestTurn { get; init; }

    /// <summary>Whether an engine executes the turn under way; false when its engine is gone. Absent when no turn is under way.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Driven { get; init; }

    /// <summary>How to go on with a cycle that no engine executes; absent otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Remedy { get; init; }

    /// <summary>When the first turn was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>From its first acceptance to its end, rounded to milliseconds; null while it goes on.</summary>
    public double? Seconds { get; init; }

    /// <summary>How the turns went, in order; absent when nobody asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TurnProgress>? Progress { get; init; }

    /// <summary>Turns in order; empty in lists.</summary>
    public required IReadOnlyList<TurnInfo> Turns { get; init; }
}

/// <summary>How a turn went.</summary>
/// <param name="Turn">From 1.</param>
/// <param name="State">Where its run stands.</param>
/// <param name="Objective">The objective's value, or null.</param>
/// <param name="BestSoFar">Best value up to here, or null.</param>
public sealed record TurnProgress(int Turn, string State, double? Objective, double? BestSoFar);

/// <summary>What "best" means.</summary>
public sealed record ObjectiveInfo
{
    /// <summary><c>NODE.metadata.KEY</c>.</summary>
    public required string Metric { get; init; }

    /// <summary><c>maximize minimize</c>.</summary>
    public required string Direction { get; init; }
}

/// <summary>One turn.</summary>
public sealed record TurnInfo
{
    /// <summary>From 1.</summary>
    public required int Turn { get; init; }

    /// <summary>Its run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>Where the run stands.</summary>
    public required string State { get; init; }

    /// <summary>Parameters given to the run.</summary>
    public required Value Parameters { get; init; }

    /// <summary>The objective's value, or null.</summary>
    public double? Objective { get; init; }

    /// <summary>Best value up to here, or null.</summary>
    public double? BestSoFar { get; init; }

    /// <summary>Scalar metadata of the nodes, <c>NODE.KEY</c>.</summary>
    public required Value Metrics { get; init; }

    /// <summary>Attempts that were really started.</summary>
    public required int Executions { get; init; }

    /// <summary>Node runs that were answered from the cache.</summary>
    public required int CacheHits { get; init; }

    /// <summary>When the run was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>From its acceptance to its end, rounded to milliseconds; null while there is no end.</summary>
    public double? Seconds { get; init; }
}

/// <summary>How a cycle ended: what a program gets that waited for it.</summary>
public sealed record CycleResult
{
    /// <summary>Its id.</summary>
    public required CycleId CycleId { get; init; }

    /// <summary>As in <see cref="CycleInfo.State"/>.</summary>
    public required string State { get; init; }

    /// <summary>As in <see cref="CycleInfo.StopReason"/>.</summary>
    public string? StopReason { get; init; }

    /// <summary>Turns in order.</summary>
    public required IReadOnlyList<TurnInfo> Turns { get; init; }

    /// <summary>As in <see cref="CycleInfo.BestTurn"/>.</summary>
    public int? BestTurn { get; init; }

    /// <summary>The runs of the turns.</summary>
    public required IReadOnlyList<RunResult> Runs { get; init; }

    /// <summary>As in <see cref="CycleInfo.Seconds"/>.</summary>
    public double? Seconds { get; init; }
}
