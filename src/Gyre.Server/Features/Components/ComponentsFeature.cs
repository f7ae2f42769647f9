namespace Gyre.Server.Features.Components;

/// <summary>Components that come with the program.</summary>
internal sealed class ComponentsFeature : IServerFeature
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapComponents();
}
