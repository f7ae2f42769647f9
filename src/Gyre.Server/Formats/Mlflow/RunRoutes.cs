using System.Globalization;
using System.Text.Json;
using Gyre.Server.Features.Tracking;
using Gyre.Server.Security.Steps;
using Gyre.Tracking;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>Runs themselves.</summary>
internal static class RunRoutes
{
    private const string Root = "/runs";

    private static readonly Dictionary<string, TrackingRunStatus> Statuses = new(StringComparer.Ordinal)
    {
        ["RUNNING"] = TrackingRunStatus.Running,
        ["SCHEDULED"] = TrackingRunStatus.Scheduled,
        ["FINISHED"] = TrackingRunStatus.Finished,
        ["FAILED"] = TrackingRunStatus.Failed,
        ["KILLED"] = TrackingRunStatus.Killed,
    };

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapBoth("POST", $"{Root}/create", Create);
        app.MapBoth("GET", $"{Root}/get", Get);
        app.MapBoth("POST", $"{Root}/update", Update);
        app.MapBoth("POST", $"{Root}/delete", Delete);
        app.MapBoth("POST", $"{Root}/restore", Restore);
    }

    public static void Write(Utf8JsonWriter json, TrackingRun run, bool withOutputs)
    {
        json.WriteStartObject();
        json.WritePropertyName("info");
        WriteInfo(json, run.Info);
        WriteData(json, run);
        WriteInputs(json, run);
        if (withOutputs)
            WriteOutputs(json, run);
        json.WriteEndObject();
    }

    private static async Task Create(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var clock = context.RequestServices.GetRequiredService<TimeProvider>();
        var run = await tracking.Runs.CreateAsync(
            new NewTrackingRun
            {
                Experiment = ExperimentRoutes.IdOf(fields.Text("experiment_id") is { Length: > 0 } id ? id : "0"),
                Name = fields.Text("run_name"),
                User = fields.Text("user_id") ?? "",
                StartTime = fields.Long("start_time") ?? 0,
                Tags = fields.Pairs("tags"),
                AliveUntil = fields.Long("keep_alive_seconds") is { } seconds ? clock.GetUtcNow() + LeaseOf(seconds) : null,
            },
            context.RequestAborted);
        await MlflowJson.WriteAsync(context, "run", json => Write(json, run, withOutputs: false));
    }

    /// <summary>A field of ours: clients that do not know it have runs that nobody watches.</summary>
    private static TimeSpan LeaseOf(long seconds) => seconds is >= 1 and <= RunLeases.MostSeconds
        ? TimeSpan.FromSeconds(seconds)
        : throw new TrackingException(
            TrackingError.InvalidParameter,
            $"Invalid value {seconds} for parameter 'keep_alive_seconds' supplied. It must be a whole number from 1 to "
                + $"{RunLeases.MostSeconds}.");

    private static async Task Get(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var run = await tracking.Runs.GetAsync(fields.Required("run_id", "run_uuid"), context.RequestAborted);
        await MlflowJson.WriteAsync(context, "run", json => Write(json, run, withOutputs: true));
    }

    private static async Task Update(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var change = new TrackingRunChange { Status = fields.Word("status", Statuses), EndTime = fields.Long("end_time"), Name = fields.Text("run_name") };
        var info = await tracking.Runs.UpdateAsync(fields.Required("run_id", "run_uuid"), change, context.RequestAborted);
        await MlflowJson.WriteAsync(context, "run_info", json => WriteInfo(json, info));
    }

    private static async Task Delete(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        await tracking.Runs.DeleteAsync(fields.Required("run_id"), context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task Restore(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        await tracking.Runs.RestoreAsync(fields.Required("run_id"), context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static void WriteInfo(Utf8JsonWriter json, TrackingRunInfo info)
    {
        json.WriteStartObject();
        json.WriteString("run_id", info.RunId);
        json.WriteString("run_uuid", info.RunId);
        json.WriteString("run_name", info.Name);
        json.WriteString("experiment_id", info.Experiment.ToString(CultureInfo.InvariantCulture));
        json.WriteString("user_id", info.User);
        json.WriteString("status", Statuses.First(pair => pair.Value == info.Status).Key);
        json.WriteNumber("start_time", info.StartTime);
        if (info.EndTime is { } end)
            json.WriteNumber("end_time", end);
        json.WriteString("artifact_uri", info.ArtifactUri);
        json.WriteString("lifecycle_stage", ExperimentRoutes.StageOf(info.Stage));
        json.WriteEndObject();
    }

    private static void WriteData(Utf8JsonWriter json, TrackingRun run)
    {
        json.WriteStartObject("data");
        json.WriteList("metrics", run.Metrics, static (writer, metric) => writer.WriteMetric(metric.Key, metric.Point));
        json.WritePairs("params", run.Params);
        json.WritePairs("tags", run.Tags);
        json.WriteEndObject();
    }

    private static void WriteInputs(Utf8JsonWriter json, TrackingRun run)
    {
        json.WriteStartObject("inputs");
        json.WriteList("dataset_inputs", run.Datasets, static (writer, dataset) => WriteDataset(writer, dataset));
        json.WriteList("model_inputs", run.ModelInputs, static (writer, model) =>
        {
            writer.WriteStartObject();
            writer.WriteString("model_id", model);
            writer.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static void WriteDataset(Utf8JsonWriter json, DatasetInput input)
    {
        json.WriteStartObject();
        json.WritePairs("tags", input.Tags);
        json.WriteStartObject("dataset");
        json.WriteString("name", input.Name);
        json.WriteString("digest", input.Digest);
        json.WriteString("source_type", input.SourceType);
        json.WriteString("source", input.Source);
        json.WriteText("schema", input.Schema);
        json.WriteText("profile", input.Profile);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteOutputs(Utf8JsonWriter json, TrackingRun run)
    {
        json.WriteStartObject("outputs");
        json.WriteList("model_outputs", run.ModelOutputs, static (writer, model) =>
        {
            writer.WriteStartObject();
            writer.WriteString("model_id", model.ModelId);
            writer.WriteNumber("step", model.Step);
            writer.WriteEndObject();
        });
        json.WriteEndObject();
    }
}
