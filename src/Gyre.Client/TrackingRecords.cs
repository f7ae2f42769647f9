namespace Gyre.Client;

/// <summary>How a tracking run stands.</summary>
public enum TrackingStatus
{
    /// <summary>Under way.</summary>
    Running,

    /// <summary>Waits for its start.</summary>
    Scheduled,

    /// <summary>Ended well.</summary>
    Finished,

    /// <summary>Ended by an error.</summary>
    Failed,

    /// <summary>Was stopped.</summary>
    Killed,
}

/// <summary>Which of the living and the deleted are meant.</summary>
public enum TrackingView
{
    /// <summary>Those that are not deleted.</summary>
    Active,

    /// <summary>Those that are marked as deleted.</summary>
    Deleted,

    /// <summary>Both.</summary>
    All,
}

/// <summary>One value of a metric.</summary>
/// <param name="Key">The metric's name, at most 250 characters; <c>/</c> makes groups.</param>
/// <param name="Value">Any double. NaN is kept; a server may keep an infinity as the largest finite number.</param>
/// <param name="Step">The training step; may be negative.</param>
/// <param name="Timestamp">When it was measured; kept in whole milliseconds.</param>
public sealed record MetricPoint(string Key, double Value, long Step, DateTimeOffset Timestamp);

/// <summary>A named group of runs.</summary>
public sealed record TrackingExperiment
{
    /// <summary>Decimal digits; <c>0</c> is the default experiment.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>Unique, also among the deleted ones.</summary>
    public required string Name { get; init; }

    /// <summary>Where the artifacts of its runs lie.</summary>
    public string ArtifactLocation { get; init; } = "";

    /// <summary>Whether it is marked as deleted.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>What is stored of a run.</summary>
public sealed record TrackingRunRecord
{
    /// <summary>32 lower-case hexadecimal digits.</summary>
    public required string RunId { get; init; }

    /// <summary>The experiment it belongs to.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>Its name for people; need not be unique.</summary>
    public string Name { get; init; } = "";

    /// <summary>Who started it; empty when unknown.</summary>
    public string UserId { get; init; } = "";

    /// <summary>How it stands.</summary>
    public TrackingStatus Status { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset StartTime { get; init; }

    /// <summary>When it ended; null until then.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>Where its artifacts lie.</summary>
    public string ArtifactUri { get; init; } = "";

    /// <summary>Whether it is marked as deleted.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>The latest point per metric: the one with the greatest step, then time, then value.</summary>
    public IReadOnlyDictionary<string, MetricPoint> Metrics { get; init; } = new Dictionary<string, MetricPoint>(StringComparer.Ordinal);

    /// <summary>Its parameters; each is written once.</summary>
    public IReadOnlyDictionary<string, string> Params { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>Which runs are wanted, and in which order.</summary>
public sealed record RunQuery
{
    /// <summary>Ids of experiments; empty means the one that new runs would go to.</summary>
    public IReadOnlyList<string> ExperimentIds { get; init; } = [];

    /// <summary><c>metrics.loss &lt; 0.3 and params.lr = '0.1'</c>; empty for all.</summary>
    public string Filter { get; init; } = "";

    /// <summary><c>metrics.loss DESC</c>; empty: the latest start first.</summary>
    public IReadOnlyList<string> OrderBy { get; init; } = [];

    /// <summary>Whether deleted runs are wanted.</summary>
    public TrackingView View { get; init; } = TrackingView.Active;

    /// <summary>The most runs to give; null for all. At least 1.</summary>
    public int? MaxResults { get; init; }
}

/// <summary>A file or a folder among the artifacts.</summary>
/// <param name="Path">Relative to the run's artifacts, with <c>/</c> between names.</param>
/// <param name="IsFolder">Whether it is a folder.</param>
/// <param name="SizeInBytes">Null for folders and where the server does not say.</param>
public sealed record ArtifactEntry(string Path, bool IsFolder, long? SizeInBytes);

/// <summary>What to write into the description of a model that is logged.</summary>
public sealed record ModelDescription
{
    /// <summary>What kind of model it is, for those who load it: <c>onnx</c>, <c>ml-net</c>. Default <c>dotnet</c>.</summary>
    public string Flavor { get; init; } = "dotnet";

    /// <summary>What the flavor wants to know, as <c>data: model.onnx</c>.</summary>
    public IReadOnlyDictionary<string, string> FlavorValues { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Free words about the model.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The name in the registry that gets a new version; null: not registered.</summary>
    public string? RegisterAs { get; init; }
}

/// <summary>A model that was logged.</summary>
/// <param name="Uri">What loaders want: <c>models:/m-...</c>, or <c>runs:/RUN/NAME</c> where the server has no models of their own.</param>
/// <param name="ModelId">The model's id; null where the server has no models of their own.</param>
/// <param name="ArtifactUri">Where its files lie.</param>
/// <param name="Version">The version it got in the registry; null when it was not registered.</param>
public sealed record LoggedModel(string Uri, string? ModelId, string ArtifactUri, RegisteredVersion? Version);

/// <summary>A version of a registered model.</summary>
/// <param name="Name">The registered model.</param>
/// <param name="Version">Decimal digits, from 1.</param>
/// <param name="Source">Where its files are said to lie.</param>
public sealed record RegisteredVersion(string Name, string Version, string Source);
