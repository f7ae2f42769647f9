using Gyre.Contracts;
using Gyre.Core;
using Gyre.Experiments;
using Gyre.Pipelines;
using Gyre.Server.Features.Runs;
using Gyre.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.ExperimentPlans;

/// <summary>Runs of experiment plans: how they stand and what they came to.</summary>
internal static class ExperimentPlansEndpoints
{
    /// <summary>The list that cursors are bound to.</summary>
    private const string List = "experiment-plans";

    public static void MapExperimentPlans(this IEndpointRouteBuilder app)
    {
        var group = app.MapFeature("/experiment-plans", "Experiment plans");
        group.MapGet("", ListExperimentPlanRuns).WithName(nameof(ListExperimentPlanRuns))
            .WithSummary("List the runs of experiment plans, newest first")
            .TakesQuery("limit", "1 to 200; default 50").TakesQuery("cursor", "'next_cursor' of the previous page, with the same filters")
            .TakesQuery("project", "Only runs of this project: the name of the plan's folder")
            .TakesQuery("name", "Only runs of the experiment with this name");
        group.MapGet("/{run}", GetExperimentPlanRun).WithName(nameof(GetExperimentPlanRun))
            .WithSummary("Get how a run of an experiment stands, trial by trial, and what was run");
        group.MapGet("/{run}/results", GetExperimentPlanResults).WithName(nameof(GetExperimentPlanResults))
            .WithSummary("Get the results by now: trials by metrics for each dataset, with significance");
        group.MapGet("/{run}/curves", GetExperimentPlanCurve).WithName(nameof(GetExperimentPlanCurve))
            .WithSummary("Get a learning curve of all trials on a dataset")
            .TakesQuery("dataset", "Name of the dataset").TakesQuery("name", "Name of the curve");
        group.MapGet("/{run}/matrices", GetExperimentPlanMatrices).WithName(nameof(GetExperimentPlanMatrices))
            .WithSummary("Get the matrices of continual learning on a dataset: model after experience i, test set j")
            .TakesQuery("dataset", "Name of the dataset").TakesQuery("metric", "Name of the metric");
        group.MapGet("/{run}/report", GetExperimentPlanReport).WithName(nameof(GetExperimentPlanReport))
            .WithSummary("Get the report: an HTML page without scripts, or Markdown")
            .TakesQuery("format", "html or markdown; default html").Produces<string>(StatusCodes.Status200OK, "text/html", "text/markdown");
    }

    private static async Task<Ok<ExperimentPlanRunPage>> ListExperimentPlanRuns(
        HttpContext context, IRuns runs, ExperimentPlanDesk desk, Cursors cursors, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request, "limit", "cursor", "project", "name");
        var query = new RunQuery
        {
            Recorded = true,
            Project = RunFilter.TextOf(context.Request, "project"),
            Pipeline = RunFilter.TextOf(context.Request, "name"),
            After = context.Request.Query["cursor"] is [{ } cursor] ? new RunPlace(new RunId(cursors.Read(List, cursor).Place), null, null)
                : null,
            Limit = QueryParameters.Number(context.Request, "limit", 50, 200),
            Counted = false,
        };
        var found = (await runs.QueryAsync(query, cancellationToken)).Runs;
        var shown = new List<ExperimentPlanRunInfo>();
        foreach (var run in found)
        {
            if (await desk.OutlineAsync(run.Id, cancellationToken) is { } outline)
                shown.Add(ExperimentPlanViews.Of(run, outline));
        }
        return TypedResults.Ok(new ExperimentPlanRunPage
        {
            Runs = shown,
            NextCursor = found.Count == query.Limit ? cursors.Write(List, found[^1].Id.Value) : null,
        });
    }

    private static async Task<Results<Ok<ExperimentPlanInfo>, ProblemResult>> GetExperimentPlanRun(
        string run, HttpContext context, IRuns runs, ExperimentPlanDesk desk, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request);
        var (view, refusal) = await RunAccess.FindAsync(context, runs, run, cancellationToken);
        if (view is null)
            return refusal!;
        if (await desk.OutlineAsync(view.Id, cancellationToken) is not { } outline
            || await desk.ProgressAsync(view, cancellationToken) is not { } stand)
            return NoPlan(view);
        return TypedResults.Ok(ExperimentPlanViews.Of(ExperimentPlanViews.Of(view, outline), stand.Graph, stand.Progress));
    }

    private static async Task<Results<Ok<ExperimentPlanResults>, ProblemResult>> GetExperimentPlanResults(
        string run, HttpContext context, IRuns runs, ExperimentPlanDesk desk, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request);
        var (read, refusal) = await ReadAsync(run, context, runs, desk, cancellationToken);
        return read is null ? refusal! : TypedResults.Ok(ExperimentPlanViews.Of(read.Tables));
    }

    private static async Task<Results<Ok<ExperimentPlanCurve>, ProblemResult>> GetExperimentPlanCurve(
        string run, HttpContext context, IRuns runs, ExperimentPlanDesk desk, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request, "dataset", "name");
        var (dataset, name) = (Required(context, "dataset"), Required(context, "name"));
        var (read, refusal) = await ReadAsync(run, context, runs, desk, cancellationToken);
        if (read is null)
            return refusal!;
        return ExperimentTables.Curve(read.Results, dataset, name) is { } curve
            ? TypedResults.Ok(ExperimentPlanViews.Of(dataset, curve))
            : Problems.NotFound("curve", name);
    }

    private static async Task<Results<Ok<ExperimentPlanMatrices>, ProblemResult>> GetExperimentPlanMatrices(
        string run, HttpContext context, IRuns runs, ExperimentPlanDesk desk, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request, "dataset", "metric");
        var (dataset, metric) = (Required(context, "dataset"), Required(context, "metric"));
        var (read, refusal) = await ReadAsync(run, context, runs, desk, cancellationToken);
        if (read is null)
            return refusal!;
        return ExperimentTables.Matrices(read.Results, dataset, metric) is { } matrices
            ? TypedResults.Ok(ExperimentPlanViews.Of(dataset, matrices))
            : Problems.NotFound("matrix", metric);
    }

    private static async Task<IResult> GetExperimentPlanReport(
        string run, HttpContext context, IRuns runs, ExperimentPlanDesk desk, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request, "format");
        var format = RunFilter.TextOf(context.Request, "format") ?? "html";
        if (format is not ("html" or "markdown"))
            throw QueryParameters.Refusal("query.format", "format", "'format' must be 'html' or 'markdown'.");
        var (read, refusal) = await ReadAsync(run, context, runs, desk, cancellationToken);
        return read is null ? refusal! : new ReportAnswer(read.Results, format == "markdown");
    }

    private static async Task<(ReadResults? Read, ProblemResult? Refusal)> ReadAsync(
        string run, HttpContext context, IRuns runs, ExperimentPlanDesk desk, CancellationToken cancellationToken)
    {
        var (view, refusal) = await RunAccess.FindAsync(context, runs, run, cancellationToken);
        if (view is null)
            return (null, refusal);
        return await desk.ResultsAsync(view, cancellationToken) is { } read ? (read, null) : (null, NoPlan(view));
    }

    private static ProblemResult NoPlan(RunView run) => Problems.Of(
        StatusCodes.Status404NotFound, "experiment-plan.unknown", $"Run {run.Id} is not a run of an experiment plan.",
        "List such runs with GET /api/v1/experiment-plans.");

    private static string Required(HttpContext context, string name) => RunFilter.TextOf(context.Request, name)
        ?? throw QueryParameters.Refusal($"query.{name}", name, $"The query parameter '{name}' is required.");
}
