using Gyre.Learning;
using Gyre.Serving.Schema;

namespace Gyre.Serving.Rewards;

/// <summary>
/// The join of one decision as it stood when it was last written: the rules are those of <see cref="RewardJoin"/>, and the rows are its memory.
/// </summary>
internal sealed class RestoredJoin
{
    private readonly RewardJoin _join;
    private readonly RewardBooks _before;

    private RestoredJoin(RewardJoin join, DecisionRow row, int rewards)
    {
        (_join, _before, Row, Position) = (join, join.Books, row, rewards);
    }

    public DecisionRow Row { get; private set; }

    /// <summary>Whether its final reward differs from the row that was read.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>The place of the next reward.</summary>
    public int Position { get; private set; }

    /// <summary>What has changed in the books since it was restored.</summary>
    public RewardBooks Change => Difference(_join.Books, _before);

    /// <summary>Restores a join.</summary>
    /// <param name="row">The decision.</param>
    /// <param name="rewards">The rewards that were kept of it.</param>
    /// <param name="settings">How they are joined.</param>
    public static RestoredJoin Of(DecisionRow row, IReadOnlyList<RewardRow> rewards, DeploymentSettings settings)
    {
        var join = new RewardJoin(settings.ToJoin(row.Deadline - row.DecidedAt));
        join.Decide(row.Id, row.DecidedAt);
        foreach (var reward in rewards.Where(static reward => !reward.IsLate))
            join.Reward(row.Id, reward.Reward, reward.Value, reward.Time, out _);
        if (row.State != DecisionOutcome.Pending)
            join.Advance(row.Deadline + TimeSpan.FromTicks(1));
        foreach (var reward in rewards.Where(static reward => reward.IsLate))
            join.Reward(row.Id, reward.Reward, reward.Value, reward.Time, out _);
        return new RestoredJoin(join, row, rewards.Count);
    }

    /// <summary>Gives it its final reward when its wait is over.</summary>
    public void Advance(DateTimeOffset now)
    {
        if (Row.State != DecisionOutcome.Pending)
            return;
        foreach (var joined in _join.Advance(now))
            Take(joined);
    }

    /// <summary>Takes in a reward.</summary>
    public RewardFate Reward(IncomingReward reward)
    {
        var fate = _join.Reward(Row.Id, reward.Reward, reward.Value, reward.Time, out var correction);
        if (correction is not null)
            Take(correction);
        if (fate is RewardFate.Used or RewardFate.Aggregated or RewardFate.Late)
            Position++;
        return fate;
    }

    private void Take(JoinedDecision joined)
    {
        Row = Row with { Outcome = (long)(joined.IsDefault ? DecisionOutcome.Defaulted : OutcomeOf(joined)), Reward = joined.Reward };
        IsChanged = true;
    }

    /// <summary>A correction changes the reward of a decision and not its place in the books.</summary>
    private DecisionOutcome OutcomeOf(JoinedDecision joined) => joined.IsCorrection ? Row.State : DecisionOutcome.Joined;

    private static RewardBooks Difference(RewardBooks after, RewardBooks before) => new()
    {
        Joined = after.Joined - before.Joined,
        Defaulted = after.Defaulted - before.Defaulted,
        Pending = after.Pending - before.Pending,
        PendingWithReward = after.PendingWithReward - before.PendingWithReward,
        Rewards = after.Rewards - before.Rewards,
        Used = after.Used - before.Used,
        Aggregated = after.Aggregated - before.Aggregated,
        Duplicate = after.Duplicate - before.Duplicate,
        Late = after.Late - before.Late,
        Orphan = after.Orphan - before.Orphan,
        Corrections = after.Corrections - before.Corrections,
        LateValue = after.LateValue - before.LateValue,
    };
}
