using System.Collections.ObjectModel;
using Gyre.Core;

namespace Gyre.Tracking.Formats.Mlflow;

/// <summary>How a run stands in the store it comes from. The numbers are those of the folder format.</summary>
public enum ForeignRunStatus
{
    /// <summary>Not ended, or nobody said that it has.</summary>
    Running = 1,

    /// <summary>Waits to start.</summary>
    Scheduled = 2,

    /// <summary>Ended well.</summary>
    Finished = 3,

    /// <summary>Ended badly.</summary>
    Failed = 4,

    /// <summary>Was ended by somebody.</summary>
    Killed = 5,
}

/// <summary>How a logged model stands in the store it comes from. The numbers are those of the folder format.</summary>
public enum ForeignModelStatus
{
    /// <summary>Its files are not all there.</summary>
    Pending = 1,

    /// <summary>Its files are there.</summary>
    Ready = 2,

    /// <summary>Its files did not arrive.</summary>
    UploadFailed = 3,
}

/// <summary>An experiment of another store. Instants are milliseconds since 1970, UTC.</summary>
public sealed record ForeignExperiment
{
    /// <summary>As that store numbers it; decimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>Its name, unique in that store, those of deleted ones included.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is marked as deleted.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>When it was made, or null where the store does not say.</summary>
    public long? CreatedAt { get; init; }

    /// <summary>When it was last changed, or null where the store does not say.</summary>
    public long? UpdatedAt { get; init; }

    /// <summary>A URI or path, as the store writes it; what stands there may be gone.</summary>
    public string ArtifactLocation { get; init; } = "";

    /// <summary>By key.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}

/// <summary>A dataset that a run used.</summary>
/// <param name="Name">The dataset's name.</param>
/// <param name="Digest">Which state of it.</param>
/// <param name="SourceType">What kind of place <paramref name="Source"/> names.</param>
/// <param name="Source">Where it came from, mostly JSON.</param>
/// <param name="Schema">Its columns as JSON, or null.</param>
/// <param name="Profile">Its measures as JSON, or null.</param>
/// <param name="Tags">Of the use, not of the dataset.</param>
public sealed record ForeignDatasetInput(
    string Name, string Digest, string SourceType, string Source, string? Schema, string? Profile, IReadOnlyDictionary<string, string> Tags);

/// <summary>A logged model that a run made.</summary>
/// <param name="ModelId">Its id in that store.</param>
/// <param name="Step">The training step; may be negative.</param>
public sealed record ForeignModelOutput(string ModelId, long Step);

/// <summary>A run of another store, without its histories and files: those are read one by one. Instants are milliseconds since 1970, UTC.</summary>
public sealed record ForeignRun
{
    /// <summary>A letter or digit, then up to 255 letters, digits, <c>_</c> and <c>-</c>; mostly 32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The experiment's id in that store.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>May be empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>Who started it; may be empty.</summary>
    public string UserId { get; init; } = "";

    /// <summary>How it stands.</summary>
    public ForeignRunStatus Status { get; init; } = ForeignRunStatus.Running;

    /// <summary>When it started, or null where the store does not say.</summary>
    public long? StartTime { get; init; }

    /// <summary>When it ended; null for one that has not.</summary>
    public long? EndTime { get; init; }

    /// <summary>Whether it is marked as deleted.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>When it was deleted, or null.</summary>
    public long? DeletedAt { get; init; }

    /// <summary>A URI or path, as the store writes it; what stands there may be gone.</summary>
    public string ArtifactUri { get; init; } = "";

    /// <summary>By key.</summary>
    public IReadOnlyDictionary<string, string> Params { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>By key.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Every metric's key, with the value that is shown for it; null where the store keeps histories alone.</summary>
    public IReadOnlyDictionary<string, MetricPoint?> Metrics { get; init; } = ReadOnlyDictionary<string, MetricPoint?>.Empty;

    /// <summary>In no order that means something.</summary>
    public IReadOnlyList<ForeignDatasetInput> DatasetInputs { get; init; } = [];

    /// <summary>Ids of logged models that it used.</summary>
    public IReadOnlyList<string> ModelInputs { get; init; } = [];

    /// <summary>Logged models that it made.</summary>
    public IReadOnlyList<ForeignModelOutput> ModelOutputs { get; init; } = [];
}

/// <summary>A value of a logged model's metric.</summary>
/// <param name="Key">The metric.</param>
/// <param name="Point">The value.</param>
/// <param name="RunId">The run that measured it.</param>
/// <param name="DatasetName">What it was measured on, or null.</param>
/// <param name="DatasetDigest">Which state of that, or null.</param>
public sealed record ForeignModelMetric(string Key, MetricPoint Point, string RunId, string? DatasetName, string? DatasetDigest);

/// <summary>A model that was logged to an experiment. Instants are milliseconds since 1970, UTC.</summary>
public sealed record ForeignLoggedModel
{
    /// <summary>As that store names it: <c>m-</c> and 32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The experiment's id in that store.</summary>
    public required string ExperimentId { get; init; }

