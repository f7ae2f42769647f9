using System.Collections.Immutable;

namespace Gyre.Tracking;

/// <summary>
/// Runs and what is logged to them. A call returns when what it wrote is durable; what is refused (<see cref="TrackingException"/>) changed nothing, also of a
/// batch.
/// </summary>
public interface IRunRecords
{
    /// <summary>Makes a run that is at work.</summary>
    Task<TrackingRun> CreateAsync(NewTrackingRun run, CancellationToken cancellationToken);

    /// <summary>A run, deleted or not.</summary>
    Task<TrackingRun> GetAsync(string runId, CancellationToken cancellationToken);

    /// <summary>Runs of these ids, in their order; unknown ids are left out.</summary>
    Task<ImmutableArray<TrackingRun>> GetManyAsync(IReadOnlyList<string> runIds, CancellationToken cancellationToken);

    /// <summary>Ids of runs that begin so, in their order; at most so many.</summary>
    Task<ImmutableArray<string>> FindIdsAsync(string beginning, int most, CancellationToken cancellationToken);

    /// <summary>Changes what a run is.</summary>
    Task<TrackingRunInfo> UpdateAsync(string runId, TrackingRunChange change, CancellationToken cancellationToken);

    /// <summary>Marks a run as deleted; once more does nothing.</summary>
    Task DeleteAsync(string runId, CancellationToken cancellationToken);

    /// <summary>Takes the mark back; on an active run it does nothing.</summary>
    Task RestoreAsync(string runId, CancellationToken cancellationToken);

    /// <summary>Logs one point.</summary>
    Task LogMetricAsync(string runId, LoggedMetric metric, CancellationToken cancellationToken);

    /// <summary>Logs one param; the same value once more does nothing, another is refused.</summary>
    Task LogParamAsync(string runId, Tag param, CancellationToken cancellationToken);

    /// <summary>Logs all of a batch, or nothing.</summary>
    Task LogBatchAsync(string runId, LogBatch batch, CancellationToken cancellationToken);

    /// <summary>Sets a tag.</summary>
    Task SetTagAsync(string runId, Tag tag, CancellationToken cancellationToken);

    /// <summary>Takes a tag away.</summary>
    Task DeleteTagAsync(string runId, string key, CancellationToken cancellationToken);

    /// <summary>Appends a JSON value to the list that a tag holds; makes the tag when it is not there. A tag that holds no list is begun anew.</summary>
    Task AppendToListTagAsync(string runId, string key, string json, CancellationToken cancellationToken);

    /// <summary>Notes data and models that a run read. The same once more does nothing.</summary>
    Task LogInputsAsync(string runId, IReadOnlyList<DatasetInput> datasets, IReadOnlyList<string> models, CancellationToken cancellationToken);

    /// <summary>Notes models that a run made.</summary>
    Task LogOutputsAsync(string runId, IReadOnlyList<ModelOutput> models, CancellationToken cancellationToken);

    /// <summary>All points of a metric in the order of histories, each once; none for an unknown run or key.</summary>
    Task<ImmutableArray<MetricPoint>> HistoryAsync(string runId, string key, CancellationToken cancellationToken);

    /// <summary>A stretch of the same.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="key">The metric.</param>
    /// <param name="most">At least 1.</param>
    /// <param name="pageToken">Of the stretch before; null or empty for the first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<Page<MetricPoint>> HistoryPageAsync(string runId, string key, int most, string? pageToken, CancellationToken cancellationToken);

    /// <summary>Runs of experiments that a search finds, in its order.</summary>
    /// <param name="experiments">Unknown ones match nothing.</param>
    /// <param name="request">The search.</param>
    /// <param name="projection">What of the runs is wanted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<Page<TrackingRun>> SearchAsync(IReadOnlyList<long> experiments, SearchRequest request, RunProjection projection, CancellationToken cancellationToken);

    /// <summary>How many runs a search finds in all; its order and page are not looked at.</summary>
    /// <param name="experiments">Unknown ones match nothing.</param>
    /// <param name="request">The search.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<long> CountAsync(IReadOnlyList<long> experiments, SearchRequest request, CancellationToken cancellationToken);

    /// <summary>Listens for writes of this process to a run, which need not exist.</summary>
    IRunWatch Watch(string runId);

    /// <summary>Says that a run's process is there; it counts as dead when nothing is heard by then.</summary>
    Task KeepAliveAsync(string runId, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Ends runs that were not heard of in time, as killed; gives their ids.</summary>
    Task<ImmutableArray<string>> EndDeadAsync(CancellationToken cancellationToken);
}
