namespace Gyre.Server.Features.Storage;

/// <summary>What the home keeps.</summary>
internal sealed class StorageFeature : IServerFeature
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapStorage();
}
