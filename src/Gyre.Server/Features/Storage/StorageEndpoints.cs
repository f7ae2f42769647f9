using Gyre.Contracts;
using Gyre.Home;
using Gyre.Server.Http;
using Gyre.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Storage;

/// <summary>What the home keeps, and what a collection would free.</summary>
internal static class StorageEndpoints
{
    /// <summary>The same as <c>gyre gc</c> leaves alone.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromHours(24);

    public static void MapStorage(this IEndpointRouteBuilder app) => app.MapFeature("/storage", "Storage")
        .MapGet("", GetStorage).WithName(nameof(GetStorage))
        .WithSummary("Get the sizes of the stores and what a collection would free; lists all content, so it can take a while");

    private static async Task<Results<Ok<StorageInfo>, ProblemResult>> GetStorage(
        ServerServices services, CancellationToken cancellationToken)
    {
        if (services.Home is not { } home)
            return Problems.NotFound("storage", "of this server");
        var expired = await home.Retention.ApplyAsync(dryRun: true, cancellationToken);
        var content = await ContentCollection.CollectAsync(
            home.Blobs, home.ContentUsers, new CollectionRequest { Grace = Grace, DryRun = true }, services.Clock, cancellationToken);
        return TypedResults.Ok(new StorageInfo
        {
            Database = home.Store.Database.Kind == DatabaseKind.Sqlite ? "sqlite" : "postgresql",
            DatabaseBytes = await StoreSize.InBytesAsync(home.Store, cancellationToken),
            Artifacts = home.Storage.Artifacts?.StartsWith("s3:", StringComparison.OrdinalIgnoreCase) == true ? "s3" : "files",
            Contents = content.Kept,
            ContentBytes = content.KeptBytes,
            Unreferenced = content.Freed,
            UnreferencedBytes = content.FreedBytes,
            Rules =
            [
                .. expired.Select(static rule => new RetentionInfo(
                    rule.Rule, rule.What, RetentionRules.Write(rule.KeptFor), rule.Things.Count, rule.Things.Bytes)),
            ],
        });
    }
}
