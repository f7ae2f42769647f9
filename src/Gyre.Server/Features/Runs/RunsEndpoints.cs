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
    private const string List = "runs";
    private const int MaxTitleLength = 500;

    public static void MapRuns(this IEndpointRouteBuilder app)
    {
        var group = app.MapFeature("/runs", "Runs");
        group.MapGet("", ListRuns).WithName(nameof(ListRuns)).Needs(Right.Read).WithSummary("List runs, newest first")
            .TakesQuery("limit", "1 to 1000; default 100").TakesQuery("cursor", "'next_cursor' of the previous page");
        group.MapPost("", StartRun).WithName(nameof(StartRun)).Needs(Right.Change, openToSteps: true).TakesJson<StartRunRequest>().WithSummary("Start a run");
        group.MapGet("/{run}", GetRun).WithName(nameof(GetRun)).Needs(Right.Read, openToSteps: true).WithSummary("Get a run; with nodes=true, including all its nodes")
            .TakesQuery("nodes", "Set to true to include outputs, artifacts and node runs; default false");
        group.MapGet("/{run}/results", GetRunResults).WithName(nameof(GetRunResults)).Needs(Right.Read, openToSteps: true).WithSummary("Get the typed outputs of a run");
        group.MapPost("/{run}/cancel", CancelRun).WithName(nameof(CancelRun)).Needs(Right.Change).TakesJson<CancelRequest>(optional: true).WithSummary("Cancel a run");
        group.MapPost("/{run}/resume", ResumeRun).WithName(nameof(ResumeRun)).Needs(Right.Change).WithSummary("Resume a failed or cancelled run; finished nodes are kept");
    }

    private static async Task<Ok<RunPage>> ListRuns(HttpContext context, IRuns runs, Cursors cursors, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request, "limit", "cursor");
        var limit = QueryParameters.Number(context.Request, "limit", 100, 1000);
        var before = context.Request.Query["cursor"] is [{ } cursor] ? new RunId(cursors.Read(List, cursor)) : (RunId?)null;
        var page = await runs.ListAsync(limit, before, cancellationToken);
        return TypedResults.Ok(new RunPage
        {
            Runs = [.. page.Select(ContractViews.Of)],
            NextCursor = page.Count == limit ? cursors.Write(List, page[^1].Id.Value) : null,
        });
    }

    private static async Task<Results<Created<RunInfo>, ProblemResult>> StartRun(HttpContext context, RunStarter starter, IRuns runs, CancellationToken cancellationToken)
    {
        var body = JsonBody.Read(context, ApiJson.Default.StartRunRequest);
        CheckTitle(body.Title);
        var (request, refusal) = await starter.PrepareAsync(context, body.Project, body.Folder, body.Parameters, cancellationToken);
        if (refusal is not null)
            return refusal;
        var id = await starter.StartAsync(context.Caller(), request! with { Pipeline = body.Pipeline, Title = body.Title, UseCache = body.UseCache ?? true }, cancellationToken);
        var view = await runs.FindAsync(id, cancellationToken) ?? throw new InvalidOperationException("The accepted run cannot be found.");
        return TypedResults.Created($"/api/v1/runs/{id}", ContractViews.Of(view));
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

    /// <summary>For people's texts: bounded.</summary>
    public static void CheckTitle(string? text, string name = "title")
    {
        if (text is { Length: > MaxTitleLength })
            throw QueryParameters.Refusal($"run.{name}", name, $"'{name}' must have at most {MaxTitleLength} characters.");
    }
}
