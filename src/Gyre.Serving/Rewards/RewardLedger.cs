using Gyre.Learning;
using Gyre.Serving.Schema;
using Gyre.Storage;

namespace Gyre.Serving.Rewards;

/// <summary>Joins rewards of one deployment inside a transaction. What one call joins, the next one in the same transaction sees.</summary>
internal sealed class RewardLedger(IDbSession session, long deployment, DeploymentSettings settings, DateTimeOffset now)
{
    private readonly Dictionary<string, RestoredJoin?> _joins = new(StringComparer.Ordinal);
    private readonly List<RewardRow> _kept = [];
    private long _orphans;

    /// <summary>Takes in rewards; gives what became of each.</summary>
    public IReadOnlyList<RewardFate> Take(IReadOnlyList<IncomingReward> rewards)
    {
        Restore([.. rewards.Select(static reward => reward.Decision).Distinct(StringComparer.Ordinal).Where(id => !_joins.ContainsKey(id))]);
        return [.. rewards.Select(Take)];
    }

    /// <summary>Gives decisions whose wait is over their final rewards.</summary>
    public void Settle(IReadOnlyList<DecisionRow> due)
    {
        Restore(due);
        foreach (var row in due)
            _joins[row.Id]!.Advance(now);
    }

    /// <summary>Writes what has changed; gives it.</summary>
    public RewardBooks Save()
    {
        RewardTable.Insert(session, _kept);
        var joins = _joins.Values.OfType<RestoredJoin>().ToList();
        DecisionTable.Settle(
            session,
            [.. joins.Where(static join => join.IsChanged).Select(static join => join.Row)
                .Select(static row => new SettledRow(row.Deployment, row.Id, row.Outcome, row.Reward))]);
        var change = joins.Aggregate(new RewardBooks { Rewards = _orphans, Orphan = _orphans }, static (sum, join) => sum.Plus(join.Change));
        BookTable.Add(session, deployment, change);
        return change;
    }

    private RewardFate Take(IncomingReward reward)
    {
        if (_joins[reward.Decision] is not { } join)
        {
            _orphans++;
            return RewardFate.Orphan;
        }
        var position = join.Position;
        var fate = join.Reward(reward);
        if (join.Position > position)
        {
            _kept.Add(new RewardRow
            {
                Deployment = deployment,
                Decision = reward.Decision,
                Reward = reward.Reward,
                Position = position,
                Value = reward.Value,
                Time = reward.Time,
                Fate = (long)fate,
            });
        }
        return fate;
    }

    private void Restore(IReadOnlyList<string> ids)
    {
        if (ids.Count == 0)
            return;
        Restore([.. DecisionTable.Find(session, deployment, ids)]);
        foreach (var id in ids)
            _joins.TryAdd(id, null);
    }

    private void Restore(IReadOnlyList<DecisionRow> rows)
    {
        var rewards = RewardTable.Of(session, deployment, rows.Select(static row => row.Id));
        foreach (var row in rows)
        {
            if (IsForgotten(row))
            {
                _joins[row.Id] = null;
                continue;
            }
            var join = RestoredJoin.Of(row, [.. rewards[row.Id]], settings);
            // Whether the loop came before a reward must not decide what becomes of it.
            join.Advance(now);
            _joins[row.Id] = join;
        }
    }

    private bool IsForgotten(DecisionRow row) => row.State != DecisionOutcome.Pending && now - row.Deadline > settings.RewardMemory;
}
