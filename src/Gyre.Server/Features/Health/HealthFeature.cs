namespace Gyre.Server.Features.Health;

/// <summary>How the server is.</summary>
internal sealed class HealthFeature : IServerFeature
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapHealth();
}