    /// <summary>Not unique.</summary>
    public required string Name { get; init; }

    /// <summary>What kind of model, or empty.</summary>
    public string ModelType { get; init; } = "";

    /// <summary>The run that made it, or empty.</summary>
    public string SourceRunId { get; init; } = "";

    /// <summary>How it stands.</summary>
    public ForeignModelStatus Status { get; init; } = ForeignModelStatus.Pending;

    /// <summary>Why it stands so, or empty.</summary>
    public string StatusMessage { get; init; } = "";

    /// <summary>When it was made, or null where the store does not say.</summary>
    public long? CreatedAt { get; init; }

    /// <summary>When it was last changed, or null where the store does not say.</summary>
    public long? UpdatedAt { get; init; }

    /// <summary>A URI or path, as the store writes it; what stands there may be gone.</summary>
    public string ArtifactLocation { get; init; } = "";

    /// <summary>Whether it is marked as deleted.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>By key.</summary>
    public IReadOnlyDictionary<string, string> Params { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>By key.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Each value that was recorded for it.</summary>
    public IReadOnlyList<ForeignModelMetric> Metrics { get; init; } = [];
}

/// <summary>A registered model of another store. Instants are milliseconds since 1970, UTC.</summary>
public sealed record ForeignRegisteredModel
{
    /// <summary>Unique in that store.</summary>
    public required string Name { get; init; }

    /// <summary>Null is not the same as empty.</summary>
    public string? Description { get; init; }

    /// <summary>When it was made, or null where the store does not say.</summary>
    public long? CreatedAt { get; init; }

    /// <summary>When it was last changed, or null where the store does not say.</summary>
    public long? UpdatedAt { get; init; }

    /// <summary>By key.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The version that each alias names.</summary>
    public IReadOnlyDictionary<string, int> Aliases { get; init; } = ReadOnlyDictionary<string, int>.Empty;
}

/// <summary>A version of a registered model. Deleted versions are not told. Instants are milliseconds since 1970, UTC.</summary>
public sealed record ForeignModelVersion
{
    /// <summary>The registered model.</summary>
    public required string Name { get; init; }

    /// <summary>From 1, with gaps where versions were deleted.</summary>
    public required int Version { get; init; }

    /// <summary><c>None</c>, <c>Staging</c>, <c>Production</c> or <c>Archived</c>.</summary>
    public string Stage { get; init; } = "None";

    /// <summary>Null is not the same as empty.</summary>
    public string? Description { get; init; }

    /// <summary>A URI of its files, as it was given.</summary>
    public string Source { get; init; } = "";

    /// <summary>Where <see cref="Source"/> leads in that store.</summary>
    public string StorageLocation { get; init; } = "";

    /// <summary>The run that made it, or empty.</summary>
    public string RunId { get; init; } = "";

    /// <summary>A page about that run, or null.</summary>
    public string? RunLink { get; init; }

    /// <summary>Who made it, or null.</summary>
    public string? UserId { get; init; }

    /// <summary><c>READY</c>, <c>PENDING_REGISTRATION</c> or <c>FAILED_REGISTRATION</c>.</summary>
    public string Status { get; init; } = "READY";

    /// <summary>Why it stands so, or null.</summary>
    public string? StatusMessage { get; init; }

    /// <summary>The logged model behind it, or null.</summary>
    public string? ModelId { get; init; }

    /// <summary>When it was made, or null where the store does not say.</summary>
    public long? CreatedAt { get; init; }

    /// <summary>When it was last changed, or null where the store does not say.</summary>
    public long? UpdatedAt { get; init; }

    /// <summary>By key.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}

/// <summary>A file of a run or of a logged model.</summary>
/// <param name="path">Below the run's or model's own folder.</param>
/// <param name="sizeInBytes">Null where the store does not say.</param>
/// <param name="open">Opens the content at its start.</param>
public sealed class ForeignArtifactFile(SafePath path, long? sizeInBytes, Func<CancellationToken, Task<Stream>> open)
{
    /// <summary>Below the run's or model's own folder.</summary>
    public SafePath Path { get; } = path;

    /// <summary>Null where the store does not say.</summary>
    public long? SizeInBytes { get; } = sizeInBytes;

    /// <summary>Opens the content at its start; the caller disposes it. May be called again.</summary>
    /// <exception cref="IOException">The file cannot be read (any more).</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="HttpRequestException">The server did not give it.</exception>
    public Task<Stream> OpenAsync(CancellationToken cancellationToken) => open(cancellationToken);
}
