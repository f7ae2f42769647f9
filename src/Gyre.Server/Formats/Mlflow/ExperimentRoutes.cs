using System.Globalization;
using System.Text.Json;
using Gyre.Server.Security.Steps;
using Gyre.Tracking;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>Experiments.</summary>
internal static class ExperimentRoutes
{
    private const string Root = "/experiments";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapBoth("POST", $"{Root}/create", Create);
        app.MapBoth("GET", $"{Root}/get", Get);
        app.MapBoth("GET", $"{Root}/get-by-name", GetByName);
        app.MapBoth("POST", $"{Root}/update", Update);
        app.MapBoth("POST", $"{Root}/delete", Delete);
        app.MapBoth("POST", $"{Root}/restore", Restore);
        app.MapBoth("POST", $"{Root}/set-experiment-tag", SetTag);
        app.MapBoth("POST", $"{Root}/delete-experiment-tag", DeleteTag);
    }

    /// <summary>The id of an experiment in a request.</summary>
    /// <exception cref="TrackingException">It is no number.</exception>
    public static long IdOf(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        ? id
        : throw new TrackingException(TrackingError.InvalidParameter, $"Invalid experiment ID '{text}'. Experiment ID must be a valid integer.");

    public static void Write(Utf8JsonWriter json, Experiment experiment)
    {
        json.WriteStartObject();
        json.WriteString("experiment_id", experiment.Id.ToString(CultureInfo.InvariantCulture));
        json.WriteString("name", experiment.Name);
        json.WriteString("artifact_location", experiment.ArtifactLocation);
        json.WriteString("lifecycle_stage", StageOf(experiment.Stage));
        json.WriteNumber("last_update_time", experiment.UpdatedAt.ToUnixTimeMilliseconds());
        json.WriteNumber("creation_time", experiment.CreatedAt.ToUnixTimeMilliseconds());
        json.WritePairs("tags", experiment.Tags);
        json.WriteEndObject();
    }

    public static string StageOf(LifecycleStage stage) => stage == LifecycleStage.Active ? "active" : "deleted";

    private static async Task Create(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var id = await tracking.Experiments.CreateAsync(fields.Required("name"), fields.Text("artifact_location"), fields.Pairs("tags"), context.RequestAborted);
        await MlflowJson.WriteAsync(context, "experiment_id", json => json.WriteStringValue(id.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task Get(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var experiment = await tracking.Experiments.GetAsync(IdOf(fields.Required("experiment_id")), context.RequestAborted);
        await MlflowJson.WriteAsync(context, "experiment", json => Write(json, experiment));
    }

    private static async Task GetByName(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var name = fields.Required("experiment_name");
        var experiment = await tracking.Experiments.FindAsync(name, context.RequestAborted)
            ?? throw new TrackingException(TrackingError.DoesNotExist, $"Could not find experiment with name '{name}'");
        await MlflowJson.WriteAsync(context, "experiment", json => Write(json, experiment));
    }

    private static async Task Update(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        await tracking.Experiments.RenameAsync(IdOf(fields.Required("experiment_id")), fields.Required("new_name"), context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task Delete(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        await tracking.Experiments.DeleteAsync(IdOf(fields.Required("experiment_id")), context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task Restore(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        await tracking.Experiments.RestoreAsync(IdOf(fields.Required("experiment_id")), context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task SetTag(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var id = IdOf(fields.Required("experiment_id"));
        await tracking.Experiments.SetTagAsync(id, new Tag(fields.Required("key"), fields.Text("value") ?? ""), context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task DeleteTag(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        await tracking.Experiments.DeleteTagAsync(IdOf(fields.Required("experiment_id")), fields.Required("key"), context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }
}
