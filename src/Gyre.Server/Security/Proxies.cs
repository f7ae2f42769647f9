using System.Net;
using Gyre.Core;
using Gyre.Server.Http;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Gyre.Server.Security;

/// <summary>Marks a request that came through a proxy.</summary>
internal sealed record ViaProxy;

/// <summary>
/// Proxies in front of the server. Only declared ones are believed about their clients, because anybody can send these headers; that they
/// are there at all shows that the connection is not the client's own.
/// </summary>
internal static class Proxies
{
    private static readonly string[] Marks =
        ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix", "Forwarded", "X-Real-IP", "Via"];

    /// <exception cref="InvalidInputException">A proxy or the path is malformed.</exception>
    public static void Check(ServeOptions options)
    {
        foreach (var proxy in options.TrustedProxies)
        {
            if (!IPAddress.TryParse(proxy, out _) && !IsNetwork(proxy))
                throw new InvalidInputException(
                    "serve.proxy",
                    $"'{Quotes.Shorten(proxy)}' is neither an IP address nor a network.",
                    "Use an address such as 127.0.0.1, or a network such as 10.0.0.0/8 whose host bits are zero.");
        }
        if (options.PathBase is { Length: > 0 } path && !IsPath(path))
            throw new InvalidInputException(
                "serve.path-base",
                $"'{Quotes.Shorten(path)}' is not a valid path prefix.",
                "Use letters, digits, '-', '_' and '.' with slashes, such as /gyre.");
    }

    /// <summary>
    /// Host bits that are not zero are a slip: the runtime passes over them, and the network would be another than it reads.
    /// </summary>
    private static bool IsNetwork(string text) =>
        IPNetwork.TryParse(text, out var network)
            && network.BaseAddress.Equals(IPAddress.Parse(text[..text.IndexOf('/', StringComparison.Ordinal)]));

    /// <summary>The declared proxies; a single address is a network of one.</summary>
    public static IEnumerable<IPNetwork> NetworksOf(ServeOptions options) => options.TrustedProxies.Select(static proxy =>
        IPAddress.TryParse(proxy, out var address)
            ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : IPNetwork.Parse(proxy));

    /// <summary>Before anything that asks who the client is, or how it calls the server.</summary>
    public static void Use(IApplicationBuilder app, ServeOptions options)
    {
        app.Use(static (context, next) =>
        {
            if (Marks.Any(context.Request.Headers.ContainsKey))
                context.Features.Set(new ViaProxy());
            return next(context);
        });
        if (!options.TrustedProxies.IsDefaultOrEmpty)
            app.UseForwardedHeaders(Believed(options));
        if (options.PathBase.Length > 0)
            app.UsePathBase(options.PathBase);
    }

    private static ForwardedHeadersOptions Believed(ServeOptions options)
    {
        // All links of a chain are looked at, as long as each is declared.
        var believed = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All, ForwardLimit = null };
        believed.KnownProxies.Clear();
        believed.KnownIPNetworks.Clear();
        foreach (var proxy in NetworksOf(options))
            believed.KnownIPNetworks.Add(proxy);
        return believed;
    }

    private static bool IsPath(string path) => path.Length is > 1 and <= 100 && path[0] == '/' && path[^1] != '/'
        && path[1..].Split('/').All(static part => part.Length > 0 && part is not ("." or "..") && part.All(IsPathCharacter));

    private static bool IsPathCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';
}
