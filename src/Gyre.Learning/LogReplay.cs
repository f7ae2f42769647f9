using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Learning;

/// <summary>One logged decision with its reward.</summary>
/// <param name="Context">What the policy saw; finite numbers.</param>
/// <param name="Arm">What it chose, from 0.</param>
/// <param name="Reward">What came of it; finite.</param>
/// <param name="Propensity">Probability with which it was chosen, in (0, 1].</param>
public sealed record ReplayRow(ImmutableArray<double> Context, int Arm, double Reward, double Propensity);

/// <summary>What a replay has shown.</summary>
/// <param name="Rows">Rows of the log.</param>
/// <param name="Accepted">Rows on which the policy was judged, and from which it learned.</param>
/// <param name="MeanReward">Mean reward of these; null if there are none.</param>
/// <param name="StandardError">Of the mean, from the variance among them; null for fewer than two. It leaves out that a learning policy
/// changes.</param>
public sealed record ReplayResult(long Rows, long Accepted, double? MeanReward, double? StandardError);

/// <summary>Plays a log back to a policy that may learn: a row counts only where the policy chooses what the log did.</summary>
/// <remarks>
/// L. Li, W. Chu, J. Langford and X. Wang, "Unbiased offline evaluation of contextual-bandit-based news article recommendation
/// algorithms", 2011: exact for logs with evenly drawn arms, and for others by accepting a row with probability floor / propensity (M.
/// Dudik, D. Erhan, J. Langford and L. Li, "Sample-efficient nonstationary policy evaluation for contextual bandits", 2012). About floor
/// x rows are accepted: of n rows over K even arms, n / K.
/// </remarks>
public static class LogReplay
{
    /// <summary>Plays a log.</summary>
    /// <param name="rows">In the order of time.</param>
    /// <param name="floor">The least propensity in the log, in (0, 1]; 1 / K for evenly drawn arms.</param>
    /// <param name="choose">The policy's arm for a context. It must not see the row.</param>
    /// <param name="learn">Called with each accepted row; null for a policy that does not learn.</param>
    /// <param name="random">Accepts or rejects: one draw per row on which policy and log agree.</param>
    /// <exception cref="ArgumentOutOfRangeException">The floor is out of its range.</exception>
    /// <exception cref="InvalidInputException">A row has a propensity outside [floor, 1], or a number that is not finite; with its place
    /// in the log.</exception>
    public static ReplayResult Run(
        IEnumerable<ReplayRow> rows, double floor, Func<ImmutableArray<double>, int> choose, Action<ReplayRow>? learn,
        SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(choose);
        ArgumentNullException.ThrowIfNull(random);
        if (floor is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(floor), floor, "The floor must be above 0 and at most 1.");
        var (count, accepted, mean, squares) = (0L, 0L, 0.0, 0.0);
        foreach (var row in rows)
        {
            Check(row, ++count, floor);
            if (choose(row.Context) != row.Arm || random.NextDouble() * row.Propensity >= floor)
                continue;
            accepted++;
            var before = row.Reward - mean;
            mean += before / accepted;
            squares += before * (row.Reward - mean);
            learn?.Invoke(row);
        }
        return new ReplayResult(
            count, accepted, accepted > 0 ? mean : null, accepted > 1 ? Math.Sqrt(squares / (accepted - 1) / accepted) : null);
    }

    private static void Check(ReplayRow row, long number, double floor)
    {
        // Propensities that were written as text may have lost their last digit.
        if (!(row.Propensity >= floor * (1 - 1e-9) && row.Propensity <= 1))
            throw Refuse(
                number, $"the propensity {NumberText.Of(row.Propensity)} is not from {NumberText.Of(floor)} to 1",
                "State the least propensity of the log as the floor.");
        if (!double.IsFinite(row.Reward))
            throw Refuse(number, $"the reward {NumberText.Of(row.Reward)} is not a finite number", null);
        if (row.Context.IsDefault || row.Context.Any(value => !double.IsFinite(value)))
            throw Refuse(number, "the context contains a number that is not finite", null);
    }

    private static InvalidInputException Refuse(long number, string message, string? remedy) =>
        new("replay.row", $"Row {number} of the log cannot be played: {message}.", remedy);
}
