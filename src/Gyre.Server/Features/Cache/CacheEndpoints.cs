using Gyre.Contracts;
using Gyre.Home.Views;
using Gyre.Pipelines;
using Gyre.Server.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gyre.Server.Features.Cache;

/// <summary>The cache of results. Why a node run was answered from it is asked under its run.</summary>
internal static class CacheEndpoints
{
    public static void MapCache(this IEndpointRouteBuilder app)
    {
        var group = app.MapFeature("/cache", "Cache");
        group.MapGet("", ListCache).WithName(nameof(ListCache)).WithSummary("List cache entries, newest first")
            .TakesQuery("limit", "1 to 1000; default 100").TakesQuery("pipeline", "Only entries of this pipeline");
        group.MapPost("/clear", ClearCache).WithName(nameof(ClearCache)).TakesJson<ClearCacheRequest>(optional: true)
            .WithSummary("Delete the cache entries of a pipeline, or all; artifacts are kept");
        group.MapPost("/invalidate", InvalidateCache).WithName(nameof(InvalidateCache)).TakesJson<InvalidateCacheRequest>()
            .WithSummary("Delete the cache entries of a node and of all nodes downstream; artifacts are kept");
    }

    private static async Task<Ok<CacheEntryList>> ListCache(HttpContext context, IResultCache cache, CancellationToken cancellationToken)
    {
        QueryParameters.Only(context.Request, "limit", "pipeline");
        var limit = QueryParameters.Number(context.Request, "limit", 100, 1000);
        var entries = await cache.ListAsync(limit, context.Request.Query["pipeline"], cancellationToken);
        return TypedResults.Ok(ContractViews.Of(entries));
    }

    private static async Task<Ok<CacheCleared>> ClearCache(HttpContext context, IResultCache cache, CancellationToken cancellationToken)
    {
        var body = JsonBody.ReadOptional(context, ApiJson.Default.ClearCacheRequest);
        return TypedResults.Ok(new CacheCleared { Removed = await cache.ClearAsync(body.Pipeline, cancellationToken) });
    }

    private static async Task<Results<Ok<CacheInvalidated>, ProblemResult>> InvalidateCache(HttpContext context, IRuns runs, IResultCache cache, CancellationToken cancellationToken)
    {
        var body = JsonBody.Read(context, ApiJson.Default.InvalidateCacheRequest);
        if (await runs.FindAsync(body.RunId, cancellationToken) is null)
            return Problems.NotFound("run", body.RunId.ToString());
        return await cache.InvalidateAsync(body.RunId, body.Node, body.DryRun, cancellationToken) is { } found ? TypedResults.Ok(ContractViews.Of(found)) : Problems.NotFound("node", body.Node);
    }
}
