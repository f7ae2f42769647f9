using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;

namespace Gyre.Client.Formats.Mlflow.Rest;

/// <summary>Experiments and runs on a server.</summary>
internal sealed partial class RestStore(RestClient rest, Func<int?> batchRetries) : ITrackingStore
{
    private const string Missing = "RESOURCE_DOES_NOT_EXIST";
    private const string Taken = "RESOURCE_ALREADY_EXISTS";
    private const int PageSize = 1000;
    private const int HistoryPage = 25_000;

    private static WireJson Json => WireJson.Default;

    public Task<TrackingExperiment?> FindExperimentAsync(string name, CancellationToken cancellationToken) =>
        ExperimentAsync(rest.Address.Api("experiments/get-by-name", ("experiment_name", name)), cancellationToken);

    public Task<TrackingExperiment?> GetExperimentAsync(string experimentId, CancellationToken cancellationToken) =>
        ExperimentAsync(rest.Address.Api("experiments/get", ("experiment_id", experimentId)), cancellationToken);

    public async IAsyncEnumerable<TrackingExperiment> ListExperimentsAsync(TrackingView view, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? token = null;
        do
        {
            var page = await rest.SendAsync(HttpMethod.Post, "experiments/search", new WireExperimentSearch(PageSize, WireMap.View(view), token), Json.WireExperimentSearch, Json.WireExperimentsAnswer, cancellationToken);
            foreach (var experiment in page.Experiments ?? [])
                yield return WireMap.Experiment(experiment);
            token = page.NextPageToken;
        }
        while (token is { Length: > 0 });
    }

    public async Task<string?> CreateExperimentAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await rest.SendAsync(HttpMethod.Post, "experiments/create", new WireName(name), Json.WireName, Json.WireExperimentId, cancellationToken)).ExperimentId;
        }
        catch (TrackingException error) when (error.ErrorCode == Taken)
        {
            return null;
        }
    }

    public Task SetExperimentTagAsync(string experimentId, string key, string value, CancellationToken cancellationToken) =>
        rest.SendAsync(HttpMethod.Post, "experiments/set-experiment-tag", new WireExperimentTag(experimentId, key, value), Json.WireExperimentTag, Json.WireNothing, cancellationToken);

    public Task SetExperimentDeletedAsync(string experimentId, bool deleted, CancellationToken cancellationToken) =>
        rest.SendAsync(HttpMethod.Post, deleted ? "experiments/delete" : "experiments/restore", new WireExperimentId(experimentId), Json.WireExperimentId, Json.WireNothing, cancellationToken);

    public async Task<TrackingRunRecord> CreateRunAsync(NewRun run, string key, CancellationToken cancellationToken)
    {
        var message = new WireNewRun(run.ExperimentId, run.UserId, run.Name, run.StartTimeMs, [.. run.Tags.Select(tag => new WireTag(tag.Key, tag.Value))]);
        return WireMap.Run((await rest.SendAsync(HttpMethod.Post, "runs/create", message, Json.WireNewRun, Json.WireRunAnswer, cancellationToken, key, batchRetries())).Run);
    }

    public async Task<TrackingRunRecord?> GetRunAsync(string runId, CancellationToken cancellationToken)
    {
        var uri = rest.Address.Api("runs/get", ("run_uuid", runId), ("run_id", runId));
        return await OrNullAsync(async () => WireMap.Run((await rest.GetAsync(uri, Json.WireRunAnswer, cancellationToken)).Run));
    }

    public Task UpdateRunAsync(string runId, RunUpdate update, string key, CancellationToken cancellationToken)
    {
        var message = new WireRunUpdate(runId, runId, update.Status is { } status ? WireMap.Status(status) : null, update.EndTimeMs, update.Name);
        return rest.SendAsync(HttpMethod.Post, "runs/update", message, Json.WireRunUpdate, Json.WireNothing, cancellationToken, key, batchRetries());
    }

    public Task WriteBatchAsync(string runId, LogBatch batch, string key, CancellationToken cancellationToken) =>
        rest.SendAsync(HttpMethod.Post, "runs/log-batch", WireMap.Batch(runId, batch), Json.WireBatch, Json.WireNothing, cancellationToken, key, batchRetries());

    public Task WriteInputAsync(string runId, RunInput input, string key, CancellationToken cancellationToken) =>
        rest.SendAsync(HttpMethod.Post, "runs/log-inputs", WireMap.Input(runId, input), Json.WireInputs, Json.WireNothing, cancellationToken, key, batchRetries());

    public async IAsyncEnumerable<TrackingRunRecord> SearchRunsAsync(RunQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = query.MaxResults ?? int.MaxValue;
        string? token = null;
        do
        {
            var message = new WireRunSearch([.. query.ExperimentIds], query.Filter, WireMap.View(query.View), Math.Min(left, PageSize), [.. query.OrderBy], token);
            var page = await rest.SendAsync(HttpMethod.Post, "runs/search", message, Json.WireRunSearch, Json.WireRunsAnswer, cancellationToken);
            foreach (var run in (page.Runs ?? []).Take(left))
                yield return WireMap.Run(run);
            left -= page.Runs?.Length ?? 0;
            token = page.NextPageToken;
        }
        while (token is { Length: > 0 } && left > 0);
    }

    public async Task<IReadOnlyList<MetricPoint>> GetHistoryAsync(string runId, string key, CancellationToken cancellationToken)
    {
        List<MetricPoint> points = [];
        string? token = null;
        do
        {
            var uri = rest.Address.Api(
                "metrics/get-history",
                ("run_uuid", runId), ("metric_key", key), ("run_id", runId), ("max_results", HistoryPage.ToString(CultureInfo.InvariantCulture)), ("page_token", token));
            var page = await rest.GetAsync(uri, Json.WireHistoryAnswer, cancellationToken);
            points.AddRange((page.Metrics ?? []).Select(WireMap.Point));
            token = page.NextPageToken;
        }
        while (token is { Length: > 0 });
        return points;
    }

    public Task SetRunDeletedAsync(string runId, bool deleted, CancellationToken cancellationToken) =>
        rest.SendAsync(HttpMethod.Post, deleted ? "runs/delete" : "runs/restore", new WireRunId(runId), Json.WireRunId, Json.WireNothing, cancellationToken);

    public Task DeleteTagAsync(string runId, string key, CancellationToken cancellationToken) =>
        rest.SendAsync(HttpMethod.Post, "runs/delete-tag", new WireRunTagKey(runId, key), Json.WireRunTagKey, Json.WireNothing, cancellationToken);

    private async Task<TrackingExperiment?> ExperimentAsync(Uri uri, CancellationToken cancellationToken) => await OrNullAsync(async () =>
        (await rest.GetAsync(uri, Json.WireExperimentAnswer, cancellationToken, batchRetries())).Experiment is { } experiment ? WireMap.Experiment(experiment) : null);

    private static async Task<T?> OrNullAsync<T>(Func<Task<T?>> get)
        where T : class
    {
        try
        {
            return await get();
        }
        catch (TrackingException error) when (error.ErrorCode == Missing && error.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}
