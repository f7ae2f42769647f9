using Gyre.Core.Loops;
using Gyre.Serving;

namespace Gyre.Server.Features.Deployments;

/// <summary>
/// Keeps models loaded and programs running that deployments serve, so that the first request after a start or after a change through
/// another server does not wait for them.
/// </summary>
internal sealed class ModelKeeper(IDeployments deployments, IPredictions predictions, TimeProvider clock) : IBackgroundLoop
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    public string Name => "models";

    public async Task RunAsync(ILoopScope scope, CancellationToken cancellationToken)
    {
        while (true)
        {
            Exception? failure = null;
            foreach (var deployment in await deployments.ListAsync(cancellationToken))
            {
                if (deployment.Serves == ServedForm.Policy)
                    continue;
                try
                {
                    await predictions.DescribeAsync(deployment.Name, cancellationToken);
                }
                catch (Exception exception) when (exception is Core.InvalidInputException or ModelFailedException)
                {
                    // One that cannot be loaded must not keep the others from it.
                    failure = exception;
                }
            }
            if (failure is null)
                scope.Beat();
            else
                scope.Failed(failure);
            await Task.Delay(Interval, clock, cancellationToken);
        }
    }
}
