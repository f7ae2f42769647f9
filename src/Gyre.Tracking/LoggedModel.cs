using System.Collections.Immutable;

namespace Gyre.Tracking;

/// <summary>Whether a logged model's files are there. The numbers are stored.</summary>
public enum LoggedModelStatus
{
    /// <summary>They are on their way.</summary>
    Pending = 1,

    /// <summary>They are there.</summary>
    Ready = 2,

    /// <summary>They did not arrive.</summary>
    Failed = 3,
}

/// <summary>A model that a run, or somebody without one, left in an experiment.</summary>
public sealed record LoggedModel
{
    /// <summary><c>m-</c> and 32 hexadecimal digits.</summary>
    public required string ModelId { get; init; }

    /// <summary>The experiment.</summary>
    public required long Experiment { get; init; }

    /// <summary>For people; need not be unique.</summary>
    public required string Name { get; init; }

    /// <summary>Address of its files.</summary>
    public required string ArtifactUri { get; init; }

    /// <summary>Whether they are there.</summary>
    public required LoggedModelStatus Status { get; init; }

    /// <summary>Kind of the model in its maker's words; may be empty.</summary>
    public required string ModelType { get; init; }

    /// <summary>The run that made it; empty for none.</summary>
    public required string SourceRunId { get; init; }

    /// <summary>When it was made; milliseconds are kept.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it, its tags or params last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Its tags, by key.</summary>
    public ImmutableArray<Tag> Tags { get; init; } = [];

    /// <summary>Its params, by key.</summary>
    public ImmutableArray<Tag> Params { get; init; } = [];

    /// <summary>All points of its metrics, by key, timestamp and step.</summary>
    public ImmutableArray<ModelMetric> Metrics { get; init; } = [];
}

/// <summary>A point of a metric of a logged model.</summary>
/// <param name="Key">The metric's name.</param>
/// <param name="Point">Its value.</param>
/// <param name="RunId">The run that logged it.</param>
/// <param name="DatasetName">The data it was measured on; null when that was not said.</param>
/// <param name="DatasetDigest">Digest of that data; null when that was not said.</param>
public sealed record ModelMetric(string Key, MetricPoint Point, string RunId, string? DatasetName, string? DatasetDigest);

/// <summary>Asks for a logged model.</summary>
public sealed record NewLoggedModel
{
    /// <summary>The experiment.</summary>
    public required long Experiment { get; init; }

    /// <summary>Without <c>/ : . % " '</c>; null or empty: a name is made up.</summary>
    public string? Name { get; init; }

    /// <summary>Kind of the model; may be empty.</summary>
    public string ModelType { get; init; } = "";

    /// <summary>The run that makes it; may be empty.</summary>
    public string SourceRunId { get; init; } = "";

    /// <summary>Its first params.</summary>
    public IReadOnlyList<Tag> Params { get; init; } = [];

    /// <summary>Its first tags.</summary>
    public IReadOnlyList<Tag> Tags { get; init; } = [];
}

/// <summary>A key of an order of logged models.</summary>
/// <param name="Field">An attribute, or <c>metrics.K</c>, of which the latest value counts.</param>
/// <param name="Ascending">Null for ascending; models without a value come last either way.</param>
/// <param name="DatasetName">Only values on this data count; null for any.</param>
/// <param name="DatasetDigest">Only values on data of this digest count; null for any.</param>
public sealed record LoggedModelKey(string? Field, bool? Ascending = null, string? DatasetName = null, string? DatasetDigest = null);

/// <summary>Data whose metrics a search of logged models looks at.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Digest">Its digest; null for any.</param>
public sealed record ModelDataset(string Name, string? Digest);

/// <summary>Asks for logged models.</summary>
public sealed record LoggedModelQuery
{
    /// <summary>Ids of experiments; unknown ones match nothing.</summary>
    public required IReadOnlyList<long> Experiments { get; init; }

    /// <summary>What has to hold; null or empty for everything.</summary>
    public string? Filter { get; init; }

    /// <summary>With a condition on metrics: only values on these count. Without one: only models that have any. Empty for all.</summary>
    public IReadOnlyList<ModelDataset> Datasets { get; init; } = [];

    /// <summary>The most important key first; the newest model first among equals.</summary>
    public IReadOnlyList<LoggedModelKey> OrderBy { get; init; } = [];

    /// <summary>At least 1.</summary>
    public required int MaxResults { get; init; }

    /// <summary>From the page before, of the same query; null or empty for the first page.</summary>
    public string? PageToken { get; init; }
}
