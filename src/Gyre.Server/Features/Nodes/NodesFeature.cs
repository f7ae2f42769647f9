namespace Gyre.Server.Features.Nodes;

/// <summary>Node runs.</summary>
internal sealed class NodesFeature : IServerFeature
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapNodes();
}
