namespace Gyre.Server.Features.Catalog;

/// <summary>Files that node runs left behind, by their aliases.</summary>
internal sealed class CatalogFeature : IServerFeature
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapCatalog();
}
