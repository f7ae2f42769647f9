using System.Globalization;
using System.Text.Json;
using Gyre.Server.Security.Steps;
using Gyre.Tracking;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>Models that runs left behind.</summary>
internal static class LoggedModelRoutes
{
    private const string Root = "/logged-models";
    private const string One = Root + "/{id}";
    private const int DefaultResults = 50;
    private const int MaxResults = 50_000;

    private static readonly Dictionary<string, LoggedModelStatus> Statuses = new(StringComparer.Ordinal)
    {
        ["LOGGED_MODEL_PENDING"] = LoggedModelStatus.Pending,
        ["LOGGED_MODEL_READY"] = LoggedModelStatus.Ready,
        ["LOGGED_MODEL_UPLOAD_FAILED"] = LoggedModelStatus.Failed,
    };

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapBoth("POST", Root, Create);
        app.MapBoth("POST", $"{Root}/search", Search);
        app.MapBoth("GET", One, Get);
        app.MapBoth("PATCH", One, Complete);
        app.MapBoth("DELETE", One, Delete);
        app.MapBoth("PATCH", $"{One}/tags", SetTags);
        app.MapBoth("DELETE", $"{One}/tags/{{*key}}", DeleteTag);
        app.MapBoth("POST", $"{One}/params", LogParams);
    }

    private static async Task Create(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var model = await tracking.LoggedModels.CreateAsync(
            new NewLoggedModel
            {
                Experiment = ExperimentRoutes.IdOf(fields.Required("experiment_id")),
                Name = fields.Text("name"),
                ModelType = fields.Text("model_type") ?? "",
                SourceRunId = fields.Text("source_run_id") ?? "",
                Params = fields.Pairs("params"),
                Tags = fields.Pairs("tags"),
            },
            context.RequestAborted);
        await AnswerAsync(context, model);
    }

    private static async Task Get(MlflowFields fields, HttpContext context, CallerTracking tracking) =>
        await AnswerAsync(context, await tracking.LoggedModels.GetAsync(IdOf(context), fields.Flag("allow_deleted") ?? false, context.RequestAborted));

    private static async Task Complete(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var id = CheckedId(fields, context);
        var status = fields.Word("status", Statuses) ?? throw fields.Missing("status");
        await AnswerAsync(context, await tracking.LoggedModels.FinalizeAsync(id, status, context.RequestAborted));
    }

    private static async Task Delete(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        await tracking.LoggedModels.DeleteAsync(IdOf(context), context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task SetTags(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        await tracking.LoggedModels.SetTagsAsync(IdOf(context), fields.Pairs("tags"), context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task DeleteTag(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        // A slash within a part of the path is left encoded by the routing.
        var key = ((string)context.Request.RouteValues["key"]!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        await tracking.LoggedModels.DeleteTagAsync(IdOf(context), key, context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task LogParams(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        await tracking.LoggedModels.LogParamsAsync(CheckedId(fields, context), fields.Pairs("params"), context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task Search(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var experiments = fields.Texts("experiment_ids");
        if (experiments.IsEmpty)
            throw fields.Missing("experiment_ids");
        var page = RegistryRoutes.QueryOf(fields, DefaultResults, MaxResults, ordered: false);
        var models = await tracking.LoggedModels.SearchAsync(
            new LoggedModelQuery
            {
                Experiments = [.. experiments.Select(ExperimentRoutes.IdOf)],
                Filter = page.Filter,
                Datasets = [.. fields.Objects("datasets").Select(static data => new ModelDataset(data.Required("dataset_name"), data.Text("dataset_digest") is { Length: > 0 } digest ? digest : null))],
                OrderBy = [.. fields.Objects("order_by").Select(static key => new LoggedModelKey(key.Required("field_name"), key.Flag("ascending"), key.Text("dataset_name"), key.Text("dataset_digest")))],
                MaxResults = page.MaxResults,
                PageToken = page.PageToken,
            },
            context.RequestAborted);
        await MlflowJson.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteList("models", models.Items, Write);
            json.WriteText("next_page_token", models.NextPageToken);
            json.WriteEndObject();
        });
    }

    private static string IdOf(HttpContext context) => (string)context.Request.RouteValues["id"]!;

    /// <summary>The id stands in the address and in the body.</summary>
    /// <exception cref="TrackingException">They differ, or it is missing in the body.</exception>
    private static string CheckedId(MlflowFields fields, HttpContext context)
    {
        var (id, named) = (IdOf(context), fields.Required("model_id"));
        return named == id ? id : throw new TrackingException(
            TrackingError.InvalidParameter, $"The URL refers to model '{id}', but the request body to '{named}'.");
    }

    private static Task AnswerAsync(HttpContext context, LoggedModel model) => MlflowJson.WriteAsync(context, "model", json => Write(json, model));

    private static void Write(Utf8JsonWriter json, LoggedModel model)
    {
        json.WriteStartObject();
        json.WriteStartObject("info");
        json.WriteString("model_id", model.ModelId);
        json.WriteString("experiment_id", model.Experiment.ToString(CultureInfo.InvariantCulture));
        json.WriteString("name", model.Name);
        json.WriteNumber("creation_timestamp_ms", model.CreatedAt.ToUnixTimeMilliseconds());
        json.WriteNumber("last_updated_timestamp_ms", model.UpdatedAt.ToUnixTimeMilliseconds());
        json.WriteString("artifact_uri", model.ArtifactUri);
        json.WriteString("status", Statuses.First(pair => pair.Value == model.Status).Key);
        json.WriteString("model_type", model.ModelType);
        json.WriteString("source_run_id", model.SourceRunId);
        json.WritePairs("tags", model.Tags);
        json.WriteEndObject();
        json.WriteStartObject("data");
        json.WritePairs("params", model.Params);
        json.WriteList("metrics", model.Metrics, (writer, metric) => WriteMetric(writer, model.ModelId, metric));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteMetric(Utf8JsonWriter json, string modelId, ModelMetric metric)
    {
        json.WriteStartObject();
        json.WriteString("key", metric.Key);
        json.WriteDouble("value", metric.Point.Value);
        json.WriteNumber("timestamp", metric.Point.Timestamp);
        json.WriteNumber("step", metric.Point.Step);
        json.WriteText("dataset_name", metric.DatasetName);
        json.WriteText("dataset_digest", metric.DatasetDigest);
        json.WriteString("model_id", modelId);
        json.WriteString("run_id", metric.RunId);
        json.WriteEndObject();
    }
}
