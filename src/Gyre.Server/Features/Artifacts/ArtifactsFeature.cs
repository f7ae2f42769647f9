namespace Gyre.Server.Features.Artifacts;

/// <summary>Content of artifacts.</summary>
internal sealed class ArtifactsFeature : IServerFeature
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapArtifacts(routes.ServiceProvider.GetRequiredService<ServeLimits>());
}
