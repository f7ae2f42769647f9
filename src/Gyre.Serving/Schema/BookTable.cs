using Gyre.Learning;
using Gyre.Storage;

namespace Gyre.Serving.Schema;

/// <summary>Statements about books, inside a caller's transaction.</summary>
internal static class BookTable
{
    public static RewardBooks Read(IDbSession session, long deployment) => session.QuerySingleOrDefault<RewardBooks>(
        """
        SELECT decisions, joined, defaulted, pending, pending_with_reward, rewards, used, aggregated, duplicate, late, orphan, corrections, late_value
        FROM decision_books WHERE deployment = @deployment
        """,
        new { deployment }) ?? new RewardBooks();

    /// <summary>Adds what changed.</summary>
    public static void Add(IDbSession session, long deployment, RewardBooks change) => session.Execute(
        """
        UPDATE decision_books SET
            decisions = decisions + @Decisions, joined = joined + @Joined, defaulted = defaulted + @Defaulted, pending = pending + @Pending,
            pending_with_reward = pending_with_reward + @PendingWithReward, rewards = rewards + @Rewards, used = used + @Used,
            aggregated = aggregated + @Aggregated, duplicate = duplicate + @Duplicate, late = late + @Late, orphan = orphan + @Orphan,
            corrections = corrections + @Corrections, late_value = late_value + @LateValue
        WHERE deployment = @deployment
        """,
        new
        {
            deployment,
            change.Decisions,
            change.Joined,
            change.Defaulted,
            change.Pending,
            change.PendingWithReward,
            change.Rewards,
            change.Used,
            change.Aggregated,
            change.Duplicate,
            change.Late,
            change.Orphan,
            change.Corrections,
            change.LateValue,
        });
}
