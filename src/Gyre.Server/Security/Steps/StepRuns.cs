using System.Collections.Immutable;
using Gyre.Tracking;

namespace Gyre.Server.Security.Steps;

/// <summary>Tracking runs for a step.</summary>
internal sealed class StepRuns(IRunRecords all, StepJudge judge) : IRunRecords
{
    public async Task<TrackingRun> CreateAsync(NewTrackingRun run, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Experiment, run.Experiment, cancellationToken);
        return await all.CreateAsync(run with { Tags = StepJudge.Marked(run.Tags, judge.RunMark) }, cancellationToken);
    }

    public async Task<TrackingRun> GetAsync(string runId, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Run, runId, cancellationToken);
        return await all.GetAsync(runId, cancellationToken);
    }

    public async Task<ImmutableArray<TrackingRun>> GetManyAsync(IReadOnlyList<string> runIds, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Run, runIds, cancellationToken);
        return await all.GetManyAsync(runIds, cancellationToken);
    }

    /// <summary>Only the command line of a home looks for ids by their beginning; to a step it would tell what else there is.</summary>
    public Task<ImmutableArray<string>> FindIdsAsync(string beginning, int most, CancellationToken cancellationToken) =>
        Task.FromResult(ImmutableArray<string>.Empty);

    public async Task<TrackingRunInfo> UpdateAsync(string runId, TrackingRunChange change, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Run, runId, cancellationToken);
        return await all.UpdateAsync(runId, change, cancellationToken);
    }

    public async Task DeleteAsync(string runId, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Run, runId, cancellationToken);
        await all.DeleteAsync(runId, cancellationToken);
    }

    public async Task RestoreAsync(string runId, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Run, runId, cancellationToken);
        await all.RestoreAsync(runId, cancellationToken);
    }

    public async Task LogMetricAsync(string runId, LoggedMetric metric, CancellationToken cancellationToken)
    {
        await DemandAsync(runId, [metric], cancellationToken);
        await all.LogMetricAsync(runId, metric, cancellationToken);
    }

    public async Task LogParamAsync(string runId, Tag param, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Run, runId, cancellationToken);
        await all.LogParamAsync(runId, param, cancellationToken);
    }

    public async Task LogBatchAsync(string runId, LogBatch batch, CancellationToken cancellationToken)
    {
        foreach (var tag in batch.Tags)
            StepJudge.DemandFreeTag(tag.Key);
        await DemandAsync(runId, batch.Metrics, cancellationToken);
        await all.LogBatchAsync(runId, batch, cancellationToken);
    }

    public async Task SetTagAsync(string runId, Tag tag, CancellationToken cancellationToken)
    {
        StepJudge.DemandFreeTag(tag.Key);
        await judge.DemandAsync(Thing.Run, runId, cancellationToken);
        await all.SetTagAsync(runId, tag, cancellationToken);
    }

    public async Task DeleteTagAsync(string runId, string key, CancellationToken cancellationToken)
    {
        StepJudge.DemandFreeTag(key);
        await judge.DemandAsync(Thing.Run, runId, cancellationToken);
        await all.DeleteTagAsync(runId, key, cancellationToken);
    }

    public async Task AppendToListTagAsync(string runId, string key, string json, CancellationToken cancellationToken)
    {
        StepJudge.DemandFreeTag(key);
        await judge.DemandAsync(Thing.Run, runId, cancellationToken);
        await all.AppendToListTagAsync(runId, key, json, cancellationToken);
    }

    public async Task LogInputsAsync(
        string runId, IReadOnlyList<DatasetInput> datasets, IReadOnlyList<string> models, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Run, runId, cancellationToken);
        await judge.DemandAsync(Thing.LoggedModel, models, cancellationToken);
        await all.LogInputsAsync(runId, datasets, models, cancellationToken);
    }

    public async Task LogOutputsAsync(string runId, IReadOnlyList<ModelOutput> models, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Run, runId, cancellationToken);
        await judge.DemandAsync(Thing.LoggedModel, [.. models.Select(static model => model.ModelId)], cancellationToken);
        await all.LogOutputsAsync(runId, models, cancellationToken);
    }

    public async Task<ImmutableArray<MetricPoint>> HistoryAsync(string runId, string key, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Run, runId, cancellationToken);
        return await all.HistoryAsync(runId, key, cancellationToken);
    }

    public async Task<Page<MetricPoint>> HistoryPageAsync(
        string runId, string key, int most, string? pageToken, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Run, runId, cancellationToken);
        return await all.HistoryPageAsync(runId, key, most, pageToken, cancellationToken);
    }

    public async Task<Page<TrackingRun>> SearchAsync(
        IReadOnlyList<long> experiments, SearchRequest request, RunProjection projection, CancellationToken cancellationToken) =>
        await all.SearchAsync(await judge.AmongAsync(experiments, cancellationToken), request, projection, cancellationToken);

    public async Task<long> CountAsync(IReadOnlyList<long> experiments, SearchRequest request, CancellationToken cancellationToken) =>
        await all.CountAsync(await judge.AmongAsync(experiments, cancellationToken), request, cancellationToken);

    /// <summary>Says that something was written, not what; what it is, is asked for by the other calls.</summary>
    public IRunWatch Watch(string runId) => all.Watch(runId);

    public async Task KeepAliveAsync(string runId, DateTimeOffset until, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Run, runId, cancellationToken);
        await all.KeepAliveAsync(runId, until, cancellationToken);
    }

    /// <summary>The server's own work.</summary>
    public Task<ImmutableArray<string>> EndDeadAsync(CancellationToken cancellationToken) =>
        throw StepJudge.Forbid("Steps cannot end runs of others.", null);

    private async Task DemandAsync(string runId, IReadOnlyList<LoggedMetric> metrics, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Run, runId, cancellationToken);
        var models = metrics.Select(static metric => metric.ModelId).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        await judge.DemandAsync(Thing.LoggedModel, models, cancellationToken);
    }
}
