using System.Collections.Immutable;
using Gyre.Contracts;
using Gyre.Server.Http;
using Gyre.Server.Security.Steps;
using Gyre.Tracking;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Tracking;

/// <summary>Histories of metrics, thinned for the eye.</summary>
internal static class HistoryEndpoints
{
    private const int MaxRuns = 1000;
    private const int MaxPoints = 100_000;
    private const int MaxPointsOfAll = 1_000_000;
    private const int LeastPoints = 4;
    private const int StandardPoints = 1000;

    public static void MapHistories(this IEndpointRouteBuilder app)
    {
        var group = app.MapFeature("/tracking", "Tracking");
        group.MapGet("/runs/{id}/metrics/{**key}", GetMetricHistory).WithName(nameof(GetMetricHistory))
            .WithSummary("Get the history of a metric, downsampled for display")
            .TakesQuery("max_points", $"{LeastPoints} to {MaxPoints}; default {StandardPoints}");
        group.MapPost("/histories", GetMetricHistories).WithName(nameof(GetMetricHistories))
            .TakesJson<HistoriesRequest>().WithMetadata(new ReadsBody())
            .WithSummary("Get the histories of one metric of many runs, downsampled for display");
    }

    private static async Task<Ok<TrackingHistory>> GetMetricHistory(
        string id, string key, HttpContext context, CallerTracking tracking, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request, "max_points");
        var most = QueryParameters.Number(context.Request, "max_points", StandardPoints, MaxPoints);
        if (most < LeastPoints)
            throw QueryParameters.Refusal(
                "query.max_points", "max_points", $"'max_points' must be a whole number from {LeastPoints} to {MaxPoints}.");
        var history = await tracking.Runs.HistoryAsync(id, key, cancellationToken);
        if (history.IsEmpty && (await tracking.Runs.GetAsync(id, cancellationToken)).Metrics.All(metric => metric.Key != key))
            throw new TrackingException(TrackingError.DoesNotExist, $"Run '{id}' has no metric '{key}'.");
        return TypedResults.Ok(new TrackingHistory
        {
            RunId = id,
            Key = key,
            Total = history.Length,
            Points = [.. MetricThinning.KeepExtremes(history, most).Select(TrackingViews.Of)],
        });
    }

    private static async Task<Ok<TrackingHistories>> GetMetricHistories(
        HttpContext context, CallerTracking tracking, CancellationToken cancellationToken)
    {
        var body = JsonBody.Read(context, ApiJson.Default.HistoriesRequest);
        if (body.RunIds.Count is 0 or > MaxRuns || body.RunIds.Any(static id => id is null))
            throw QueryParameters.Refusal("tracking.run-ids", "run_ids", $"'run_ids' must contain 1 to {MaxRuns} ids.");
        string[] runs = [.. body.RunIds.Distinct(StringComparer.Ordinal)];
        var most = body.MaxPoints ?? Math.Min(StandardPoints, MaxPointsOfAll / runs.Length);
        if (most is < LeastPoints or > MaxPoints || (long)most * runs.Length > MaxPointsOfAll)
            throw QueryParameters.Refusal(
                "tracking.max-points",
                "max_points",
                $"'max_points' must be a whole number from {LeastPoints} to {Math.Min(MaxPoints, MaxPointsOfAll / runs.Length)} for as many runs.");
        var curves = new List<TrackingCurve>(runs.Length);
        // One history at a time is whole in memory.
        foreach (var run in runs)
            curves.Add(CurveOf(run, await tracking.Runs.HistoryAsync(run, body.Key, cancellationToken), most));
        return TypedResults.Ok(new TrackingHistories { Key = body.Key, Curves = curves });
    }

    private static TrackingCurve CurveOf(string run, ImmutableArray<MetricPoint> history, int most)
    {
        var points = MetricThinning.KeepExtremes(history, most);
        return new TrackingCurve
        {
            RunId = run,
            Total = history.Length,
            Timestamps = [.. points.Select(static point => point.Timestamp)],
            Steps = [.. points.Select(static point => point.Step)],
            Values = [.. points.Select(static point => TrackingViews.Of(point).Value)],
        };
    }
}
