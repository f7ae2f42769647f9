using Gyre.Core;
using Gyre.Server.Http;
using Gyre.Serving;
using Microsoft.AspNetCore.Http.Features;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>Scoring as MLflow's servers and its deployments client know it; the endpoint is a deployment.</summary>
internal static class InvocationRoutes
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/endpoints/{name}/invocations", InvokeAsync).ExcludeFromDescription();

    private static async Task InvokeAsync(HttpContext context, string name, IDecisions decisions, IPredictions predictions)
    {
        if (await predictions.DescribeAsync(name, context.RequestAborted) is { Serves: not ServedForm.Policy })
        {
            await PredictAsync(context, name, predictions);
            return;
        }
        var requests = IsCsv(context)
            ? InvocationRows.ReadCsv(context.Features.GetRequiredFeature<RequestBody>().Bytes.Span)
            : InvocationRows.Read(JsonBody.ReadValue(context));
        if (await decisions.DecideAsync(name, requests, context.RequestAborted) is not { } made)
            throw new RefusedException(Problems.NotFound("deployment", name));
        await MlflowJson.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("predictions");
            foreach (var decision in made)
            {
                json.WriteStartObject();
                json.WriteString("arm", decision.Arm);
                json.WriteNumber("arm_index", decision.ArmIndex);
                json.WriteNumber("propensity", decision.Propensity);
                json.WriteNumber("version", decision.Version);
                json.WriteString("decision_id", decision.DecisionId);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static async Task PredictAsync(HttpContext context, string name, IPredictions predictions)
    {
        var request = IsCsv(context)
            ? InvocationRows.ReadRows(context.Features.GetRequiredFeature<RequestBody>().Bytes.Span)
            : InvocationRows.ReadRequest(JsonBody.ReadValue(context));
        if (await predictions.PredictAsync(name, request, context.RequestAborted) is not { } answer)
            throw new RefusedException(Problems.NotFound("deployment", name));
        var said = answer.Predictions ?? (Value?)answer.Outputs ?? Value.Null;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(
            ValueJson.Write(new MapValue([KeyValuePair.Create("predictions", said)])), context.RequestAborted);
    }

    private static bool IsCsv(HttpContext context) =>
        context.Request.ContentType?.Split(';')[0].Trim().Equals("text/csv", StringComparison.OrdinalIgnoreCase) == true;
}
