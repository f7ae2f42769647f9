using System.Collections.Immutable;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Server.Http;
using Gyre.Server.Security.Steps;
using Gyre.Tracking;
using Microsoft.AspNetCore.Http.HttpResults;
using WireRun = Gyre.Contracts.TrackingRunInfo;

namespace Gyre.Server.Features.Tracking;

/// <summary>Tracking runs: search, look, compare, keep alive. Open to steps like the addresses under which they log.</summary>
internal static class TrackingEndpoints
{
    private const int MaxResults = 10_000;
    private const int MaxCompared = 1000;

    public static void MapTrackingRuns(this IEndpointRouteBuilder app)
    {
        var group = app.MapFeature("/tracking", "Tracking");
        group.MapPost("/runs/search", SearchTrackingRuns).WithName(nameof(SearchTrackingRuns))
            .TakesJson<TrackingSearchRequest>().WithMetadata(new ReadsBody()).WithSummary(
                "Search tracking runs with a filter that may use OR, NOT and parentheses");
        group.MapGet("/runs/{id}", GetTrackingRun).WithName(nameof(GetTrackingRun)).WithSummary("Get a tracking run");
        group.MapPost("/runs/{id}/keep-alive", KeepTrackingRunAlive).WithName(nameof(KeepTrackingRunAlive))
            .TakesJson<KeepAliveRequest>().WithSummary(
                "Send a heartbeat for a running run; if the next one does not arrive in time, the run is ended as killed");
        group.MapPost("/compare", CompareTrackingRuns).WithName(nameof(CompareTrackingRuns))
            .TakesJson<CompareRequest>().WithMetadata(new ReadsBody()).WithSummary("Compare params and metrics of runs side by side");
    }

    private static async Task<Ok<TrackingRunPage>> SearchTrackingRuns(
        HttpContext context, CallerTracking tracking, CancellationToken cancellationToken)
    {
        var body = JsonBody.Read(context, ApiJson.Default.TrackingSearchRequest);
        if (body.MaxResults is < 1 or > MaxResults)
            throw QueryParameters.Refusal(
                "tracking.max-results", "max_results", $"'max_results' must be a whole number from 1 to {MaxResults}.");
        var request = new SearchRequest
        {
            Filter = body.Filter,
            OrderBy = body.OrderBy ?? [],
            View = ViewOf(body.View),
            MaxResults = body.MaxResults ?? 100,
            PageToken = body.PageToken,
            Extended = body.Extended ?? true,
        };
        var experiments = body.Experiments ?? await AllAsync(tracking, cancellationToken);
        var page = await tracking.Runs.SearchAsync(experiments, request, ProjectionOf(body.Columns), cancellationToken);
        return TypedResults.Ok(new TrackingRunPage
        {
            Runs = [.. page.Items.Select(TrackingViews.Of)],
            NextPageToken = page.NextPageToken,
            Count = body.Count == true ? await tracking.Runs.CountAsync(experiments, request, cancellationToken) : null,
        });
    }

    private static async Task<Ok<WireRun>> GetTrackingRun(string id, CallerTracking tracking, CancellationToken cancellationToken) =>
        TypedResults.Ok(TrackingViews.Of(await tracking.Runs.GetAsync(id, cancellationToken)));

    private static async Task<Results<Ok<KeepAliveInfo>, ProblemResult>> KeepTrackingRunAlive(
        string id, HttpContext context, CallerTracking tracking, TimeProvider clock, CancellationToken cancellationToken)
    {
        var body = JsonBody.Read(context, ApiJson.Default.KeepAliveRequest);
        if (body.Seconds is < 1 or > RunLeases.MostSeconds)
            throw QueryParameters.Refusal(
                "tracking.seconds", "seconds", $"'seconds' must be a whole number from 1 to {RunLeases.MostSeconds}.");
        var until = clock.GetUtcNow().AddSeconds(body.Seconds);
        await tracking.Runs.KeepAliveAsync(id, until, cancellationToken);
        var status = (await tracking.Runs.GetAsync(id, cancellationToken)).Info.Status;
        return status is TrackingRunStatus.Running or TrackingRunStatus.Scheduled
            ? TypedResults.Ok(new KeepAliveInfo(id, until))
            : Problems.Conflict("tracking.over", $"The run has ended; it is {KebabCase.Of(status)}.",
                "To continue the run, set its status to running first.");
    }

    private static async Task<Ok<CompareInfo>> CompareTrackingRuns(
        HttpContext context, CallerTracking tracking, CancellationToken cancellationToken)
    {
        var body = JsonBody.Read(context, ApiJson.Default.CompareRequest);
        if (body.RunIds.Count is 0 or > MaxCompared || body.RunIds.Any(static id => id is null))
            throw QueryParameters.Refusal("tracking.run-ids", "run_ids", $"'run_ids' must contain 1 to {MaxCompared} ids.");
        string[] asked = [.. body.RunIds.Distinct(StringComparer.Ordinal)];
        var runs = await tracking.Runs.GetManyAsync(asked, cancellationToken);
        return TypedResults.Ok(RunComparison.Of(asked, runs, body.OnlyDifferent == true));
    }

    private static async Task<IReadOnlyList<long>> AllAsync(CallerTracking tracking, CancellationToken cancellationToken)
    {
        const int MostExperiments = 50_000;
        var page = await tracking.Experiments.SearchAsync(new SearchRequest { MaxResults = MostExperiments }, cancellationToken);
        return [.. page.Items.Select(experiment => experiment.Id)];
    }

    private static StageView ViewOf(string? word) => word switch
    {
        null or "active" => StageView.Active,
        "deleted" => StageView.Deleted,
        "all" => StageView.All,
        _ => throw QueryParameters.Refusal("tracking.view", "view", "'view' must be 'active', 'deleted' or 'all'."),
    };

    private static RunProjection ProjectionOf(TrackingColumns? columns) => columns is null
        ? RunProjection.Everything
        : new RunProjection { Metrics = Keys(columns.Metrics), Params = Keys(columns.Params), Tags = Keys(columns.Tags), Inputs = columns.Inputs ?? true };

    private static ImmutableArray<string>? Keys(IReadOnlyList<string>? keys) => keys is null ? null : [.. keys.Where(static key => key is not null).Distinct(StringComparer.Ordinal)];
}
