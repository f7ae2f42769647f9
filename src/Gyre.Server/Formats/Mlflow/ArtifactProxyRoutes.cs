using System.Text.Json;
using Gyre.Core;
using Gyre.Server.Security.Steps;
using Gyre.Tracking;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>The space of all artifacts: what an address with the scheme of this protocol stands for.</summary>
internal static class ArtifactProxyRoutes
{
    /// <summary>A digest of the body, 64 hexadecimal digits.</summary>
    public const string DigestHeader = "x-gyre-sha256";

    private const string Files = "/artifacts/";
    private const string Presigned = "/presigned/";

    public static void Map(IEndpointRouteBuilder app)
    {
        foreach (var root in FileRoutes.Roots)
        {
            app.MapFile(FileRoutes.Reading, $"{root}{Files}{{**path}}", Get);
            app.MapFile(["PUT"], $"{root}{Files}{{**path}}", Put);
            app.MapFile(["DELETE"], $"{root}{Files}{{**path}}", Delete);
            app.MapFile(["GET"], $"{root}{Presigned}{{**path}}", Sign);
        }
    }

    private static Task Get(HttpContext context, CallerTracking tracking)
    {
        var path = FileRoutes.RestOfPath(context, Files);
        return path.Length == 0 ? List(context, tracking) : FileRoutes.SendAsync(context, tracking, tracking.Artifacts.Root, path);
    }

    private static async Task List(HttpContext context, CallerTracking tracking)
    {
        var entries = await tracking.Artifacts.ListAsync(tracking.Artifacts.Root, context.Request.Query["path"] is [{ } path] ? path : null, context.RequestAborted);
        await MlflowJson.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteList("files", entries, static (writer, entry) => WriteEntry(writer, entry.Name, entry));
            json.WriteEndObject();
        });
    }

    /// <summary>An entry under the name that the listing gives it.</summary>
    public static void WriteEntry(Utf8JsonWriter json, string path, ArtifactEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("path", path);
        json.WriteBoolean("is_dir", entry.IsFolder);
        if (!entry.IsFolder)
            json.WriteNumber("file_size", entry.SizeInBytes);
        json.WriteEndObject();
    }

    private static async Task Put(HttpContext context, CallerTracking tracking)
    {
        var path = FileRoutes.RestOfPath(context, Files);
        await tracking.Artifacts.PutAsync(tracking.Artifacts.Root, path, context.Request.Body, Announced(context.Request.Headers), context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static async Task Delete(HttpContext context, CallerTracking tracking)
    {
        await tracking.Artifacts.DeleteAsync(tracking.Artifacts.Root, FileRoutes.RestOfPath(context, Files), context.RequestAborted);
        await MlflowJson.WriteEmptyAsync(context);
    }

    private static Task Sign(HttpContext context, CallerTracking tracking) =>
        throw new TrackingException(TrackingError.NotImplemented, "Multipart download is not supported for the current artifact repository");

    /// <summary>The digest that the client says the body has, in our header or in that of RFC 9530; null when it says none that is known here.</summary>
    /// <exception cref="TrackingException">It is none.</exception>
    private static Digest? Announced(IHeaderDictionary headers)
    {
        if (headers[DigestHeader] is { Count: > 0 } own)
            return own is [{ } hex] && Digest.TryParse($"sha256:{hex.ToLowerInvariant()}", out var digest) ? digest : throw Refuse(DigestHeader, "64 hexadecimal digits");
        const string Algorithm = "sha-256=";
        foreach (var item in headers["Content-Digest"].SelectMany(static value => (value ?? "").Split(',')))
        {
            if (item.Trim() is { } text && text.StartsWith(Algorithm, StringComparison.OrdinalIgnoreCase))
                return FromBase64(text[Algorithm.Length..]) ?? throw Refuse("Content-Digest", "sha-256=:BASE64:");
        }
        return null;
    }

    private static Digest? FromBase64(string text)
    {
        Span<byte> hash = stackalloc byte[33];
        return text.Length == 46 && text[0] == ':' && text[^1] == ':' && Convert.TryFromBase64String(text[1..^1], hash, out var length) && length == 32 ? Digest.FromHash(hash[..32]) : null;
    }

    private static TrackingException Refuse(string header, string form) => new(
        TrackingError.InvalidParameter, $"The header {header} is malformed; expected {form}.");
}
