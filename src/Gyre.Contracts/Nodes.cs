using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Contracts;

/// <summary>Node runs of a run.</summary>
public sealed record NodeList
{
    /// <summary>In the graph's order, children behind their parent.</summary>
    public required IReadOnlyList<NodeInfo> Nodes { get; init; }
}

/// <summary>A node run.</summary>
public sealed record NodeInfo
{
    /// <summary>Its path: <c>train[2]</c>.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// <c>waiting awaiting-approval awaiting-answer queued running backing-off succeeded failed skipped not-triggered upstream-failed
    /// cancelled</c>.
    /// </summary>
    public required string State { get; init; }

    /// <summary><c>off</c> (not asked), <c>miss</c>, <c>hit</c>, or <c>reused</c>: the run itself named the earlier result.</summary>
    public required string Cache { get; init; }

    /// <summary>Tries so far.</summary>
    public required int Attempts { get; init; }

    /// <summary>Latest metadata.</summary>
    public required Value Metadata { get; init; }

    /// <summary>What it gave: files of a command, values by name of a typed node.</summary>
    public required NodeOutputs Outputs { get; init; }

    /// <summary>Artifacts that a typed node gave, by output; absent for a command.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<TypedArtifactInfo>>? Artifacts { get; init; }

    /// <summary>What it waits for from outside; absent when it does not wait.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NodeWaitInfo? Wait { get; init; }

    /// <summary>Iterations of a loop; null for everything else.</summary>
    public int? Iterations { get; init; }

    /// <summary><c>execution task approval ...</c></summary>
    public required string Kind { get; init; }

    /// <summary>Name of the step, or null.</summary>
    public string? Step { get; init; }

    /// <summary>Why, when it did not simply succeed.</summary>
    public string? Reason { get; init; }

    /// <summary>Values in use; empty before the start.</summary>
    public required Value Parameters { get; init; }

    /// <summary>Inputs with their files.</summary>
    public required IReadOnlyList<InputInfo> Inputs { get; init; }

    /// <summary>Artifacts of a typed node's inputs, by input; absent for a command.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<TypedArtifactInfo>>? InputArtifacts { get; init; }

    /// <summary>The commands that ran.</summary>
    public required IReadOnlyList<string> Commands { get; init; }

    /// <summary>The try that counts or runs now; null before the first.</summary>
    public AttemptId? AttemptId { get; init; }

    /// <summary>
    /// Seconds that it waited for room, over all tries, rounded to milliseconds; absent when it never did. Not part of <see
    /// cref="Seconds"/>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? QueuedSeconds { get; init; }

    /// <summary>When it began to run.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>From its start to its end, rounded to milliseconds; null while there is no end.</summary>
    public double? Seconds { get; init; }

    /// <summary>Processor time in seconds; null before the end.</summary>
    public double? CpuSeconds { get; init; }

    /// <summary>Largest resident memory in bytes; null before the end.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>Things that went wrong without deciding the outcome.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>How a node run ended: the beginning of <see cref="NodeInfo"/>.</summary>
public sealed record NodeResult
{
    /// <summary>As in <see cref="NodeInfo.Name"/>.</summary>
    public required string Name { get; init; }

    /// <summary>As in <see cref="NodeInfo.State"/>.</summary>
    public required string State { get; init; }

    /// <summary>As in <see cref="NodeInfo.Cache"/>.</summary>
    public required string Cache { get; init; }

    /// <summary>As in <see cref="NodeInfo.Attempts"/>.</summary>
    public required int Attempts { get; init; }

    /// <summary>As in <see cref="NodeInfo.Metadata"/>.</summary>
    public required Value Metadata { get; init; }

    /// <summary>As in <see cref="NodeInfo.Outputs"/>.</summary>
    public required NodeOutputs Outputs { get; init; }

    /// <summary>As in <see cref="NodeInfo.Artifacts"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<TypedArtifactInfo>>? Artifacts { get; init; }

    /// <summary>As in <see cref="NodeInfo.Iterations"/>.</summary>
    public int? Iterations { get; init; }
}

/// <summary>An artifact with its type and properties.</summary>
public sealed record TypedArtifactInfo
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its type: <c>system.Model</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Where it lies, when that is not the store; else null.</summary>
    public string? Uri { get; init; }

    /// <summary>Its properties.</summary>
    public required Value Metadata { get; init; }

