namespace Gyre.Server.Http;

/// <summary>Routes by the patterns under which logs and counters know them.</summary>
internal static class RoutePatterns
{
    /// <summary>The pattern as people write it: a group's root has no slash at its end.</summary>
    public static string? Of(Endpoint? endpoint) =>
        (endpoint as RouteEndpoint)?.RoutePattern.RawText is { } pattern ? pattern.Length > 1 ? pattern.TrimEnd('/') : pattern : null;
}
