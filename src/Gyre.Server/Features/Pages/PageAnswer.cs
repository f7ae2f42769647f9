using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Gyre.Server.Http;
using Gyre.Web;
using Microsoft.Net.Http.Headers;

namespace Gyre.Server.Features.Pages;

/// <summary>Gives the files of the pages.</summary>
internal static class PageAnswer
{
    /// <summary>Where the built page leaves room for what only the answer to a request knows.</summary>
    private const string Room = "<!--gyre-head-->";

    private const string End = "</head>";
    private const string Index = "index.html";
    private static readonly Lazy<string?> Text = new(ReadIndex);

    /// <summary>
    /// The one page. It says under which path the server is reached, and the number that style elements of this answer carry: the
    /// components of the pages make some while they run, and the policy refuses all others.
    /// </summary>
    public static async Task WriteIndexAsync(HttpContext context)
    {
        if (Text.Value is not { } text)
        {
            await Problems.Of(
                StatusCodes.Status404NotFound, "pages.not-built", "This program was built without its pages.",
                "Use the API, or build src/Gyre.Web.").ExecuteAsync(context);
            return;
        }
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        var place = HtmlEncoder.Default.Encode($"{context.Request.PathBase.ToUriComponent()}/");
        // Every page asks who looks at it before it asks for anything else; the answer is there when the scripts have been read.
        var head = $"<base href=\"{place}\"><meta name=\"gyre-nonce\" content=\"{nonce}\">"
            + "<link rel=\"preload\" as=\"fetch\" href=\"./api/v1/session\" crossorigin>";
        // Styles of a page come after those of the shell, which they change.
        var end = PagePreloads.For(context.Request.Path.Value ?? "/") + End;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy = Policy($"'self' 'nonce-{nonce}'");
        context.Response.Headers.CacheControl = "no-cache";
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.WriteAsync(
                text.Replace(Room, head, StringComparison.Ordinal).Replace(End, end, StringComparison.Ordinal), context.RequestAborted);
    }

    /// <summary>A file whose name says its content; compressed for clients that can read it so.</summary>
    public static async Task WriteFileAsync(HttpContext context, string path)
    {
        if (!PageFiles.All.TryGetValue(path, out var file))
        {
            await Problems.Of(
                StatusCodes.Status404NotFound, "pages.unknown", "This file is not part of the pages of this version.",
                "Reload the page.").ExecuteAsync(context);
            return;
        }
        var response = context.Response;
        response.ContentType = file.MediaType;
        // A worker is bound by the policy of its own file.
        response.Headers.ContentSecurityPolicy = Policy("'self'");
        response.Headers.CacheControl = file.IsHashed ? "public, max-age=31536000, immutable" : "no-cache";
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        var isCompressed = file.IsCompressed && TakesBrotli(context.Request);
        if (isCompressed)
            response.Headers.ContentEncoding = "br";
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        await using var content = isCompressed ? file.Open() : file.OpenContent();
        if (isCompressed || !file.IsCompressed)
            response.ContentLength = content.Length;
        await content.CopyToAsync(response.Body, context.RequestAborted);
    }

    private static string Policy(string styles) =>
        $"default-src 'none'; script-src 'self'; style-src {styles}; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; " +
        "worker-src 'self'; frame-src 'self' blob:; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private static bool TakesBrotli(HttpRequest request) => request.GetTypedHeaders().AcceptEncoding.Any(
        static coding => coding.Value.Equals("br", StringComparison.OrdinalIgnoreCase) && coding.Quality is null or > 0);

    private static string? ReadIndex()
    {
        if (!PageFiles.All.TryGetValue(Index, out var file))
            return null;
        using var reader = new StreamReader(file.OpenContent(), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
