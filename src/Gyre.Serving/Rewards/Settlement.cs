using Gyre.Serving.Schema;
using Gyre.Storage;

namespace Gyre.Serving.Rewards;

/// <summary>
/// Gives decisions whose wait is over their final rewards, a part of one deployment per transaction, and drops held ones that nobody
/// activated.
/// </summary>
internal sealed class Settlement(IDatabase database, TimeProvider clock)
{
    private const int AtOnce = 1000;

    /// <summary>Settles all that is due; gives how many decisions that were.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var deployments = await database.ReadAsync(DeploymentTable.List, cancellationToken);
        var settled = 0;
        foreach (var deployment in deployments)
        {
            for (var more = true; more;)
            {
                var count = await SettleAsync(deployment, now, cancellationToken);
                settled += count;
                more = count == AtOnce;
            }
        }
        while (await DropAsync(now, cancellationToken) == AtOnce)
            continue;
        return settled;
    }

    private async Task<int> DropAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        await database.ReadAsync(session => SlateTable.AnyOver(session, now), cancellationToken)
            ? await database.WriteAsync(session => SlateTable.RemoveOver(session, now, AtOnce), cancellationToken)
            : 0;

    private async Task<int> SettleAsync(DeploymentRow deployment, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Most turns find nothing, and reading does not hold up the writer.
        var due = await database.ReadAsync(session => DecisionTable.Due(session, deployment.Number, now, 1).Count, cancellationToken);
        return due == 0 ? 0 : await database.WriteAsync(session => Settle(session, deployment, now), cancellationToken);
    }

    private static int Settle(IDbSession session, DeploymentRow deployment, DateTimeOffset now)
    {
        if (DeploymentTable.Find(session, deployment.Number) is not { } row)
            return 0;
        var due = DecisionTable.Due(session, row.Number, now, AtOnce);
        if (due.Count == 0)
            return 0;
        var ledger = new RewardLedger(session, row.Number, row.ReadSettings(), now);
        ledger.Settle(due);
        var change = ledger.Save();
        SettledReport.Append(session, row.Name, change, now);
        return due.Count;
    }
}
