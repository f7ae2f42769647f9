using System.Collections.Immutable;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Home.Views;
using Gyre.Pipelines;
using Gyre.Server.Http;
using Gyre.Server.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Runs;

/// <summary>Runs: start, look, end, take up again.</summary>
internal static class RunsEndpoints
{
    private const int MaxTitleLength = 500;

    public static void MapRuns(this IEndpointRouteBuilder app)
    {
        var group = app.MapFeature("/runs", "Runs");
        group.MapGet("", ListRuns).WithName(nameof(ListRuns)).WithSummary("List runs, newest first unless ordered otherwise")
            .TakesQuery("limit", "1 to 1000; default 100")
            .TakesQuery("cursor", "'next_cursor' of the previous page, with the same filters and order")
            .TakesQuery("offset", "Runs to skip, at most 10000000; not together with cursor")
            .TakesQuery("state", "Only runs in one of these states, separated by commas").TakesQuery("project", "Only runs of this project")
            .TakesQuery("pipeline", "Only runs of this pipeline").TakesQuery("since", "Only runs accepted at this time or later (ISO 8601)")
            .TakesQuery("text", "Only runs with this text in the title, or at the start of the id")
            .TakesQuery("waiting", "Set to true for runs in which a node waits for an answer")
            .TakesQuery("order_by", "created, ended, duration, state or pipeline, with '-' in front for descending order; default -created")
            .TakesQuery("count", "Set to true to include how many runs there are in all");
        group.MapPost("", StartRun).WithName(nameof(StartRun)).TakesJson<StartRunRequest>()
            .WithMetadata(new HoldsSecrets("secrets")).WithSummary("Start a run");
        group.MapPost("/plan", PlanRun).WithName(nameof(PlanRun)).TakesJson<StartRunRequest>()
            .WithSummary("Show what a run would do, and why, without starting it");
        group.MapGet("/{run}", GetRun).WithName(nameof(GetRun)).WithSummary("Get a run; with nodes=true, including all its nodes")
            .TakesQuery("nodes", "Set to true to include outputs, artifacts and node runs; default false");
        group.MapGet("/{run}/results", GetRunResults).WithName(nameof(GetRunResults)).WithSummary("Get the typed outputs of a run");
        group.MapPost("/{run}/cancel", CancelRun).WithName(nameof(CancelRun))
            .TakesJson<CancelRequest>(optional: true).WithSummary("Cancel a run");
        group.MapPost("/{run}/resume", ResumeRun).WithName(nameof(ResumeRun))
            .WithSummary("Resume a failed or cancelled run; finished nodes are kept");
    }

    private static async Task<Ok<RunPage>> ListRuns(HttpContext context, IRuns runs, Cursors cursors, CancellationToken cancellationToken)
    {
        var query = RunFilter.Read(context.Request, cursors);
        var found = await runs.QueryAsync(query, cancellationToken);
        return TypedResults.Ok(new RunPage
        {
            Runs = [.. found.Runs.Select(ContractViews.Of)],
            Count = query.Counted ? found.Count : null,
            NextCursor = found.Runs.Count == query.Limit ? RunFilter.CursorBehind(found.Runs[^1], query, cursors) : null,
        });
    }

    private static async Task<Results<Created<RunInfo>, ProblemResult>> StartRun(HttpContext context, RunStarter starter, IRuns runs, CancellationToken cancellationToken)
    {
        var (request, refusal) = await ReadAsync(context, starter, cancellationToken);
        if (request is null)
            return refusal!;
        var id = await starter.StartAsync(context.Caller(), request, cancellationToken);
        var view = await runs.FindAsync(id, cancellationToken) ?? throw new InvalidOperationException("The accepted run cannot be found.");
        return TypedResults.Created($"/api/v1/runs/{id}", ContractViews.Of(view));
    }

    private static async Task<Results<Ok<RunPlanInfo>,
        ProblemResult>> PlanRun(HttpContext context, RunStarter starter, IRuns runs, CancellationToken cancellationToken)
    {
        var (request, refusal) = await ReadAsync(context, starter, cancellationToken);
        return request is null ? refusal! : TypedResults.Ok(ContractViews.Of(await runs.PlanAsync(request, cancellationToken)));
    }

