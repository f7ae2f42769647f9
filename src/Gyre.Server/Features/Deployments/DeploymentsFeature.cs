namespace Gyre.Server.Features.Deployments;

/// <summary>Deployments, and what they decide.</summary>
internal sealed class DeploymentsFeature : IServerFeature
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapDeployments();
        routes.MapDecisions();
    }
}
