using Gyre.Learning;

namespace Gyre.Serving.Rewards;

/// <summary>Adds up what changed in the books.</summary>
internal static class BookSum
{
    public static RewardBooks Plus(this RewardBooks one, RewardBooks other) => new()
    {
        Decisions = one.Decisions + other.Decisions,
        Joined = one.Joined + other.Joined,
        Defaulted = one.Defaulted + other.Defaulted,
        Pending = one.Pending + other.Pending,
        PendingWithReward = one.PendingWithReward + other.PendingWithReward,
        Rewards = one.Rewards + other.Rewards,
        Used = one.Used + other.Used,
        Aggregated = one.Aggregated + other.Aggregated,
        Duplicate = one.Duplicate + other.Duplicate,
        Late = one.Late + other.Late,
        Orphan = one.Orphan + other.Orphan,
        Corrections = one.Corrections + other.Corrections,
        LateValue = one.LateValue + other.LateValue,
    };
}
