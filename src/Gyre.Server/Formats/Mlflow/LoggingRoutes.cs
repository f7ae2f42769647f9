using System.Text.Json;
using Gyre.Server.Security.Steps;
using Gyre.Tracking;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>What is logged to runs.</summary>
internal static class LoggingRoutes
{
    private const string Root = "/runs";

    /// <summary>Tag in which older clients keep what models a run logged: a JSON list.</summary>
    private const string ModelHistory = "mlflow.log-model.history";

    private static readonly string[] ModelFields = ["artifact_path", "flavors", "utc_time_created", "run_id"];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapBoth("POST", $"{Root}/log-metric", LogMetric);
        app.MapBoth("POST", $"{Root}/log-parameter", LogParameter);
        app.MapBoth("POST", $"{Root}/log-batch", LogBatch);
        app.MapBoth("POST", $"{Root}/set-tag", SetTag);
        app.MapBoth("POST", $"{Root}/delete-tag", DeleteTag);
        app.MapBoth("POST", $"{Root}/log-inputs", LogInputs);
        app.MapBoth("POST", $"{Root}/outputs", LogOutputs);
        app.MapBoth("POST", $"{Root}/log-model", LogModel);
    }

    private static async Task LogMetric(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var runId = fields.Required("run_id", "run_uuid");
        await tracking.Runs.LogMetricAsync(runId, MetricOf(fields), context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task LogParameter(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var runId = fields.Required("run_id", "run_uuid");
        await tracking.Runs.LogParamAsync(runId, new Tag(fields.Required("key"), fields.Text("value") ?? ""), context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task LogBatch(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var runId = fields.Required("run_id");
        var batch = new LogBatch
        {
            Metrics = [.. fields.Objects("metrics").Select(MetricOf)],
            Params = fields.Pairs("params"),
            Tags = fields.Pairs("tags"),
        };
        await tracking.Runs.LogBatchAsync(runId, batch, context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task SetTag(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var runId = fields.Required("run_id", "run_uuid");
        await tracking.Runs.SetTagAsync(runId, new Tag(fields.Required("key"), fields.Text("value") ?? ""), context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task DeleteTag(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        await tracking.Runs.DeleteTagAsync(fields.Required("run_id"), fields.Required("key"), context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task LogInputs(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var runId = fields.Required("run_id");
        DatasetInput[] datasets = [.. fields.Objects("datasets").Select(DatasetOf)];
        string[] models = [.. fields.Objects("models").Select(static model => model.Required("model_id"))];
        await tracking.Runs.LogInputsAsync(runId, datasets, models, context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task LogOutputs(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var runId = fields.Required("run_id");
        if (!fields.Has("models"))
            throw fields.Missing("models");
        ModelOutput[] models = [.. fields.Objects("models").Select(static model => new ModelOutput(model.Required("model_id"), model.Long("step") ?? 0))];
        await tracking.Runs.LogOutputsAsync(runId, models, context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    /// <summary>How MLflow 2 clients say that they logged a model.</summary>
    private static async Task LogModel(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var runId = fields.Required("run_id");
        var text = fields.Required("model_json");
        await tracking.Runs.AppendToListTagAsync(runId, ModelHistory, CheckedModel(text), context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static string CheckedModel(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var missing = ModelFields.Where(name => document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty(name, out _)).ToList();
            return missing.Count == 0
                ? text
                : throw new TrackingException(TrackingError.InvalidParameter, $"Model json is missing mandatory fields: {string.Join(", ", missing)}.");
        }
        catch (JsonException)
        {
            throw new TrackingException(TrackingError.InvalidParameter, "Malformed model info: the text is not valid JSON.");
        }
    }

    private static LoggedMetric MetricOf(MlflowFields fields)
    {
        var key = fields.Required("key");
        var value = fields.RequiredDouble("value");
        return new LoggedMetric(key, new MetricPoint(fields.RequiredLong("timestamp"), fields.Long("step") ?? 0, value))
        {
            ModelId = fields.Text("model_id") is { Length: > 0 } model ? model : null,
            DatasetName = fields.Text("dataset_name"),
            DatasetDigest = fields.Text("dataset_digest"),
        };
    }

    private static DatasetInput DatasetOf(MlflowFields fields)
    {
        var dataset = fields.Object("dataset") ?? throw fields.Missing("dataset");
        return new DatasetInput
        {
            Name = dataset.Text("name") ?? "",
            Digest = dataset.Text("digest") ?? "",
            SourceType = dataset.Text("source_type") ?? "",
            Source = dataset.Text("source") ?? "",
            Schema = dataset.Text("schema"),
            Profile = dataset.Text("profile"),
            Tags = fields.Pairs("tags"),
        };
    }
}
