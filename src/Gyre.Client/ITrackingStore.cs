using Gyre.Core;

namespace Gyre.Client;

/// <summary>What changes on a run beside its values; null leaves as it is.</summary>
internal sealed record RunUpdate(TrackingStatus? Status = null, long? EndTimeMs = null, string? Name = null);

/// <summary>A run to create.</summary>
internal sealed record NewRun(string ExperimentId, string? Name, string UserId, long StartTimeMs, IReadOnlyList<KeyValuePair<string, string>> Tags);

/// <summary>Data that a run uses, and for what.</summary>
internal sealed record RunInput(TrackingDataset Dataset, string? Context);

/// <summary>The experiment of a run that is started without the server: its id, or a name of one that is created when it is missing.</summary>
internal sealed record ExperimentChoice(string? Id, string? Name);

/// <summary>A model whose files are about to be written.</summary>
internal sealed record ModelPlace(string ModelId, string ArtifactUri);

/// <summary>The writes that can wait in a spool. Each may be repeated under the same key and counts once.</summary>
internal interface IRunWriter
{
    Task WriteBatchAsync(string runId, LogBatch batch, string key, CancellationToken cancellationToken);

    Task UpdateRunAsync(string runId, RunUpdate update, string key, CancellationToken cancellationToken);

    Task WriteInputAsync(string runId, RunInput input, string key, CancellationToken cancellationToken);
}

/// <summary>Where experiments and runs are kept: a server or a folder. Failures are <see cref="TrackingException"/>.</summary>
internal interface ITrackingStore : IRunWriter
{
    Task<TrackingExperiment?> FindExperimentAsync(string name, CancellationToken cancellationToken);

    Task<TrackingExperiment?> GetExperimentAsync(string experimentId, CancellationToken cancellationToken);

    IAsyncEnumerable<TrackingExperiment> ListExperimentsAsync(TrackingView view, CancellationToken cancellationToken);

    /// <returns>The new id, or null when the name is taken.</returns>
    Task<string?> CreateExperimentAsync(string name, CancellationToken cancellationToken);

    Task SetExperimentTagAsync(string experimentId, string key, string value, CancellationToken cancellationToken);

    Task SetExperimentDeletedAsync(string experimentId, bool deleted, CancellationToken cancellationToken);

    /// <param name="run">What is known of it.</param>
    /// <param name="key">Names the write: under the same key it counts once, where the store knows keys.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<TrackingRunRecord> CreateRunAsync(NewRun run, string key, CancellationToken cancellationToken);

    Task<TrackingRunRecord?> GetRunAsync(string runId, CancellationToken cancellationToken);

    IAsyncEnumerable<TrackingRunRecord> SearchRunsAsync(RunQuery query, CancellationToken cancellationToken);

    Task<IReadOnlyList<MetricPoint>> GetHistoryAsync(string runId, string key, CancellationToken cancellationToken);

    Task SetRunDeletedAsync(string runId, bool deleted, CancellationToken cancellationToken);

    Task DeleteTagAsync(string runId, string key, CancellationToken cancellationToken);

    /// <param name="root">The artifact URI of a run or a model.</param>
    /// <param name="path">The place below it.</param>
    /// <param name="open">Opens the content from its start; called once per try.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task PutArtifactAsync(string root, SafePath path, Func<Stream> open, CancellationToken cancellationToken);

    /// <summary>One level; paths relative to the root. Nothing there gives an empty list.</summary>
    Task<IReadOnlyList<ArtifactEntry>> ListArtifactsAsync(string root, SafePath? folder, CancellationToken cancellationToken);

    /// <summary>Writes one file's content to a stream that the caller opens; null when there is no such file.</summary>
    Task<bool> ReadArtifactAsync(string root, SafePath path, Func<Stream> open, CancellationToken cancellationToken);

    /// <returns>Null when there are no models of their own here.</returns>
    Task<ModelPlace?> BeginModelAsync(TrackingRunRecord run, string name, CancellationToken cancellationToken);

    Task FinishModelAsync(string modelId, bool ready, CancellationToken cancellationToken);

    /// <summary>Notes a model that lies among the run's own artifacts.</summary>
    Task RecordRunModelAsync(string runId, string modelJson, CancellationToken cancellationToken);

    /// <summary>Creates the registered model when it is missing, and a version of it.</summary>
    Task<RegisteredVersion> RegisterAsync(string name, string source, string runId, string? modelId, CancellationToken cancellationToken);
}
