using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Contracts;

/// <summary>Makes a version of a dataset from decisions with their final rewards, as they are at one moment.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ExportDecisionsRequest
{
    /// <summary>The project whose runs read it as <c>dataset://DATASET/VERSION</c>.</summary>
    public required string Project { get; init; }

    /// <summary>The dataset; it is made when there is none. 1 to 200 characters without <c>/</c>.</summary>
    public required string Dataset { get; init; }

    /// <summary>Name of the version; null or absent to name it by the last decision and the content.</summary>
    public string? DatasetVersion { get; init; }

    /// <summary>The form of its file: <c>csv jsonl parquet</c>; null or absent for csv.</summary>
    public string? Format { get; init; }

    /// <summary>Only <c>joined</c> or <c>defaulted</c> decisions; null or absent for both.</summary>
    public string? Outcome { get; init; }

    /// <summary>Only with this arm; null or absent for all.</summary>
    public string? Arm { get; init; }

    /// <summary>Only by this version of the deployment; null or absent for all.</summary>
    public long? Version { get; init; }

    /// <summary>Only made at this time or later; null or absent for all.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only made before this time; null or absent for all.</summary>
    public DateTimeOffset? To { get; init; }
}

/// <summary>A version of a dataset that was made from the log of a deployment.</summary>
public sealed record DecisionExportInfo
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The project.</summary>
    public required string Project { get; init; }

    /// <summary>The dataset.</summary>
    public required string Dataset { get; init; }

    /// <summary>The version.</summary>
    public required string Version { get; init; }

    /// <summary>What an input of a step says: <c>dataset://DATASET/VERSION</c>.</summary>
    public required string Uri { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether this request made it; false when the same rows were exported before, and in lists.</summary>
    public bool IsNew { get; init; }

    /// <summary>Name of its file.</summary>
    public required string File { get; init; }

    /// <summary>Content of its file.</summary>
    public required Digest Digest { get; init; }

    /// <summary>Size of its file, in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The deployment whose log it is.</summary>
    public required string Deployment { get; init; }

    /// <summary>
    /// Which part of the log: <c>format</c>, <c>rows</c>, <c>first</c> and <c>last</c> (numbers of decisions), and of <c>outcome arm
    /// version from to</c> the filters that were given.
    /// </summary>
    public required Value Origin { get; init; }
}

/// <summary>Exports of a deployment.</summary>
public sealed record DecisionExportList
{
    /// <summary>The newest first, at most 1,000.</summary>
    public required IReadOnlyList<DecisionExportInfo> Exports { get; init; }
}
