using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Datasets;

/// <summary>Where a version is from that no run made.</summary>
/// <param name="Kind">What it was made from, in lowercase: <c>deployment</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Details">Which part of it, and how much; told as it was given.</param>
public sealed record DatasetOrigin(string Kind, string Name, MapValue Details);

/// <summary>An ordered set of files under a name. It never changes once it is there.</summary>
public sealed record DatasetVersion
{
    /// <summary>Its id, a pure function of project, dataset and version.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Name of the dataset, unique in the project.</summary>
    public required string Dataset { get; init; }

    /// <summary>Name of the version, unique in the dataset.</summary>
    public required string Version { get; init; }

    /// <summary>The run that made it; null when no run did, but <see cref="Origin"/> says where it is from.</summary>
    public RunId? Run { get; init; }

    /// <summary>The attempt that made it; null as for the run.</summary>
    public AttemptId? Attempt { get; init; }

    /// <summary>What it was made from; null when a run made it.</summary>
    public DatasetOrigin? Origin { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Ids of its files, in order; the module that added the version assigns them.</summary>
    public ImmutableArray<Guid> Files { get; init; } = [];

    /// <summary>Aliases of the dataset that point to it now, in ordinal order.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>The id of a version.</summary>
    public static Guid IdOf(string project, string dataset, string version) =>
        GuidIds.FromNames("dataset-version", project, dataset, version);
}

/// <summary>A dataset and how many versions it has.</summary>
public sealed record DatasetCount
{
    /// <summary>Name of the project.</summary>
    public string Project { get; init; } = "";

    /// <summary>Name of the dataset, unique in the project.</summary>
    public string Dataset { get; init; } = "";

    /// <summary>Number of its versions; at least 1.</summary>
    public long Versions { get; init; }
}
