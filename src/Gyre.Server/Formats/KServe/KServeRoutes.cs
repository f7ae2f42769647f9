using System.Globalization;
using System.Reflection;
using Gyre.Core;
using Gyre.Server.Features.Health;
using Gyre.Server.Http;
using Gyre.Serving;
using Gyre.Storage;

namespace Gyre.Server.Formats.KServe;

/// <summary>The routes of the protocol. What is inferred is decided, logged and can be rewarded by its decision id.</summary>
internal static class KServeRoutes
{
    private static readonly string Version =
        typeof(KServeRoutes).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/v2").WithMetadata(KServeErrors.Writer).ExcludeFromDescription();
        group.MapGet("", static context => WriteAsync(context, ("name", Value.Of("gyre")), ("version", Value.Of(Version)), ("extensions", Value.Of([]))));
        group.MapGet("/health/live", static context => WriteAsync(context, ("live", Value.True)));
        group.MapGet("/health/ready", ServerReadyAsync);
        group.MapGet("/models/{model}", DescribeAsync);
        group.MapGet("/models/{model}/ready", ReadyAsync);
        group.MapPost("/models/{model}/infer", InferAsync);
    }

    /// <summary>Without its store a server lives, but what is sent to it would be refused.</summary>
    private static async Task ServerReadyAsync(HttpContext context, IStore store, TimeProvider clock)
    {
        var isReady = await HealthEndpoints.OutageAsync(store, clock, context.RequestAborted) is null;
        context.Response.StatusCode = isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await WriteAsync(context, ("ready", Value.Of(isReady)));
    }

    private static async Task DescribeAsync(HttpContext context, string model, IDecisionAnalysis analysis, IPredictions predictions)
    {
        var served = await predictions.DescribeAsync(model, context.RequestAborted) ?? throw Unknown(model);
        if (served.Serves != ServedForm.Policy)
        {
            await WriteAsync(
                context, ("name", Value.Of(model)), ("platform", Value.Of(served.Kind)), ("inputs", FieldsOf(served.Inputs)),
                ("outputs", FieldsOf(served.Outputs)));
            return;
        }
        if (await analysis.FieldsAsync(model, context.RequestAborted) is not { } fields)
            throw Unknown(model);
        await WriteAsync(
            context,
            ("name", Value.Of(model)), ("platform", Value.Of("gyre")),
            ("inputs", Value.Of([Tensor("context", "FP64", -1, fields.Count)])),
            ("outputs", Value.Of(
            [
                Tensor("arm", "BYTES", -1), Tensor("arm_index", "INT64", -1), Tensor("propensity", "FP64", -1), Tensor("version", "INT64", -1),
                Tensor("decision_id", "BYTES", -1),
            ])));
    }

    private static Value FieldsOf(IEnumerable<ModelField> fields) =>
        Value.Of(fields.Select(static field => Tensor(field.Name, KServeModels.TypeOf(field.Type), [.. field.Shape])));

    private static async Task ReadyAsync(HttpContext context, string model, IDeployments deployments)
    {
        if (await deployments.FindAsync(model, context.RequestAborted) is null)
            throw Unknown(model);
        await WriteAsync(context, ("name", Value.Of(model)), ("ready", Value.True));
    }

    private static async Task InferAsync(
        HttpContext context, string model, IDecisionAnalysis analysis, IDecisions decisions, IPredictions predictions)
    {
        var served = await predictions.DescribeAsync(model, context.RequestAborted) ?? throw Unknown(model);
        if (served.Serves == ServedForm.Policy)
            await DecideAsync(context, model, analysis, decisions);
        else
            await PredictAsync(context, model, served, predictions);
    }

    private static async Task PredictAsync(HttpContext context, string model, ServedDescription served, IPredictions predictions)
    {
        var request = JsonBody.ReadValue(context);
        var answer = await predictions.PredictAsync(model, KServeModels.Read(request), context.RequestAborted) ?? throw Unknown(model);
        var outputs = answer.Outputs ?? throw new ModelFailedException("The program did not answer with 'outputs'.", isTemporary: false);
        var entries = new List<(string, Value)>
        {
            ("model_name", Value.Of(model)), ("model_version", Value.Of(answer.Version.ToString(CultureInfo.InvariantCulture))),
        };
        if ((request as MapValue)?.Find("id") is TextValue id)
            entries.Add(("id", id));
        entries.Add(("outputs", KServeModels.Outputs(outputs, served.Outputs)));
        await WriteAsync(context, [.. entries]);
    }

    private static async Task DecideAsync(HttpContext context, string model, IDecisionAnalysis analysis, IDecisions decisions)
    {
        if (await analysis.FieldsAsync(model, context.RequestAborted) is not { } fields)
            throw Unknown(model);
        var request = JsonBody.ReadValue(context);
        var id = ((request as MapValue)?.Find("id") as TextValue)?.Text;
        var contexts = KServeTensors.Contexts(request, fields);
        var requests = contexts.Select((row, place) => new DecisionRequest { Context = row, DecisionId = IdOf(id, place, contexts.Length) });
        if (await decisions.DecideAsync(model, [.. requests], context.RequestAborted) is not { } made)
            throw Unknown(model);
        var answer = new List<(string, Value)> { ("model_name", Value.Of(model)) };
        if (id is not null)
            answer.Add(("id", Value.Of(id)));
        answer.Add(("outputs", Value.Of(
        [
            KServeTensors.Output("arm", "BYTES", [.. made.Select(static one => Value.Of(one.Arm))]),
            KServeTensors.Output("arm_index", "INT64", [.. made.Select(static one => Value.Of(one.ArmIndex))]),
            KServeTensors.Output("propensity", "FP64", [.. made.Select(static one => Value.Of(one.Propensity))]),
            KServeTensors.Output("version", "INT64", [.. made.Select(static one => Value.Of(one.Version))]),
            KServeTensors.Output("decision_id", "BYTES", [.. made.Select(static one => Value.Of(one.DecisionId))]),
        ])));
        await WriteAsync(context, [.. answer]);
    }

    /// <summary>A request that is repeated with its id is decided once; each of its rows is a decision of its own.</summary>
    private static string? IdOf(string? id, int place, int count) =>
        string.IsNullOrEmpty(id) ? null : count == 1 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}/{place}");

    private static MapValue Tensor(string name, string type, params long[] shape) => new(
    [
        KeyValuePair.Create("name", Value.Of(name)),
        KeyValuePair.Create("datatype", Value.Of(type)),
        KeyValuePair.Create("shape", Value.Of(shape.Select(static length => Value.Of(length)))),
    ]);

    private static RefusedException Unknown(string model) => new(Problems.NotFound("deployment", model));

    private static Task WriteAsync(HttpContext context, params ReadOnlySpan<(string Name, Value Value)> entries)
    {
        var map = new MapValue([.. entries.ToArray().Select(static entry => KeyValuePair.Create(entry.Name, entry.Value))]);
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(ValueJson.Write(map), context.RequestAborted);
    }
}
