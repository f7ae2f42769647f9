using System.Globalization;
using System.Runtime.CompilerServices;
using Gyre.Contracts;

namespace Gyre.Client.Api;

/// <summary>What a stream of a tracking run tells: the run, or metrics that have changed.</summary>
public sealed record TrackingChange
{
    /// <summary>The run without its metrics; null when only metrics have changed.</summary>
    public TrackingRunInfo? Run { get; init; }

    /// <summary>Metrics that have changed; empty when the run has.</summary>
    public IReadOnlyList<TrackingMetric> Metrics { get; init; } = [];
}

/// <summary>Tracking runs: search, look, compare. Logging is <c>MlflowTracker</c>'s.</summary>
public sealed class TrackingApi
{
    private readonly ApiTransport _api;

    internal TrackingApi(ApiTransport api) => _api = api;

    /// <summary>A page of runs that a filter finds.</summary>
    public Task<TrackingRunPage> SearchAsync(TrackingSearchRequest request, CancellationToken cancellationToken = default) =>
        _api.AskAsync<TrackingSearchRequest, TrackingRunPage>(ApiPath.Of("tracking", "runs", "search"), request, cancellationToken);

    /// <summary>All runs that a filter finds, page by page as they are read.</summary>
    public async IAsyncEnumerable<TrackingRunInfo> SearchAllAsync(
        TrackingSearchRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        for (var page = await SearchAsync(request, cancellationToken); ; page = await SearchAsync(
            request with { PageToken = page.NextPageToken }, cancellationToken))
        {
            foreach (var run in page.Runs)
                yield return run;
            if (page.NextPageToken is null)
                yield break;
        }
    }

    /// <summary>A tracking run.</summary>
    public Task<TrackingRunInfo> GetAsync(string run, CancellationToken cancellationToken = default) =>
        _api.GetAsync<TrackingRunInfo>(ApiPath.Of("tracking", "runs", run), cancellationToken);

    /// <summary>Says that a run's process is there; unless it is said again in time, the run is ended as killed.</summary>
    /// <param name="run">Which.</param>
    /// <param name="time">1 s to a day, in whole seconds.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task<KeepAliveInfo> KeepAliveAsync(string run, TimeSpan time, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync<KeepAliveRequest, KeepAliveInfo>(
            HttpMethod.Post,
            ApiPath.Of("tracking", "runs", run, "keep-alive"),
            new KeepAliveRequest { Seconds = (int)time.TotalSeconds },
            null,
            cancellationToken);

    /// <summary>The history of a metric, thinned so that it looks the same.</summary>
    /// <param name="run">Which run.</param>
    /// <param name="key">The metric; may hold slashes.</param>
    /// <param name="maxPoints">4 to 100,000; null for 1,000.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<TrackingHistory> GetHistoryAsync(
        string run, string key, int? maxPoints = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<TrackingHistory>(
        ApiPath.Query(
            ApiPath.WithTail(key, "tracking", "runs", run, "metrics"),
            ("max_points", maxPoints?.ToString(CultureInfo.InvariantCulture))), cancellationToken);

    /// <summary>The histories of one metric of many runs, each thinned so that it looks the same.</summary>
    public Task<TrackingHistories> GetHistoriesAsync(HistoriesRequest request, CancellationToken cancellationToken = default) =>
        _api.AskAsync<HistoriesRequest, TrackingHistories>(ApiPath.Of("tracking", "histories"), request, cancellationToken);

    /// <summary>
    /// A run until it is over: first what it is and its present metrics, then what changes. After a broken connection it begins with the
    /// present again.
    /// </summary>
    public async IAsyncEnumerable<TrackingChange> FollowAsync(
        string run, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var path = ApiPath.Of("tracking", "runs", run, "stream");
        await foreach (var item in new EventFeed(_api).FollowAsync(path, cancellationToken))
        {
            if (item.EventType == "run")
                yield return new TrackingChange { Run = _api.Read<TrackingRunInfo>(item.Data, path) };
            else if (item.EventType == "metrics")
                yield return new TrackingChange { Metrics = _api.Read<TrackingMetricList>(item.Data, path).Metrics };
        }
    }

    /// <summary>Params and metrics of runs side by side.</summary>
    public Task<Contracts.CompareInfo> CompareAsync(CompareRequest request, CancellationToken cancellationToken = default) =>
        _api.AskAsync<CompareRequest, Contracts.CompareInfo>(ApiPath.Of("tracking", "compare"), request, cancellationToken);

    /// <summary>What made something, and what came of it.</summary>
    /// <param name="kind"><c>run logged-model model-version dataset pipeline-run node-run artifact</c>.</param>
    /// <param name="id">Its id; of a version <c>NAME/VERSION</c>, of a node run <c>RUN/PATH</c>, of a dataset or an artifact its digest.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<LineageInfo> GetLineageAsync(string kind, string id, CancellationToken cancellationToken = default) =>
        _api.GetAsync<LineageInfo>(ApiPath.WithTail(id, "tracking", "lineage", kind), cancellationToken);
}
