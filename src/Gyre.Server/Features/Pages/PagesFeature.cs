namespace Gyre.Server.Features.Pages;

/// <summary>Pages for people.</summary>
internal sealed class PagesFeature : IServerFeature
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapPages();
}
