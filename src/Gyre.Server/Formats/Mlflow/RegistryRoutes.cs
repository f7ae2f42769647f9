using System.Globalization;
using System.Text.Json;
using Gyre.Server.Security;
using Gyre.Server.Security.Steps;
using Gyre.Tracking;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>Registered models and their aliases.</summary>
internal static class RegistryRoutes
{
    private const string Root = "/registered-models";
    private const int DefaultResults = 100;
    private const int MaxResults = 1000;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapBoth("POST", $"{Root}/create", Create);
        app.MapBoth("GET", $"{Root}/get", Get);
        app.MapBoth("PATCH", $"{Root}/update", Update);
        app.MapBoth("POST", $"{Root}/rename", Rename);
        app.MapBoth("DELETE", $"{Root}/delete", Delete);
        app.MapBoth("GET", $"{Root}/search", Search);
        app.MapBoth("GET", $"{Root}/get-latest-versions", LatestVersions);
        app.MapBoth("POST", $"{Root}/get-latest-versions", LatestVersions);
        app.MapBoth("POST", $"{Root}/set-tag", SetTag);
        app.MapBoth("DELETE", $"{Root}/delete-tag", DeleteTag);
        app.MapBoth("POST", $"{Root}/alias", SetAlias);
        app.MapBoth("DELETE", $"{Root}/alias", DeleteAlias);
        app.MapBoth("GET", $"{Root}/alias", GetByAlias);
    }

    /// <summary>What a search asks for.</summary>
    /// <exception cref="TrackingException">The size of the page is refused.</exception>
    /// <param name="fields">The request.</param>
    /// <param name="defaultResults">Size of a page when none is asked for.</param>
    /// <param name="maxResults">The largest one.</param>
    /// <param name="ordered">Whether the order is a list of texts.</param>
    public static RegistryQuery QueryOf(MlflowFields fields, int defaultResults, int maxResults, bool ordered = true)
    {
        var most = fields.Long("max_results") ?? defaultResults;
        if (most > maxResults)
            throw fields.Wrong("max_results", fields.Raw("max_results")!.Value);
        if (most < 1)
            throw new TrackingException(TrackingError.InvalidParameter, string.Create(CultureInfo.InvariantCulture, $"Invalid value for max_results. It must be a positive integer, but got {most}"));
        return new RegistryQuery { Filter = fields.Text("filter"), OrderBy = ordered ? fields.Texts("order_by") : [], MaxResults = (int)most, PageToken = fields.Text("page_token") };
    }

    private static async Task Create(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var model = await tracking.Registry.CreateAsync(fields.Required("name"), fields.Text("description") ?? "", fields.Pairs("tags"), context.RequestAborted);
        await AnswerAsync(context, model);
    }

    private static async Task Get(MlflowFields fields, HttpContext context, CallerTracking tracking) =>
        await AnswerAsync(context, await tracking.Registry.GetAsync(fields.Required("name"), context.RequestAborted));

    private static async Task Update(MlflowFields fields, HttpContext context, CallerTracking tracking) =>
        await AnswerAsync(context, await tracking.Registry.UpdateAsync(fields.Required("name"), fields.Text("description"), context.RequestAborted));

    private static async Task Rename(MlflowFields fields, HttpContext context, CallerTracking tracking) =>
        await AnswerAsync(context, await tracking.Registry.RenameAsync(fields.Required("name"), fields.Required("new_name"), context.RequestAborted));

    private static async Task Delete(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        await tracking.Registry.DeleteAsync(fields.Required("name"), context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task Search(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var page = await tracking.Registry.SearchAsync(QueryOf(fields, DefaultResults, MaxResults), context.RequestAborted);
        await MlflowJson.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteList("registered_models", page.Items, Write);
            json.WriteText("next_page_token", page.NextPageToken);
            json.WriteEndObject();
        });
    }

    private static async Task LatestVersions(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var versions = await tracking.Registry.LatestVersionsAsync(fields.Required("name"), fields.Texts("stages"), context.RequestAborted);
        await MlflowJson.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteList("model_versions", versions, ModelVersionRoutes.Write);
            json.WriteEndObject();
        });
    }

    private static async Task SetTag(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        await tracking.Registry.SetTagAsync(fields.Required("name"), new Tag(fields.Required("key"), fields.Text("value") ?? ""), context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task DeleteTag(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        await tracking.Registry.DeleteTagAsync(fields.Required("name"), fields.Required("key"), context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task SetAlias(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var (name, alias) = (fields.Required("name"), fields.Required("alias"));
        var move = new NewAliasMove { Alias = alias, Version = ModelVersionRoutes.NumberOf(fields), By = context.Caller().Name };
        await tracking.Registry.MoveAliasAsync(name, move, context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task DeleteAlias(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        await tracking.Registry.DeleteAliasAsync(fields.Required("name"), fields.Required("alias"), context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task GetByAlias(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var version = await tracking.Registry.GetByAliasAsync(fields.Required("name"), fields.Required("alias"), context.RequestAborted);
        await MlflowJson.WriteAsync(context, "model_version", json => ModelVersionRoutes.Write(json, version));
    }

    private static Task AnswerAsync(HttpContext context, RegisteredModel model) => MlflowJson.WriteAsync(context, "registered_model", json => Write(json, model));

    private static void Write(Utf8JsonWriter json, RegisteredModel model)
    {
        json.WriteStartObject();
        json.WriteString("name", model.Name);
        json.WriteNumber("creation_timestamp", model.CreatedAt.ToUnixTimeMilliseconds());
        json.WriteNumber("last_updated_timestamp", model.UpdatedAt.ToUnixTimeMilliseconds());
        json.WriteText("description", model.Description is { Length: > 0 } description ? description : null);
        json.WriteList("latest_versions", model.LatestVersions, ModelVersionRoutes.Write);
        json.WritePairs("tags", model.Tags);
        json.WriteList("aliases", model.Aliases, static (writer, alias) =>
        {
            writer.WriteStartObject();
            writer.WriteString("alias", alias.Alias);
            writer.WriteString("version", alias.Version.ToString(CultureInfo.InvariantCulture));
            writer.WriteEndObject();
        });
        json.WriteEndObject();
    }
}
