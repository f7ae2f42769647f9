using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Contracts;

/// <summary>Entries of the cache, newest first.</summary>
public sealed record CacheEntryList
{
    /// <summary>The entries.</summary>
    public required IReadOnlyList<CacheEntryInfo> Entries { get; init; }
}

/// <summary>An entry of the cache.</summary>
public sealed record CacheEntryInfo
{
    /// <summary>The key.</summary>
    public required Digest Key { get; init; }

    /// <summary>Name of the pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Path of the node run that filled it.</summary>
    public required string Name { get; init; }

    /// <summary>Its run.</summary>
    public required RunId RunId { get; init; }

    /// <summary>Its attempt.</summary>
    public required AttemptId AttemptId { get; init; }

    /// <summary>When it was filled.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How often it was taken.</summary>
    public required int Hits { get; init; }

    /// <summary>When it was last taken; null for never.</summary>
    public DateTimeOffset? LastHitAt { get; init; }

    /// <summary>Size of its outputs in bytes; content that occurs more than once counts once.</summary>
    public required long Size { get; init; }
}

/// <summary>Why a node run was, or was not, answered from the cache.</summary>
public sealed record CacheExplanationInfo
{
    /// <summary>The node run's path.</summary>
    public required string Name { get; init; }

    /// <summary>As in <see cref="NodeInfo.Cache"/>.</summary>
    public required string Cache { get; init; }

    /// <summary>The key, or null.</summary>
    public Digest? Key { get; init; }

    /// <summary>In a sentence.</summary>
    public required string Summary { get; init; }

    /// <summary>The nearest earlier run, or null.</summary>
    public RunId? NearestRunId { get; init; }

    /// <summary>Parts of the key that differ; secrets by name only.</summary>
    public required IReadOnlyList<CacheDifferenceInfo> Differences { get; init; }
}

/// <summary>A part of a key that differs.</summary>
public sealed record CacheDifferenceInfo
{
    /// <summary>Which part.</summary>
    public required string Part { get; init; }

    /// <summary>In the earlier run, or null.</summary>
    public string? Before { get; init; }

    /// <summary>Now, or null.</summary>
    public string? Now { get; init; }

    /// <summary>Of code: what changed in which files and lines, as <c>train.py changed: lines 3-9</c>; absent otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Detail { get; init; }
}

/// <summary>Which entries to forget.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ClearCacheRequest
{
    /// <summary>Only of this pipeline; null for all.</summary>
    public string? Pipeline { get; init; }
}

/// <summary>What was forgotten.</summary>
public sealed record CacheCleared
{
    /// <summary>How many entries.</summary>
    public required int Removed { get; init; }
}

/// <summary>From which node down to forget entries.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record InvalidateCacheRequest
{
    /// <summary>A run; it says the pipeline.</summary>
    public required RunId RunId { get; init; }

    /// <summary>Path of a node run of it: <c>train</c>, <c>for-loop-2[1]/say</c>.</summary>
    public required string Node { get; init; }

    /// <summary>Only say what would be forgotten. Default false.</summary>
    public bool DryRun { get; init; }
}

/// <summary>What was forgotten from a node down, or would be.</summary>
public sealed record CacheInvalidated
{
    /// <summary>The pipeline.</summary>
    public required string Pipeline { get; init; }

    /// <summary>Whether nothing was forgotten.</summary>
    public required bool DryRun { get; init; }

    /// <summary>The nodes, in the order of the file.</summary>
    public required IReadOnlyList<string> Nodes { get; init; }

    /// <summary>The entries.</summary>
    public required IReadOnlyList<CacheEntryInfo> Entries { get; init; }
}
