using Gyre.Server.Security.Steps;
using Gyre.Tracking;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>Files of models.</summary>
internal static class ModelFileRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapFile(FileRoutes.Reading, "/model-versions/get-artifact", OfVersion);
        app.MapFile(FileRoutes.Reading, "/ajax-api/2.0/mlflow/logged-models/{model}/artifacts/files", OfModel);
        app.MapBoth("GET", "/logged-models/{model}/artifacts/directories", ListModel);
    }

    private static async Task OfVersion(HttpContext context, CallerTracking tracking)
    {
        var (name, number, path) = (Query(context, "name"), Query(context, "version"), Query(context, "path"));
        var version = await tracking.ModelVersions.GetAsync(name, ModelVersionRoutes.NumberOf(number), context.RequestAborted);
        await FileRoutes.SendAsync(context, tracking, version.Location, path);
    }

    private static async Task OfModel(HttpContext context, CallerTracking tracking)
    {
        if (context.Request.Query["artifact_file_path"] is not [{ Length: > 0 } path])
            throw new TrackingException(TrackingError.BadRequest, "Request must include the \"artifact_file_path\" query parameter.");
        await FileRoutes.SendAsync(context, tracking, await AddressOfAsync(context, tracking), path);
    }

    private static async Task ListModel(MlflowFields fields, HttpContext context, CallerTracking tracking) =>
        await ArtifactRoutes.WriteListAsync(context, tracking, await AddressOfAsync(context, tracking), fields.Text("artifact_directory_path"));

    private static async Task<string> AddressOfAsync(HttpContext context, CallerTracking tracking) =>
        (await tracking.LoggedModels.GetAsync((string)context.Request.RouteValues["model"]!, allowDeleted: false, context.RequestAborted)).ArtifactUri;

    private static string Query(HttpContext context, string name) =>
        context.Request.Query[name] is [{ Length: > 0 } value] ? value : throw new TrackingException(TrackingError.InvalidParameter, $"Request must specify {name}.");
}
