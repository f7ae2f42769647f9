namespace Gyre.Server.Http;

/// <summary>The addresses of pages. All of them are one file, which finds out from its address what to show.</summary>
internal static class PageRoutes
{
    public const string Start = "/";
    public const string Asset = "/assets/{file}";
    public const string Icon = "/favicon.svg";

    /// <summary>First segments of addresses, besides the start page.</summary>
    private static readonly string[] Roots =
    [
        "runs", "cycles", "tracking", "models", "traces", "triggers", "notifications", "cache", "catalog", "datasets", "components",
        "lineage",
        "deployments", "plans", "settings", "sign-in",
    ];

    /// <summary>Where the one file is served.</summary>
    public static IEnumerable<string> All => [Start, .. Roots.SelectMany(static root => (string[])[$"/{root}", $"/{root}/{{**rest}}"])];
}
