using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gyre.Server.Security.Steps;
using Gyre.Server.Store;
using Gyre.Storage;
using Gyre.Tracking;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>
/// Uploads in parts. Clients send parts without their token, as to a foreign storage: the address of a part is signed, and is good for this part of this upload
/// alone while the upload is open.
/// </summary>
internal static class MultipartRoutes
{
    private const string KeyName = "upload-parts";
    private const long MaxBody = 8 << 20;
    private const string Create = "/mpu/create/";
    private const string Complete = "/mpu/complete/";
    private const string Abort = "/mpu/abort/";
    private const string PartsRoot = "/api/2.0/mlflow-artifacts/mpu/parts";

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var root in FileRoutes.Roots)
        {
            app.MapSmall("POST", $"{root}{Create}{{**path}}", MaxBody, CreateAsync);
            app.MapSmall("POST", $"{root}{Complete}{{**path}}", MaxBody, CompleteAsync);
            app.MapSmall("POST", $"{root}{Abort}{{**path}}", MaxBody, AbortAsync);
        }
        app.MapFile(["PUT"], $"{PartsRoot}/{{upload}}/{{part}}", PutPartAsync);
    }

    private static async Task CreateAsync(HttpContext context, CallerTracking tracking)
    {
        using var request = MlflowRequest.Read(context);
        var path = PathOf(request.Fields, context, Create);
        var parts = request.Fields.RequiredLong("num_parts");
        var upload = await tracking.Uploads.CreateAsync(tracking.Artifacts.Root, path, (int)Math.Clamp(parts, 0, int.MaxValue), context.RequestAborted);
        var addresses = await SignAsync(context, upload);
        await MlflowJson.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("upload_id", upload.Id);
            json.WriteStartArray("credentials");
            for (var i = 0; i < addresses.Length; i++)
            {
                json.WriteStartObject();
                json.WriteString("url", addresses[i]);
                json.WriteNumber("part_number", i + 1);
                json.WriteStartObject("headers");
                json.WriteEndObject();
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static async Task CompleteAsync(HttpContext context, CallerTracking tracking)
    {
        using var request = MlflowRequest.Read(context);
        var path = PathOf(request.Fields, context, Complete);
        var id = request.Fields.Required("upload_id");
        UploadedPart[] parts = [.. request.Fields.Objects("parts").Select(static part => new UploadedPart((int)Math.Clamp(part.RequiredLong("part_number"), 0, int.MaxValue), part.Required("etag")))];
        await tracking.Uploads.CompleteAsync(tracking.Artifacts.Root, path, id, parts, context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task AbortAsync(HttpContext context, CallerTracking tracking)
    {
        using var request = MlflowRequest.Read(context);
        var path = PathOf(request.Fields, context, Abort);
        await tracking.Uploads.AbortAsync(tracking.Artifacts.Root, path, request.Fields.Required("upload_id"), context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task PutPartAsync(HttpContext context, CallerTracking tracking)
    {
        var upload = (string)context.Request.RouteValues["upload"]!;
        var part = (string)context.Request.RouteValues["part"]!;
        var expected = Signature(await KeyAsync(context), upload, part);
        var given = Encoding.ASCII.GetBytes(context.Request.Query["signature"] is [{ } text] ? text : "");
        if (!CryptographicOperations.FixedTimeEquals(given, Encoding.ASCII.GetBytes(expected)) || !int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw new TrackingException(
                TrackingError.DoesNotExist, "No upload exists at this URL. Use a URL returned when the upload was created.");
        context.Response.Headers.ETag = await tracking.Uploads.PutPartAsync(upload, number, context.Request.Body, context.RequestAborted);
    }

    /// <summary>The folder of the address and the file of the body. Clients name the file by its path on their own machine, of which only the name is meant.</summary>
    private static string PathOf(MlflowFields fields, HttpContext context, string prefix)
    {
        var given = fields.Required("path");
        var name = given[(given.LastIndexOfAny(['/', '\\']) + 1)..];
        if (given.Split('/', '\\').Contains("..", StringComparer.Ordinal))
            throw new TrackingException(TrackingError.InvalidParameter, "Invalid path");
        var folder = FileRoutes.RestOfPath(context, prefix).TrimEnd('/');
        return folder.Length == 0 ? name : $"{folder}/{name}";
    }

    private static async Task<ImmutableArray<string>> SignAsync(HttpContext context, MultipartUpload upload)
    {
        var key = await KeyAsync(context);
        var request = context.Request;
        var root = $"{request.Scheme}://{request.Host}{request.PathBase.ToUriComponent()}{PartsRoot}/{upload.Id}";
        return [.. Enumerable.Range(1, upload.Parts).Select(number => number.ToString(CultureInfo.InvariantCulture)).Select(part => $"{root}/{part}?signature={Signature(key, upload.Id, part)}")];
    }

    private static Task<byte[]> KeyAsync(HttpContext context) => HomeKeys.LoadAsync(context.RequestServices.GetRequiredService<IStore>(), KeyName, context.RequestAborted);

    private static string Signature(byte[] key, string upload, string part) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{upload}/{part}")));
}
