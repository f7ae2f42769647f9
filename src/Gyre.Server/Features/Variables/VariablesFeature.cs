namespace Gyre.Server.Features.Variables;

/// <summary>Variables and secrets of projects.</summary>
internal sealed class VariablesFeature : IServerFeature
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapVariables();
}
