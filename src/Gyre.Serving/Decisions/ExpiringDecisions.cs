using Gyre.Serving.Schema;
using Gyre.Storage;

namespace Gyre.Serving.Decisions;

/// <summary>
/// Decisions whose wait ended long ago, with their rewards. One stays while the deployment remembers it, so that a late reward is told from
/// one of nobody. Books count what was there, so they still balance.
/// </summary>
internal sealed class ExpiringDecisions(IDatabase database, TimeProvider clock) : IExpiring
{
    private const int AtOnce = 1000;

    public string Rule => "decisions";

    public string What => "decisions of deployments";

    public async Task<ExpiredThings> RemoveAsync(DateTimeOffset before, bool dryRun, CancellationToken cancellationToken)
    {
        var deployments = await database.ReadAsync(DeploymentTable.List, cancellationToken);
        var count = 0L;
        foreach (var deployment in deployments)
        {
            var remembered = clock.GetUtcNow() - deployment.ReadSettings().RewardMemory;
            count += await RemoveAsync(deployment.Number, before < remembered ? before : remembered, dryRun, cancellationToken);
        }
        return new ExpiredThings(count);
    }

    private async Task<long> RemoveAsync(long deployment, DateTimeOffset before, bool dryRun, CancellationToken cancellationToken)
    {
        if (dryRun)
            return await database.ReadAsync(session => DecisionTable.CountOver(session, deployment, before), cancellationToken);
        for (var removed = 0L; ;)
        {
            var (some, slates) = await database.WriteAsync(
                session => (DecisionTable.RemoveOver(session, deployment, before, AtOnce),
                    SlateTable.RemoveOver(session, deployment, before, AtOnce)),
                cancellationToken);
            removed += some;
            if (some < AtOnce && slates < AtOnce)
                return removed;
        }
    }
}
