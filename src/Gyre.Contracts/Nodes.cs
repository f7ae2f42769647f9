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

    /// <summary><c>execution task approval ...</c></summary>
    public required string Kind { get; init; }

    /// <summary>Name of the step, or null.</summary>
    public string? Step { get; init; }

    /// <summary><c>waiting awaiting-approval queued running backing-off succeeded failed skipped not-triggered upstream-failed cancelled</c>.</summary>
    public required string State { get; init; }

    /// <summary><c>off miss hit</c>; null while the cache was not asked.</summary>
    public string? Cache { get; init; }

    /// <summary>Tries so far.</summary>
    public required int Attempts { get; init; }

    /// <summary>The try that counts or runs now; null before the first.</summary>
    public AttemptId? AttemptId { get; init; }

    /// <summary>Why, when it did not simply succeed.</summary>
    public string? Reason { get; init; }

    /// <summary>Values in use; empty before the start.</summary>
    public required Value Parameters { get; init; }

    /// <summary>Inputs with their files.</summary>
    public required IReadOnlyList<InputInfo> Inputs { get; init; }

    /// <summary>Latest metadata.</summary>
    public required Value Metadata { get; init; }

    /// <summary>Files left behind.</summary>
    public required IReadOnlyList<ArtifactInfo> Outputs { get; init; }

    /// <summary>Typed values it gave, by output; empty for a step that is a command.</summary>
    public required Value Results { get; init; }

    /// <summary>Typed artifacts it gave.</summary>
    public required IReadOnlyList<TypedArtifactInfo> Artifacts { get; init; }

    /// <summary>Iterations of a loop; null for everything else.</summary>
    public int? Iterations { get; init; }

    /// <summary>The commands that ran.</summary>
    public required IReadOnlyList<string> Commands { get; init; }

    /// <summary>When it began to run.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Processor time in seconds; null before the end.</summary>
    public double? CpuSeconds { get; init; }

    /// <summary>Largest resident memory in bytes; null before the end.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>Things that went wrong without deciding the outcome.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>An artifact with its type and properties.</summary>
public sealed record TypedArtifactInfo
{
    /// <summary>The output that gave it.</summary>
    public required string Output { get; init; }

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
    public required Value Values { get; init; }

    /// <summary>Artifacts in the order of the outputs.</summary>
    public required IReadOnlyList<TypedArtifactInfo> Artifacts { get; init; }
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

    /// <summary>Its content; <c>/api/v1/artifacts/DIGEST</c> gives the bytes.</summary>
    public required Digest Digest { get; init; }

    /// <summary>In bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Where it came from, as the step saw it; null for outputs.</summary>
    public string? Uri { get; init; }

    /// <summary>Properties its producer gave it, or null.</summary>
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
