namespace Gyre.Learning;

/// <summary>How several rewards of one decision become one.</summary>
public enum RewardAggregation
{
    /// <summary>The earliest.</summary>
    First,

    /// <summary>The latest.</summary>
    Last,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>The greatest.</summary>
    Max,

    /// <summary>Their mean.</summary>
    Mean,
}

/// <summary>What happens to a reward that comes after the wait.</summary>
public enum LateRewards
{
    /// <summary>It is counted as late, its value is not used.</summary>
    Drop,

    /// <summary>
    /// As <see cref="Drop"/>, and its value is added to <see cref="RewardBooks.LateValue"/>, to show what the wait loses.
    /// </summary>
    Count,

    /// <summary>It is counted as late, and the decision is given out once more with the reward that it now has.</summary>
    Correct,
}

/// <summary>How decisions and rewards are joined.</summary>
public sealed record RewardJoinOptions
{
    /// <summary>Time after a decision in which its rewards count, end included; above 0.</summary>
    public required TimeSpan Wait { get; init; }

    /// <summary>Reward of a decision without one; finite. Default 0.</summary>
    public double Default { get; init; }

    /// <summary>How several rewards become one. Default the earliest.</summary>
    public RewardAggregation Aggregation { get; init; } = RewardAggregation.First;

    /// <summary>What happens to late rewards. Default dropped.</summary>
    public LateRewards Late { get; init; } = LateRewards.Drop;

    /// <summary>The range that a reward cannot leave, or null. Default null.</summary>
    public ConfidenceInterval? Range { get; init; }

    /// <summary>
    /// How long after its wait a decision is remembered, 0 or more, to tell late and duplicate rewards from orphans. Default 7 days.
    /// </summary>
    public TimeSpan Memory { get; init; } = TimeSpan.FromDays(7);
}

/// <summary>What became of a reward; exactly one.</summary>
public enum RewardFate
{
    /// <summary>The first of its decision within the wait.</summary>
    Used,

    /// <summary>A further one within the wait, combined with those before.</summary>
    Aggregated,

    /// <summary>A reward with this id has been seen for the decision; changes nothing.</summary>
    Duplicate,

    /// <summary>It came after the wait, or after the decision was settled.</summary>
    Late,

    /// <summary>Its decision is not known, or no longer remembered.</summary>
    Orphan,
}

/// <summary>A decision with its final reward.</summary>
/// <param name="Decision">Id of the decision.</param>
/// <param name="Time">When it was made.</param>
/// <param name="Reward">Its reward, or the default.</param>
/// <param name="IsDefault">Whether no reward came within the wait.</param>
/// <param name="IsCorrection">Whether it replaces an earlier one of the same decision, after a late reward.</param>
public sealed record JoinedDecision(string Decision, DateTimeOffset Time, double Reward, bool IsDefault, bool IsCorrection);

/// <summary>Where all decisions and rewards are. After each event the books balance.</summary>
public sealed record RewardBooks
{
    /// <summary>Decisions with different ids.</summary>
    public long Decisions { get; init; }

    /// <summary>Decisions settled with a reward.</summary>
    public long Joined { get; init; }

    /// <summary>Decisions settled without one.</summary>
    public long Defaulted { get; init; }

    /// <summary>Decisions whose wait is not over.</summary>
    public long Pending { get; init; }

    /// <summary>Those of them that already have a reward.</summary>
    public long PendingWithReward { get; init; }

    /// <summary>Rewards that were given in.</summary>
    public long Rewards { get; init; }

    /// <summary>Rewards that were the first of their decision.</summary>
    public long Used { get; init; }

    /// <summary>Rewards that were combined with others.</summary>
    public long Aggregated { get; init; }

    /// <summary>Rewards that were given in before.</summary>
    public long Duplicate { get; init; }

    /// <summary>Rewards that came too late.</summary>
    public long Late { get; init; }

    /// <summary>Rewards without a known decision.</summary>
    public long Orphan { get; init; }

    /// <summary>Decisions that were given out once more because of a late reward, each time counted.</summary>
    public long Corrections { get; init; }

    /// <summary>Sum of the values of late rewards; kept under <see cref="LateRewards.Count"/>.</summary>
    public double LateValue { get; init; }

    /// <summary>Whether every decision and every reward is in exactly one place.</summary>
    public bool Balance =>
        Decisions == Joined + Defaulted + Pending
        && Rewards == Used + Aggregated + Duplicate + Late + Orphan
        && Used == Joined + PendingWithReward;
}
