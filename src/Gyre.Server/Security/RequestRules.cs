using System.Collections.Frozen;
using System.Net;
using Gyre.Server.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gyre.Server.Security;

/// <summary>Refuses requests that no honest client of this server sends, before anything looks at their content.</summary>
internal sealed class RequestRules(RequestDelegate next, ServeOptions options)
{
    private static readonly FrozenSet<string> Methods = FrozenSet.Create(StringComparer.Ordinal, "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static readonly string[] Overrides = ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"];
    private static readonly FrozenSet<string> TokenNames =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "token", "access_token", "api_key", "apikey", "auth", "authorization", "bearer");

    private static readonly string[] LoopbackNames = ["localhost", "127.0.0.1", "[::1]"];

    private readonly FrozenSet<string> _hosts = FrozenSet.ToFrozenSet(
        [.. LoopbackNames, Bracketed(options.Address), .. options.AllowedHosts], StringComparer.OrdinalIgnoreCase);

    private readonly FrozenSet<string> _origins = FrozenSet.ToFrozenSet(options.AllowedOrigins, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a name always means the machine that it is used on.</summary>
    public static bool IsLoopbackName(string name) => LoopbackNames.Contains(name, StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext context)
    {
        var refusal = Framing(context) ?? Method(context.Request) ?? Climbing(context) ?? Host(context) ?? Origin(context.Request) ?? Query(context.Request) ?? Encoding(context.Request);
        return refusal is null ? next(context) : refusal.ExecuteAsync(context);
    }

    /// <summary>A length and chunks at once: two readers might see two different requests. Kestrel keeps the length under this name.</summary>
    private static ProblemResult? Framing(HttpContext context)
    {
        if (!context.Request.Headers.ContainsKey("X-Content-Length") || context.Request.Headers.TransferEncoding.Count == 0)
            return null;
        context.Response.Headers.Connection = "close";
        return Problems.BadRequest("http.framing", "Content-Length and Transfer-Encoding cannot be used together.");
    }

    private static ProblemResult? Method(HttpRequest request)
    {
        if (!Methods.Contains(request.Method))
            return Problems.MethodNotAllowed();
        return Overrides.Any(name => request.Headers.ContainsKey(name))
            ? Problems.BadRequest(
                "http.method-override",
                "Overriding the request method with a header is not supported.",
                "Send the request with its real method.")
            : null;
    }

    /// <summary>Clients resolve <c>.</c> and <c>..</c> before they send; an address that still has them wants to be somewhere else than where it seems to be.</summary>
    private static ProblemResult? Climbing(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var path = target.Split('?')[0];
        return path.Split('/').Any(static segment => Uri.UnescapeDataString(segment) is "." or "..") ? Problems.BadRequest("http.path", "Invalid path") : null;
    }

    /// <summary>A page of a stranger that makes its own name point here still calls us by its own name.</summary>
    private ProblemResult? Host(HttpContext context)
    {
        var host = context.Request.Host.Host;
        if (_hosts.Contains(host))
            return null;
        // An address cannot be made to point elsewhere; it must be the one the connection came in on.
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address) && Same(address, context.Connection.LocalIpAddress))
            return null;
        return Problems.Forbidden(
            "http.host",
            "The server is not configured for this host name.",
            "Use the server's IP address, or allow the name with --allow-host.");
    }

    private ProblemResult? Origin(HttpRequest request)
    {
        var changes = request.Method is not ("GET" or "HEAD" or "OPTIONS");
        if (changes && request.Headers["Sec-Fetch-Site"] is [{ } site] && site is "cross-site" or "same-site" && request.Headers.Origin.Count == 0)
            return ForeignOrigin();
        if (request.Headers.Origin.Count == 0)
            return null;
        return request.Headers.Origin is [{ } origin]
            && (_origins.Contains(origin) || origin.Equals($"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase))
            ? null
            : ForeignOrigin();
    }

    private static ProblemResult ForeignOrigin() =>
        Problems.Forbidden(
            "http.origin", "Cross-origin requests from this origin are not allowed.", "Allow the origin with --allow-origin.");

    /// <summary>Addresses end up in histories and logs of proxies; a token must not.</summary>
    private static ProblemResult? Query(HttpRequest request) =>
        request.Query.Any(pair => TokenNames.Contains(pair.Key) || pair.Value.Any(value => value?.Contains(TokenText.Prefix, StringComparison.Ordinal) == true))
        || request.Path.Value?.Contains(TokenText.Prefix, StringComparison.Ordinal) == true
            ? Problems.BadRequest(
                "auth.token-in-address",
                "Tokens must not be sent in the URL.",
                "Send 'Authorization: Bearer TOKEN'. Revoke this token, since URLs are often logged.")
            : null;

    private static ProblemResult? Encoding(HttpRequest request) => request.Headers.ContentEncoding.Count == 0
        ? null
        : Problems.UnsupportedMediaType("http.content-encoding", "Compressed request bodies are not supported.");

    private static bool Same(IPAddress host, IPAddress? local) =>
        local is not null && (host.Equals(local) || (local.IsIPv4MappedToIPv6 && host.Equals(local.MapToIPv4())));

    private static string Bracketed(string address) => address.Contains(':', StringComparison.Ordinal) ? $"[{address.Trim('[', ']')}]" : address;
}
