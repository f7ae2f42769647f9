using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Contracts;

/// <summary>Asks for a run. Exactly one of <see cref="Project"/>, <see cref="Folder"/> and <see cref="Code"/> is given.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record StartRunRequest
{
    /// <summary>Name of a registered project.</summary>
    public string? Project { get; init; }

    /// <summary>Absolute path of a project's folder on the server's machine; it becomes registered. Not open to steps.</summary>
    public string? Folder { get; init; }

    /// <summary>Code that was uploaded before. Not open to steps.</summary>
    public CodeRequest? Code { get; init; }

    /// <summary>Name of the pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>An object: values by pipeline parameter or <c>node.parameter</c>.</summary>
    public Value? Parameters { get; init; }

    /// <summary>A title for people; default the pipeline's name.</summary>
    public string? Title { get; init; }

    /// <summary>False: the cache is neither asked nor filled. Null or absent: true.</summary>
    public bool? UseCache { get; init; }

    /// <summary>Variables for all steps of the run, before their own and the project's; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Variables { get; init; }

    /// <summary>Secrets for all steps of the run, kept encrypted and masked wherever they are printed; null for none.</summary>
    public IReadOnlyDictionary<string, string>? Secrets { get; init; }

    /// <summary>Seed of everything that is drawn; null for 0.</summary>
    public long? Seed { get; init; }

    /// <summary>How much runs at once; null for no limits of its own.</summary>
    public ConcurrencyRequest? Concurrency { get; init; }

    /// <summary>A host name: what steps send there by HTTPS is answered by this server. Null for none.</summary>
    public string? ApiAlias { get; init; }

    /// <summary>How far a cycle may go that steps make by starting the next turn; null for the usual limits.</summary>
    public TurnLimitsRequest? Turns { get; init; }
}

/// <summary>Code in the artifact store: a tree of files, as <c>gyre run --server</c> uploads it.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CodeRequest
{
    /// <summary>Digest of the tree.</summary>
    public required Digest Tree { get; init; }

    /// <summary>Name of the project.</summary>
    public required string ProjectName { get; init; }

    /// <summary>Path of the project file in the tree; null for one of the usual names at its root.</summary>
    public string? File { get; init; }

    /// <summary>The commit the code is from, 40 hexadecimal digits; null when it is not known.</summary>
    public string? Commit { get; init; }

    /// <summary>Branch, tag or text by which the commit was asked for, or null.</summary>
    public string? Reference { get; init; }

    /// <summary>Whether files differ from the commit. Default false.</summary>
    public bool? Dirty { get; init; }
}

/// <summary>How much of a run runs at once.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ConcurrencyRequest
{
    /// <summary>Executions at once, from 1; null for no limit.</summary>
    public int? Jobs { get; init; }

    /// <summary>Sizes of pools by name; null for none.</summary>
    public IReadOnlyDictionary<string, int>? Pools { get; init; }
}

/// <summary>How far a cycle may go that steps make by starting the next turn.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TurnLimitsRequest
{
    /// <summary>The most turns, from 1; null for 100.</summary>
    public int? MaxIterations { get; init; }

    /// <summary>The most executions over all turns, from 1; null for no limit.</summary>
    public int? MaxExecutions { get; init; }

    /// <summary>The number that turns are compared by; null when nothing is compared.</summary>
    public ObjectiveInfo? Objective { get; init; }
}

/// <summary>What would run.</summary>
public sealed record RunPlanInfo
{
    /// <summary>The nodes in the graph's order.</summary>
    public required IReadOnlyList<PlannedNodeInfo> Nodes { get; init; }
}

/// <summary>What would happen to a node if the run started now.</summary>
public sealed record PlannedNodeInfo
{
    /// <summary>The node run's path, as far as it is known beforehand.</summary>
    public required string Name { get; init; }

