
namespace Gyre.Server.Formats.Mlflow;

/// <summary>What clients ask before they begin.</summary>
internal static class MiscellaneousRoutes
{
    /// <summary>The version of the protocol that is spoken here; some tools read from it what they may use.</summary>
    public const string ProtocolVersion = "3.11.2.dev0";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/version", static () => Results.Text(ProtocolVersion)).ExcludeFromDescription();
        app.MapBoth("GET", "/server-info", static (_, context, _) => MlflowJson.WriteAsync(context, static json =>
        {
            json.WriteStartObject();
            json.WriteString("store_type", "SqlStore");
            json.WriteBoolean("workspaces_enabled", false);
            json.WriteEndObject();
        }), "3.0");
        app.MapBoth("GET", "/workspaces", static (_, context, _) =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync(
                "Endpoint: /api/3.0/mlflow/workspaces disabled because the server is running without workspaces support. To enable workspace, run `mlflow server` with `--enable-workspaces`", context.RequestAborted);
        }, "3.0");
    }
}