    private static async Task<(StartRun? Request, ProblemResult? Refusal)> ReadAsync(
        HttpContext context, RunStarter starter, CancellationToken cancellationToken)
    {
        var body = JsonBody.Read(context, ApiJson.Default.StartRunRequest);
        CheckTitle(body.Title);
        var limits = RunStarter.LimitsOf(body.Concurrency);
        var turns = RunStarter.TurnsOf(body.Turns);
        var (request, refusal) = await starter.PrepareAsync(
            context, new RunSource(body.Project, body.Folder, body.Code), body.Parameters, cancellationToken);
        return request is null
            ? (null, refusal)
            : (request with
            {
                Pipeline = body.Pipeline,
                Title = body.Title,
                UseCache = body.UseCache ?? true,
                Seed = body.Seed ?? 0,
                ApiAlias = body.ApiAlias,
                Concurrency = limits,
                Limits = turns,
                Variables = Sorted(body.Variables),
                Secrets = Sorted(body.Secrets),
            }, null);
    }

    private static async Task<Results<Ok<RunInfo>, ProblemResult>> GetRun(string run, HttpContext context, IRuns runs, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request, "nodes");
        var withNodes = QueryParameters.Flag(context.Request, "nodes");
        var (view, refusal) = await RunAccess.FindAsync(context, runs, run, cancellationToken);
        if (view is null)
            return refusal!;
        return TypedResults.Ok(withNodes
            ? ContractViews.Of(view, await runs.NodesAsync(view.Id, cancellationToken), await runs.OutputsAsync(view.Id, cancellationToken))
            : ContractViews.Of(view));
    }

    private static async Task<Results<Ok<RunOutputsInfo>, ProblemResult>> GetRunResults(string run, HttpContext context, IRuns runs, CancellationToken cancellationToken)
    {
        var (view, refusal) = await RunAccess.FindAsync(context, runs, run, cancellationToken);
        return view is null ? refusal! : TypedResults.Ok(ContractViews.Of(await runs.OutputsAsync(view.Id, cancellationToken)));
    }

    private static async Task<Results<Accepted<RunInfo>, ProblemResult>> CancelRun(string run, HttpContext context, IRuns runs, CancellationToken cancellationToken)
    {
        var body = JsonBody.ReadOptional(context, ApiJson.Default.CancelRequest);
        CheckTitle(body.Reason, "reason");
        var (view, refusal) = await RunAccess.FindAsync(context, runs, run, cancellationToken);
        if (view is null)
            return refusal!;
        return await runs.CancelAsync(view.Id, body.Reason ?? "Cancelled over the API.", cancellationToken)
            ? await AcceptedAsync(runs, view.Id, cancellationToken)
            : Problems.Conflict("run.over", $"The run has ended; it is {KebabCase.Of(view.State)}.");
    }

    private static async Task<Results<Accepted<RunInfo>, ProblemResult>> ResumeRun(string run, HttpContext context, IRuns runs, CancellationToken cancellationToken)
    {
        var (view, refusal) = await RunAccess.FindAsync(context, runs, run, cancellationToken);
        if (view is null)
            return refusal!;
        return await runs.ResumeAsync(view.Id, cancellationToken)
            ? await AcceptedAsync(runs, view.Id, cancellationToken)
            : Problems.Conflict(
                "run.nothing-to-resume", $"The run is {KebabCase.Of(view.State)}; only failed and cancelled runs can be resumed.");
    }

    private static async Task<Accepted<RunInfo>> AcceptedAsync(IRuns runs, RunId run, CancellationToken cancellationToken)
    {
        var view = await runs.FindAsync(run, cancellationToken);
        return TypedResults.Accepted($"/api/v1/runs/{run}", ContractViews.Of(view!));
    }

    public static ImmutableSortedDictionary<string, string> Sorted(IReadOnlyDictionary<string, string>? variables) =>
        (variables ?? ImmutableDictionary<string, string>.Empty).ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>For people's texts: bounded.</summary>
    public static void CheckTitle(string? text, string name = "title")
    {
        if (text is { Length: > MaxTitleLength })
            throw QueryParameters.Refusal($"run.{name}", name, $"'{name}' must have at most {MaxTitleLength} characters.");
    }
}
