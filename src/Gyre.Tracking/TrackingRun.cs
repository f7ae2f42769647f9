using System.Collections.Immutable;

namespace Gyre.Tracking;

/// <summary>State of a tracking run. The numbers are stored.</summary>
public enum TrackingRunStatus
{
    /// <summary>At work.</summary>
    Running = 1,

    /// <summary>To start later.</summary>
    Scheduled = 2,

    /// <summary>Ended well.</summary>
    Finished = 3,

    /// <summary>Ended with an error.</summary>
    Failed = 4,

    /// <summary>Was ended.</summary>
    Killed = 5,
}

/// <summary>What a run is, without what was logged to it.</summary>
public sealed record TrackingRunInfo
{
    /// <summary>32 hexadecimal digits.</summary>
    public required string RunId { get; init; }

    /// <summary>The experiment.</summary>
    public required long Experiment { get; init; }

    /// <summary>For people; it stands among its tags as well.</summary>
    public required string Name { get; init; }

    /// <summary>Who started it; may be empty.</summary>
    public required string User { get; init; }

    /// <summary>Its state.</summary>
    public required TrackingRunStatus Status { get; init; }

    /// <summary>Milliseconds since 1970, as the client said.</summary>
    public required long StartTime { get; init; }

    /// <summary>The same; null until it has ended.</summary>
    public long? EndTime { get; init; }

    /// <summary>Address of its artifacts.</summary>
    public required string ArtifactUri { get; init; }

    /// <summary>Whether it is deleted.</summary>
    public required LifecycleStage Stage { get; init; }
}

/// <summary>The value of a metric that is shown for a run.</summary>
public sealed record LatestMetric(string Key, MetricPoint Point);

/// <summary>Data that a run read.</summary>
public sealed record DatasetInput
{
    /// <summary>At most 500 characters.</summary>
    public required string Name { get; init; }

    /// <summary>At most 36 characters.</summary>
    public required string Digest { get; init; }

    /// <summary>Kind of the source.</summary>
    public string SourceType { get; init; } = "";

    /// <summary>Where it is from; at most 65,535 characters.</summary>
    public string Source { get; init; } = "";

    /// <summary>Its schema as JSON text; null for none.</summary>
    public string? Schema { get; init; }

    /// <summary>Its profile as JSON text; null for none.</summary>
    public string? Profile { get; init; }

    /// <summary>What it was used for, among others.</summary>
    public ImmutableArray<Tag> Tags { get; init; } = [];
}

/// <summary>A model that a run made.</summary>
/// <param name="ModelId">The logged model.</param>
/// <param name="Step">At which step.</param>
public sealed record ModelOutput(string ModelId, long Step);

/// <summary>A run with what was logged to it.</summary>
public sealed record TrackingRun
{
    /// <summary>What it is.</summary>
    public required TrackingRunInfo Info { get; init; }

    /// <summary>The value of each metric that counts as the present one.</summary>
    public ImmutableArray<LatestMetric> Metrics { get; init; } = [];

    /// <summary>Params, by key.</summary>
    public ImmutableArray<Tag> Params { get; init; } = [];

    /// <summary>Tags, by key.</summary>
    public ImmutableArray<Tag> Tags { get; init; } = [];

    /// <summary>Data that it read.</summary>
    public ImmutableArray<DatasetInput> Datasets { get; init; } = [];

    /// <summary>Ids of models that it read.</summary>
    public ImmutableArray<string> ModelInputs { get; init; } = [];

    /// <summary>Models that it made.</summary>
    public ImmutableArray<ModelOutput> ModelOutputs { get; init; } = [];
}

/// <summary>Asks for a run.</summary>
public sealed record NewTrackingRun
{
    /// <summary>The experiment.</summary>
    public required long Experiment { get; init; }

    /// <summary>Null or empty: a name is made up.</summary>
    public string? Name { get; init; }

    /// <summary>Who starts it.</summary>
    public string User { get; init; } = "";

    /// <summary>Milliseconds since 1970.</summary>
    public long StartTime { get; init; }

    /// <summary>Its first tags.</summary>
    public IReadOnlyList<Tag> Tags { get; init; } = [];

    /// <summary>32 hexadecimal digits when the caller chose the id beforehand; then a second request gives the same run. Null makes one.</summary>
    public string? RunId { get; init; }

    /// <summary>The run counts as dead when it is not heard of by then; null when nobody watches it.</summary>
    public DateTimeOffset? AliveUntil { get; init; }
}

/// <summary>Changes a run; what is null stays.</summary>
public sealed record TrackingRunChange
{
    /// <summary>New state.</summary>
    public TrackingRunStatus? Status { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public long? EndTime { get; init; }

    /// <summary>New name; an empty one is ignored.</summary>
    public string? Name { get; init; }
}

/// <summary>A point of a metric to be logged.</summary>
/// <param name="Key">The metric's name.</param>
/// <param name="Point">Its value; infinities become the largest finite numbers.</param>
public sealed record LoggedMetric(string Key, MetricPoint Point)
{
    /// <summary>The logged model it is about as well; null for none.</summary>
    public string? ModelId { get; init; }

    /// <summary>Name of the data it was measured on, for the model.</summary>
    public string? DatasetName { get; init; }

    /// <summary>Digest of that data.</summary>
    public string? DatasetDigest { get; init; }
}

/// <summary>What is logged to a run at once: all of it or nothing.</summary>
public sealed record LogBatch
{
    /// <summary>At most 1,000.</summary>
    public IReadOnlyList<LoggedMetric> Metrics { get; init; } = [];

    /// <summary>At most 100; a param that has another value is refused.</summary>
    public IReadOnlyList<Tag> Params { get; init; } = [];

    /// <summary>At most 100; of equal keys the last one counts.</summary>
    public IReadOnlyList<Tag> Tags { get; init; } = [];
}
