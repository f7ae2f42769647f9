namespace Gyre.Server.Features.Cache;

/// <summary>The cache.</summary>
internal sealed class CacheFeature : IServerFeature
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapCache();
}
