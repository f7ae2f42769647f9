using System.Globalization;
using Gyre.Contracts;

namespace Gyre.Client.Api;

/// <summary>The cache of results. Why a node run was answered from it, <see cref="NodesApi.ExplainCacheAsync"/> says.</summary>
public sealed class CacheApi
{
    private readonly ApiTransport _api;

    internal CacheApi(ApiTransport api) => _api = api;

    /// <summary>Entries, newest first.</summary>
    /// <param name="limit">1 to 1,000; null for 100.</param>
    /// <param name="pipeline">Only of this pipeline; null for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<CacheEntryList> ListAsync(int? limit = null, string? pipeline = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<CacheEntryList>(
            ApiPath.Query(ApiPath.Of("cache"), ("limit", limit?.ToString(CultureInfo.InvariantCulture)), ("pipeline", pipeline)),
            cancellationToken);

    /// <summary>Forgets entries of a pipeline, or all; artifacts stay.</summary>
    public Task<CacheCleared> ClearAsync(string? pipeline = null, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync<ClearCacheRequest, CacheCleared>(
            HttpMethod.Post, ApiPath.Of("cache", "clear"), new ClearCacheRequest { Pipeline = pipeline }, null, cancellationToken);

    /// <summary>Forgets entries of a node of a run and of all that follow it; artifacts stay.</summary>
    public Task<CacheInvalidated> InvalidateAsync(InvalidateCacheRequest request, CancellationToken cancellationToken = default) =>
        _api.ChangeAsync<InvalidateCacheRequest, CacheInvalidated>(
            HttpMethod.Post, ApiPath.Of("cache", "invalidate"), request, null, cancellationToken);
}
