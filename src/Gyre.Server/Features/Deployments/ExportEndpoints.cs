using System.Globalization;
using Gyre.Contracts;
using Gyre.Home.Exports;
using Gyre.Home.Views;
using Gyre.Server.Http;
using Gyre.Server.Security;
using Gyre.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Deployments;

/// <summary>Logs of deployments as training sets: streamed, or kept as versions of datasets.</summary>
internal static class ExportEndpoints
{
    /// <summary>How many decisions a log has, so that a client need not count them.</summary>
    private const string RowsHeader = "Gyre-Rows";

    public static void MapExports(this IEndpointRouteBuilder app)
    {
        var group = app.MapFeature("/deployments/{name}", "Deployments").JudgesSteps();
        group.MapGet("/log", GetDecisionLog).WithName(nameof(GetDecisionLog))
            .WithSummary("Get decisions with their final rewards, as they are at one moment, as a log to train on, oldest first")
            .TakesQuery("format", "'csv', 'jsonl' or 'parquet'; default csv")
            .TakesQuery("outcome", "Only 'joined' or 'defaulted' ones").TakesQuery("arm", "Only with this arm")
            .TakesQuery("version", "Only by this version").TakesQuery("from", "Only made at this time or later")
            .TakesQuery("to", "Only made before this time");
        group.MapGet("/exports", ListDecisionExports).WithName(nameof(ListDecisionExports))
            .WithSummary("List the dataset versions that were made from the log, newest first");
        group.MapPost("/exports", ExportDecisions).WithName(nameof(ExportDecisions)).TakesJson<ExportDecisionsRequest>()
            .WithSummary("Keep decisions with their final rewards as a version of a dataset");
    }

    private static async Task<Results<PushStreamHttpResult, ProblemResult>> GetDecisionLog(
        string name, HttpContext context, IDecisions decisions, CancellationToken cancellationToken)
    {
        var request = context.Request;
        QueryParameters.Only(request, "format", "outcome", "arm", "version", "from", "to");
        var format = ServingRequests.Word("format", DecisionsEndpoints.Text(request, "format"), ExportFormat.Csv);
        // Beside a run on this machine no loop gives decisions their final rewards, so it happens when a step looks.
        if (context.Judge() is not null)
            await decisions.SettleAsync(cancellationToken);
        if (await decisions.OpenLogAsync(name, DecisionsEndpoints.QueryOf(request), cancellationToken) is not { } log)
            return Problems.NotFound("deployment", name);
        context.Response.RegisterForDisposeAsync(log);
        context.Response.Headers[RowsHeader] = log.Count.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Stream(
            stream => ExportFile.WriteAsync(log.PartsAsync(cancellationToken), stream, format, cancellationToken),
            ExportFile.MediaTypeOf(format));
    }

    private static async Task<Results<Ok<DecisionExportList>, ProblemResult>> ListDecisionExports(
        string name, HttpContext context, IDeployments deployments, IDecisionExports exports, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request);
        if (await deployments.FindAsync(name, cancellationToken) is null)
            return Problems.NotFound("deployment", name);
        var made = await exports.ListAsync(name, cancellationToken);
        return TypedResults.Ok(new DecisionExportList { Exports = [.. made.Select(ContractViews.Of)] });
    }

    private static async Task<Results<Ok<DecisionExportInfo>, ProblemResult>> ExportDecisions(
        string name, HttpContext context, IDecisionExports exports, CancellationToken cancellationToken)
    {
        var body = JsonBody.Read(context, ApiJson.Default.ExportDecisionsRequest);
        return await exports.ExportAsync(name, ContractViews.Of(body), cancellationToken) is { } export
            ? TypedResults.Ok(ContractViews.Of(export))
            : Problems.NotFound("deployment", name);
    }
}
