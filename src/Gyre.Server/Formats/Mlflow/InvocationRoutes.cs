using Gyre.Server.Http;
using Gyre.Serving;
using Microsoft.AspNetCore.Http.Features;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>Scoring as MLflow's servers and its deployments client know it; the endpoint is a deployment.</summary>
internal static class InvocationRoutes
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/endpoints/{name}/invocations", InvokeAsync).ExcludeFromDescription();

    private static async Task InvokeAsync(HttpContext context, string name, IDecisions decisions)
    {
        var isCsv = context.Request.ContentType?.Split(';')[0].Trim().Equals("text/csv", StringComparison.OrdinalIgnoreCase) == true;
        var requests = isCsv
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
}