    /// <summary>Its files; one with an empty path when it is one file.</summary>
    public required IReadOnlyList<ArtifactInfo> Files { get; init; }
}

/// <summary>What a run gives by its pipeline's typed outputs.</summary>
public sealed record RunOutputsInfo
{
    /// <summary>Values by output.</summary>
    public required Value Outputs { get; init; }

    /// <summary>Artifacts by output.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<TypedArtifactInfo>> Artifacts { get; init; }
}

/// <summary>An input with its files.</summary>
public sealed record InputInfo
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its files.</summary>
    public required IReadOnlyList<ArtifactInfo> Files { get; init; }
}

/// <summary>A file and its content's digest.</summary>
public sealed record ArtifactInfo
{
    /// <summary>Path under the input or the outputs.</summary>
    public required string Path { get; init; }

    /// <summary>Where it came from, as the step saw it; absent for outputs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Uri { get; init; }

    /// <summary>Its content; <c>/api/v1/artifacts/DIGEST</c> gives the bytes.</summary>
    public required Digest Digest { get; init; }

    /// <summary>In bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Properties its producer gave it; absent when it gave none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Value? Metadata { get; init; }
}

/// <summary>A person's answer to a node that waits for one.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ApprovalAnswer
{
    /// <summary>True lets the run go on.</summary>
    public required bool Approved { get; init; }

    /// <summary>For people.</summary>
    public string? Comment { get; init; }
}

/// <summary>What a node run waits for.</summary>
public sealed record NodeWaitInfo
{
    /// <summary>By what an answer finds it.</summary>
    public required string Key { get; init; }

    /// <summary>What it waits for, for people.</summary>
    public required string WaitsFor { get; init; }

    /// <summary>What is asked, in the words of the node's kind.</summary>
    public required Value Question { get; init; }

    /// <summary>When it counts as not answered; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>An answer to a node that waits.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AnswerRequest
{
    /// <summary>The key under which the node waits.</summary>
    public required string Key { get; init; }

    /// <summary>The answer: an object in the words of the node's kind.</summary>
    public Value Document { get; init; } = new MapValue([]);
}

/// <summary>An answer that was kept.</summary>
public sealed record AnswerInfo
{
    /// <summary>The key that was answered.</summary>
    public required string Key { get; init; }

    /// <summary>Who answered.</summary>
    public required string By { get; init; }
}

/// <summary>A run to be drawn.</summary>
public sealed record RunGraphInfo
{
    /// <summary>In the graph's order, children behind their parent.</summary>
    public required IReadOnlyList<GraphNodeInfo> Nodes { get; init; }

    /// <summary>What flows between them.</summary>
    public required IReadOnlyList<GraphEdgeInfo> Edges { get; init; }
}

/// <summary>A node run in a drawing.</summary>
/// <param name="Name">As in <see cref="NodeInfo.Name"/>.</param>
/// <param name="Kind">As in <see cref="NodeInfo.Kind"/>.</param>
/// <param name="Step">Name of the step, or null.</param>
/// <param name="Parent">Name of the task that it is a trial of, or of the sub-graph or loop that it is in; null at the top.</param>
/// <param name="State">As in <see cref="NodeInfo.State"/>.</param>
public sealed record GraphNodeInfo(string Name, string Kind, string? Step, string? Parent, string State);

/// <summary>Something flows, or has an order.</summary>
/// <param name="From">Name of a node run.</param>
/// <param name="To">Name of the one that waits for it.</param>
/// <param name="Label">What flows; null when it is only an order.</param>
public sealed record GraphEdgeInfo(string From, string To, string? Label);

/// <summary>Tries of a node run.</summary>
public sealed record AttemptList
{
    /// <summary>In order.</summary>
    public required IReadOnlyList<AttemptInfo> Attempts { get; init; }
}

/// <summary>A try of a node run.</summary>
public sealed record AttemptInfo
{
    /// <summary>Its id.</summary>
    public required AttemptId AttemptId { get; init; }

    /// <summary>From 1; a lost one and the one that replaced it have the same.</summary>
    public required long Number { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary><c>running</c>, <c>replaced</c> by a later one, or how the node run ended.</summary>
    public required string State { get; init; }

    /// <summary>When the next one or the end of the node run was decided; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it was not the last one, or why the node run ended as it did; null when there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>Exit code of its command; null when it did not end by itself, or ended before exit codes were recorded.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Number of the signal that killed its command; null when none did.</summary>
    public int? Signal { get; init; }
}
