using System.Runtime.InteropServices;
using Gyre.Server.Http;
using Gyre.Server.Security.Steps;
using Gyre.Tracking;
using Microsoft.AspNetCore.Http.Features;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>Artifacts of runs.</summary>
internal static class ArtifactRoutes
{
    private const long MaxUpload = 10 << 20;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapBoth("GET", "/artifacts/list", List);
        app.MapBoth("POST", "/artifacts/presigned-upload-url", PresignUpload);
        app.MapFile(FileRoutes.Reading, "/get-artifact", GetFile);
        app.MapSmall("POST", "/ajax-api/2.0/mlflow/upload-artifact", MaxUpload + 1, Upload);
    }

    /// <summary>One level of an address, as a listing of a run or model.</summary>
    public static async Task WriteListAsync(HttpContext context, CallerTracking tracking, string address, string? path)
    {
        var entries = await tracking.Artifacts.ListAsync(address, path, context.RequestAborted);
        await MlflowJson.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("root_uri", address);
            json.WriteList("files", entries, static (writer, entry) => ArtifactProxyRoutes.WriteEntry(writer, entry.Path, entry));
            json.WriteEndObject();
        });
    }

    private static async Task List(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var run = await tracking.Runs.GetAsync(fields.Required("run_id", "run_uuid"), context.RequestAborted);
        await WriteListAsync(context, tracking, run.Info.ArtifactUri, fields.Text("path"));
    }

    private static async Task PresignUpload(MlflowFields fields, HttpContext context, CallerTracking tracking)
    {
        var runId = fields.Required("run_id");
        fields.Required("path");
        await tracking.Runs.GetAsync(runId, context.RequestAborted);
        throw new TrackingException(TrackingError.InvalidParameter, "Presigned upload URLs are not supported for runs whose artifacts this server keeps; upload through mlflow-artifacts.");
    }

    private static async Task GetFile(HttpContext context, CallerTracking tracking)
    {
        var run = await RunOfAsync(context, tracking);
        await FileRoutes.SendAsync(context, tracking, run.Info.ArtifactUri, Query(context, "path") ?? throw Refuse("Request must specify path."));
    }

    private static async Task Upload(HttpContext context, CallerTracking tracking)
    {
        var run = await RunOfAsync(context, tracking);
        var path = Query(context, "path") ?? throw Refuse("Request must specify path.");
        var body = context.Features.GetRequiredFeature<RequestBody>().Bytes;
        if (body.Length > MaxUpload)
            throw Refuse("Artifact size is too large. Max size is 10MB.");
        if (body.Length == 0)
            throw Refuse("Request must specify data.");
        using var content = BytesOf(body);
        await tracking.Artifacts.PutAsync(run.Info.ArtifactUri, path, content, expected: null, context.RequestAborted);
    }

    private static MemoryStream BytesOf(ReadOnlyMemory<byte> body) =>
        MemoryMarshal.TryGetArray(body, out var bytes)
            ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false)
            : new MemoryStream(body.ToArray());

    private static Task<TrackingRun> RunOfAsync(HttpContext context, CallerTracking tracking) =>
        tracking.Runs.GetAsync(Query(context, "run_id") ?? Query(context, "run_uuid") ?? throw Refuse("Request must specify run_id or run_uuid."), context.RequestAborted);

    private static string? Query(HttpContext context, string name) => context.Request.Query[name] is [{ Length: > 0 } value] ? value : null;

    private static TrackingException Refuse(string message) => new(TrackingError.InvalidParameter, message);
}
