using Microsoft.AspNetCore.Routing.Patterns;

namespace Gyre.Server.Http;

/// <summary>Routes by the patterns under which logs and counters know them.</summary>
internal static class RoutePatterns
{
    /// <summary>The pattern as people write it: a group's root has no slash at its end.</summary>
    public static string? Of(Endpoint? endpoint) => Of((endpoint as RouteEndpoint)?.RoutePattern);

    /// <inheritdoc cref="Of(Endpoint)"/>
    public static string? Of(RoutePattern? pattern) => pattern?.RawText is { } text ? text.Length > 1 ? text.TrimEnd('/') : text : null;
}
