using Gyre.Server.Features.Artifacts;
using Gyre.Server.Http;
using Gyre.Server.Security.Steps;
using Gyre.Storage;
using Gyre.Tracking;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Gyre.Server.Formats.Mlflow;

/// <summary>Answers a request about a file, whose body and answer are no JSON.</summary>
internal delegate Task FileHandler(HttpContext context, CallerTracking tracking);

/// <summary>What the addresses of files have in common.</summary>
internal static class FileRoutes
{
    public static readonly string[] Reading = ["GET", "HEAD"];

    public static readonly string[] Roots = ["/api/2.0/mlflow-artifacts", "/ajax-api/2.0/mlflow-artifacts"];

    /// <summary>An address whose body, if any, is read by its handler. Content may have any length; how slowly it may come is limited as for others.</summary>
    public static IEndpointConventionBuilder MapFile(
        this IEndpointRouteBuilder app, string[] methods, string pattern, FileHandler handler) =>
        app.MapAny(methods, pattern, handler).WithMetadata(new StreamsBody(), new BodyLimit(null));

    /// <summary>An address whose body is small and read before.</summary>
    public static IEndpointConventionBuilder MapSmall(
        this IEndpointRouteBuilder app, string method, string pattern, long maxBody, FileHandler handler) =>
        app.MapAny([method], pattern, handler).WithMetadata(new ReadsBody(), new BodyLimit(maxBody));

    /// <summary>
    /// The rest of the address as the client wrote it, decoded once: the server below leaves an encoded slash encoded. What is in it is judged where paths are.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="prefix">What comes before it, with its slash at the end: <c>/artifacts/</c>.</param>
    public static string RestOfPath(HttpContext context, string prefix)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        // A prefix that a proxy has taken off is not in it; one that this server takes off is.
        if (context.Request.PathBase.ToUriComponent() is { Length: > 0 } prefixed && target.StartsWith(prefixed + "/",
            StringComparison.OrdinalIgnoreCase))
            target = target[prefixed.Length..];
        foreach (var root in Roots)
        {
            if (target.StartsWith(root + prefix, StringComparison.OrdinalIgnoreCase))
                return Uri.UnescapeDataString(target[(root.Length + prefix.Length)..]);
        }
        return context.Request.RouteValues["path"] as string ?? "";
    }

    /// <summary>Sends a file of an address as something to be saved.</summary>
    /// <exception cref="TrackingException">There is no such file.</exception>
    public static async Task SendAsync(HttpContext context, CallerTracking tracking, string address, string path)
    {
        var file = await tracking.Artifacts.FindAsync(address, path, context.RequestAborted)
            ?? throw new TrackingException(
                TrackingError.DoesNotExist, $"No artifact found at path '{path}'. Folders can be listed but not downloaded.");
        var blobs = context.RequestServices.GetRequiredService<IBlobStore>();
        await new ArtifactAnswer(blobs, file.Content, file.Name, FileTypes.Of(file.Name), changes: true).ExecuteAsync(context);
    }

    private static IEndpointConventionBuilder MapAny(
        this IEndpointRouteBuilder app, string[] methods, string pattern, FileHandler handler) =>
        app.MapMethods(pattern, methods, context => AnswerAsync(context, handler)).ExcludeFromDescription();

    private static async Task AnswerAsync(HttpContext context, FileHandler handler)
    {
        try
        {
            await handler(context, context.RequestServices.GetRequiredService<CallerTracking>());
        }
        catch (TrackingException refused)
        {
            await TrackingErrors.WriteAsync(context, refused);
        }
    }

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
