using Gyre.Contracts;
using Gyre.Home.Views;
using Gyre.Server.Http;
using Gyre.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Deployments;

/// <summary>Models that deployments serve.</summary>
internal static class PredictionsEndpoints
{
    public static void MapPredictions(this IEndpointRouteBuilder app)
    {
        var group = app.MapFeature("/deployments/{name}", "Deployments").JudgesSteps();
        group.MapPost("/predict", Predict).WithName(nameof(Predict)).TakesJson<PredictRequest>()
            .WithSummary("Ask a model; a deployment of policies decides for each instance");
        group.MapGet("/predictions", GetPredictions).WithName(nameof(GetPredictions))
            .WithSummary("Get what a deployment serves, what it takes and gives, and how its versions answered in this server");
    }

    private static async Task<Results<Ok<PredictionInfo>, ProblemResult>> Predict(
        string name, HttpContext context, IPredictions predictions, IDecisions decisions, CancellationToken cancellationToken)
    {
        var body = JsonBody.Read(context, ApiJson.Default.PredictRequest);
        if (await predictions.DescribeAsync(name, cancellationToken) is not { } served)
            return Unknown(name);
        if (served.Serves == ServedForm.Policy)
            return await DecideAsync(name, body, decisions, cancellationToken);
        var request = PredictionBody.Of(body);
        return await predictions.PredictAsync(name, request, cancellationToken) is { } answer
            ? TypedResults.Ok(ContractViews.Of(answer))
            : Unknown(name);
    }

    private static async Task<Results<Ok<PredictionInfo>, ProblemResult>> DecideAsync(
        string name, PredictRequest body, IDecisions decisions, CancellationToken cancellationToken)
    {
        var observed = ObservedInstances.Read(body.Instances);
        if (await decisions.DecideAsync(name, observed.Requests, cancellationToken) is not { } made)
            return Unknown(name);
        return TypedResults.Ok(new PredictionInfo { Version = made[0].Version, Predictions = observed.Answer(made) });
    }

    private static async Task<Results<Ok<ServedInfo>, ProblemResult>> GetPredictions(
        string name, HttpContext context, IPredictions predictions, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request);
        var served = await predictions.DescribeAsync(name, cancellationToken);
        var figures = await predictions.FiguresAsync(name, cancellationToken);
        return served is null || figures is null ? Unknown(name) : TypedResults.Ok(ContractViews.Of(served, figures));
    }

    private static ProblemResult Unknown(string name) => Problems.NotFound("deployment", name);
}