    /// <summary><c>run hit unknown</c></summary>
    public required string Action { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>Commands that would run, as far as they are known.</summary>
    public required IReadOnlyList<string> Commands { get; init; }
}

/// <summary>A run: what the API answers and the command line prints, in lists and alone.</summary>
public sealed record RunInfo
{
    /// <summary>Its id.</summary>
    public required RunId RunId { get; init; }

    /// <summary><c>running cancelling succeeded failed cancelled stopped</c>.</summary>
    public required string State { get; init; }

    /// <summary>Why, when it did not simply succeed.</summary>
    public string? Reason { get; init; }

    /// <summary>Name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Name of the pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>A title for people.</summary>
    public required string Title { get; init; }

    /// <summary>Values given to it.</summary>
    public required Value Parameters { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>From its acceptance to its end, rounded to milliseconds; null while there is no end.</summary>
    public double? Seconds { get; init; }

    /// <summary>The run whose step started it, or null.</summary>
    public RunId? ParentRunId { get; init; }

    /// <summary>The cycle it is a turn of, or null.</summary>
    public CycleId? CycleId { get; init; }

    /// <summary>Which turn, from 1; null outside a cycle.</summary>
    public int? Turn { get; init; }

    /// <summary>Attempts that were really started.</summary>
    public required int Executions { get; init; }

    /// <summary>Tags for people.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>The revision of the code: a commit, or <c>~</c> and a digest; null when it is not known.</summary>
    public string? Revision { get; init; }

    /// <summary>The commit the code is from, or null.</summary>
    public string? Commit { get; init; }

    /// <summary>Branch, tag or text by which the commit was asked for, or null.</summary>
    public string? Reference { get; init; }

    /// <summary>Whether files differed from the commit.</summary>
    public required bool Dirty { get; init; }

    /// <summary>Whether an engine executes it now; false when its engine is gone or none has begun it. Absent when it is over.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Driven { get; init; }

    /// <summary>How to go on with a run that no engine executes; absent otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Remedy { get; init; }

    /// <summary>Values by the pipeline's typed outputs; absent without nodes, and of a pipeline without typed nodes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Value? Outputs { get; init; }

    /// <summary>Artifacts by the pipeline's typed outputs; absent like <see cref="Outputs"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<TypedArtifactInfo>>? Artifacts { get; init; }

    /// <summary>Its node runs in the graph's order, children behind their parent; absent where only the run was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<NodeInfo>? Nodes { get; init; }
}

/// <summary>How a run ended: what a program gets that waited for it.</summary>
public sealed record RunResult
{
    /// <summary>Its id.</summary>
    public required RunId RunId { get; init; }

    /// <summary>As in <see cref="RunInfo.State"/>.</summary>
    public required string State { get; init; }

    /// <summary>As in <see cref="RunInfo.Outputs"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Value? Outputs { get; init; }

    /// <summary>As in <see cref="RunInfo.Artifacts"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<TypedArtifactInfo>>? Artifacts { get; init; }

    /// <summary>Its node runs in the graph's order, children behind their parent.</summary>
    public required IReadOnlyList<NodeResult> Nodes { get; init; }

    /// <summary>As in <see cref="RunInfo.Seconds"/>.</summary>
    public double? Seconds { get; init; }

    /// <summary>The further turns that its steps started; absent when they started none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CycleResult? Cycle { get; init; }
}

/// <summary>A page of runs, newest first.</summary>
public sealed record RunPage
{
    /// <summary>The runs.</summary>
    public required IReadOnlyList<RunInfo> Runs { get; init; }

    /// <summary>How many runs fit the query in all; absent when nobody asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Count { get; init; }

    /// <summary>Give it back as <c>cursor</c> for the next page; null on the last one.</summary>
    public string? NextCursor { get; init; }
}

/// <summary>Asks for an end.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CancelRequest
{
    /// <summary>Why, for people. Default: "Cancelled over the API."</summary>
    public string? Reason { get; init; }
}
