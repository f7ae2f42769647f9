using Gyre.Core.Loops;
using Gyre.Serving;

namespace Gyre.Server.Features.Deployments;

/// <summary>Deployments, and what they decide.</summary>
internal sealed class DeploymentsFeature : IServerFeature
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapDeployments();
        routes.MapDecisions();
        routes.MapPredictions();
        routes.MapPrograms();
        routes.MapExports();
    }

    public IEnumerable<IBackgroundLoop> Loops(IServiceProvider parts, Listening listening) => listening.StepsOnly
        ? []
        : [new ModelKeeper(parts.GetRequiredService<IDeployments>(), parts.GetRequiredService<IPredictions>(),
            parts.GetRequiredService<TimeProvider>())];
}
