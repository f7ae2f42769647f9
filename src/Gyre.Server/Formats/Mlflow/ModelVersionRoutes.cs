using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Gyre.Server.Security.Steps;
using Gyre.Tracking;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>Versions of registered models.</summary>
internal static class ModelVersionRoutes
{
    private const string Root = "/model-versions";
    private const int MaxResults = 200_000;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapBoth("POST", $"{Root}/create", Create);
        app.MapBoth("GET", $"{Root}/get", Get);
        app.MapBoth("PATCH", $"{Root}/update", Update);
        app.MapBoth("DELETE", $"{Root}/delete", Delete);
        app.MapBoth("POST", $"{Root}/transition-stage", MoveToStage);
        app.MapBoth("GET", $"{Root}/get-download-uri", DownloadUri);
        app.MapBoth("GET", $"{Root}/search", Search);
        app.MapBoth("POST", $"{Root}/set-tag", SetTag);
        app.MapBoth("DELETE", $"{Root}/delete-tag", DeleteTag);
    }

    /// <summary>The number of a version in a request.</summary>
    /// <exception cref="TrackingException">It is missing, or no whole number.</exception>
    public static long NumberOf(MlflowFields fields) => NumberOf(fields.Required("version"));

    public static void Write(Utf8JsonWriter json, ModelVersion version)
    {
        json.WriteStartObject();
        json.WriteString("name", version.Name);
        json.WriteString("version", version.Version.ToString(CultureInfo.InvariantCulture));
        json.WriteNumber("creation_timestamp", version.CreatedAt.ToUnixTimeMilliseconds());
        json.WriteNumber("last_updated_timestamp", version.UpdatedAt.ToUnixTimeMilliseconds());
        json.WriteString("current_stage", version.Stage.ToString());
        json.WriteText("description", version.Description);
        json.WriteString("source", version.Source);
        json.WriteString("run_id", version.RunId);
        json.WriteString("status", "READY");
        json.WritePairs("tags", version.Tags);
        json.WriteString("run_link", version.RunLink);
        json.WriteList("aliases", version.Aliases, static (writer, alias) => writer.WriteStringValue(alias));
        json.WriteEndObject();
    }

    private static async Task Create(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var name = fields.Required("name");
        var asked = new NewModelVersion
        {
            Source = fields.Required("source"),
            RunId = fields.Text("run_id") ?? "",
            RunLink = fields.Text("run_link") ?? "",
            Description = fields.Text("description") ?? "",
            ModelId = fields.Text("model_id") is { Length: > 0 } model ? model : null,
            Tags = fields.Pairs("tags"),
        };
        await AnswerAsync(context, await tracking.ModelVersions.CreateAsync(name, asked, context.RequestAborted));
    }

    private static async Task Get(MlflowFields fields, HttpContext context, CallerTracking tracking) =>
        await AnswerAsync(context, await tracking.ModelVersions.GetAsync(fields.Required("name"), NumberOf(fields), context.RequestAborted));

    private static async Task Update(MlflowFields fields, HttpContext context, CallerTracking tracking) =>
        await AnswerAsync(context, await tracking.ModelVersions.UpdateAsync(fields.Required("name"), NumberOf(fields), fields.Text("description"), context.RequestAborted));

    private static async Task Delete(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        await tracking.ModelVersions.DeleteAsync(fields.Required("name"), NumberOf(fields), context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task MoveToStage(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var (name, version, stage) = (fields.Required("name"), NumberOf(fields), fields.Required("stage"));
        await AnswerAsync(context, await tracking.ModelVersions.MoveToStageAsync(name, version, stage, fields.Flag("archive_existing_versions") ?? false, context.RequestAborted));
    }

    private static async Task DownloadUri(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var version = await tracking.ModelVersions.GetAsync(fields.Text("name") ?? "", NumberOf(fields.Text("version") ?? ""), context.RequestAborted);
        await MlflowJson.WriteAsync(context, "artifact_uri", json => json.WriteStringValue(version.Location));
    }

    private static async Task Search(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var page = await tracking.ModelVersions.SearchAsync(RegistryRoutes.QueryOf(fields, MaxResults, MaxResults), context.RequestAborted);
        await MlflowJson.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteList("model_versions", page.Items, Write);
            json.WriteText("next_page_token", page.NextPageToken);
            json.WriteEndObject();
        });
    }

    private static async Task SetTag(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var (name, version) = (fields.Required("name"), NumberOf(fields));
        await tracking.ModelVersions.SetTagAsync(name, version, new Tag(fields.Required("key"), fields.Text("value") ?? ""), context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task DeleteTag(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        await tracking.ModelVersions.DeleteTagAsync(fields.Required("name"), NumberOf(fields), fields.Required("key"), context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    /// <summary>A number too great to be stored is one that no version has.</summary>
    public static long NumberOf(string text)
    {
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
        if (text.Length > 100 || !BigInteger.TryParse(text, Styles, CultureInfo.InvariantCulture, out var number))
            throw new TrackingException(TrackingError.InvalidParameter, $"Parameter 'version' must be an integer, got '{text}'.");
        return number > long.MaxValue ? long.MaxValue : number < long.MinValue ? long.MinValue : (long)number;
    }

    private static Task AnswerAsync(HttpContext context, ModelVersion version) => MlflowJson.WriteAsync(context, "model_version", json => Write(json, version));
}
