using System.Runtime.CompilerServices;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Server.Security.Steps;
using Gyre.Server.Streams;
using Gyre.Tracking;

namespace Gyre.Server.Features.Tracking;

/// <summary>
/// A tracking run as server-sent events until it is over: first what it is and its present metrics, then what has changed. However fast it logs, a listener hears of it
/// a few times per second, because each look takes what is there by then; what is written by another process is seen by looking now and then.
/// </summary>
internal static class TrackingStreamEndpoint
{
    /// <summary>Id of the last event: who comes back with it has seen everything.</summary>
    private const string Over = "over";

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LookAround = TimeSpan.FromSeconds(1);

    public static void MapTrackingStream(this IEndpointRouteBuilder app) => app.MapFeature("/tracking", "Tracking")
        .MapGet("/runs/{id}/stream", StreamTrackingRun).WithName(nameof(StreamTrackingRun))
        .Produces<TrackingMetricList>(contentType: "text/event-stream").WithSummary(
            "Stream a tracking run until it ends: its state as 'run' events, its current metrics as 'metrics' events");

    private static async Task<IResult> StreamTrackingRun(
        string id, HttpContext context, CallerTracking tracking, Streaming streaming, TimeProvider clock, CancellationToken cancellationToken)
    {
        var run = await tracking.Runs.GetAsync(id, cancellationToken);
        // A browser that comes back for a stream that has ended is told to stay away.
        if (Streaming.LastId(context.Request) == Over && IsOver(run))
            return TypedResults.NoContent();
        return await streaming.RunAsync(context, (stream, end) => WriteAsync(stream, FollowAsync(tracking.Runs, id, clock, end), end)) ?? Results.Empty;
    }

    private static async Task WriteAsync(EventStream stream, IAsyncEnumerable<TrackingRun> looks, CancellationToken cancellationToken)
    {
        Gyre.Tracking.TrackingRunInfo? told = null;
        var metrics = new Dictionary<string, MetricPoint>(StringComparer.Ordinal);
        await foreach (var run in stream.FollowAsync(looks, cancellationToken))
        {
            if (run.Info != told)
                await stream.SendAsync(null, "run", TrackingViews.Of(run with { Metrics = [] }), ApiJson.Default.TrackingRunInfo, cancellationToken);
            told = run.Info;
            LatestMetric[] changed = [.. run.Metrics.Where(metric => !metrics.TryGetValue(metric.Key, out var known) || !known.Equals(metric.Point))];
            foreach (var metric in changed)
                metrics[metric.Key] = metric.Point;
            if (changed.Length > 0)
                await stream.SendAsync(null, "metrics", new TrackingMetricList([.. changed.Select(TrackingViews.Of)]), ApiJson.Default.TrackingMetricList, cancellationToken);
            if (IsOver(run))
                await stream.SendAsync(
                    Over,
                    "end",
                    new StreamNotice { Message = "The run has ended.", State = StateOf(run) },
                    ApiJson.Default.StreamNotice,
                    cancellationToken);
        }
    }

    private static async IAsyncEnumerable<TrackingRun> FollowAsync(IRunRecords runs, string id, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watch = runs.Watch(id);
        while (await FindAsync(runs, id, cancellationToken) is { } run)
        {
            yield return run;
            if (IsOver(run))
                yield break;
            await Task.Delay(BetweenLooks, clock, cancellationToken);
            await watch.WaitAsync(LookAround, cancellationToken);
        }
    }

    /// <summary>Null when it was freed meanwhile.</summary>
    private static async Task<TrackingRun?> FindAsync(IRunRecords runs, string id, CancellationToken cancellationToken) =>
        await runs.GetManyAsync([id], cancellationToken) is [var run] ? run : null;

    private static bool IsOver(TrackingRun run) => run.Info.Stage == LifecycleStage.Deleted || run.Info.Status is not (TrackingRunStatus.Running or TrackingRunStatus.Scheduled);

    private static string StateOf(TrackingRun run) => run.Info.Stage == LifecycleStage.Deleted ? "deleted" : KebabCase.Of(run.Info.Status);
}
