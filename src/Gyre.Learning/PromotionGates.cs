using Gyre.Core;
using Gyre.Learning.Gates;
using Gyre.Learning.Numerics;
using Gyre.Learning.OffPolicy;

namespace Gyre.Learning;

/// <summary>Decides once, from data that is complete, whether a challenger may replace the champion.</summary>
/// <remarks>
/// The data must not have been used to fit the challenger or to choose it, else the level does not hold. To look repeatedly while data
/// arrives, use <see cref="MixtureTest"/> or <see cref="CanaryPlan"/>: a gate that is asked again after every row promotes an equal
/// challenger in more than half of all cases.
/// </remarks>
public static class PromotionGates
{
    /// <summary>
    /// Promotes when the lower confidence bound of V(challenger) - V(champion), estimated from a log, is above the margin.
    /// </summary>
    /// <remarks>
    /// P. Thomas, G. Theocharous and M. Ghavamzadeh, "High confidence policy improvement", 2015. Paired: the rows' differences
    /// (pi_challenger - pi_champion) / p (r - q) + v_challenger - v_champion vary far less than two estimates. O(rows).
    /// </remarks>
    /// <param name="log">At least 2 rows.</param>
    /// <param name="options">Level, margin, number of candidates and limits of the diagnostics.</param>
    /// <returns><see cref="GateOutcome.Refused"/> when a diagnostic of either policy fails.</returns>
    /// <exception cref="InvalidInputException">A row has an invalid value; the message names row and field.</exception>
    /// <exception cref="ArgumentException">Columns differ in length, or an option is out of range.</exception>
    public static GateResult Offline(PairedLog log, GateOptions options)
    {
        ArgumentNullException.ThrowIfNull(log);
        Check(options);
        LogCheck.Check(log);
        return OfflineDecision.Of(PairedColumns.Of(log), options, null, null);
    }

    /// <summary>
    /// As above from the probabilities of all arms: fits the reward model for both policies, and refuses a challenger that chooses arms
    /// without support.
    /// </summary>
    /// <param name="log">At least 2 rows; its target policy is the challenger.</param>
    /// <param name="champion">Probabilities of the champion, n x K; each row sums to 1 within 1e-9.</param>
    /// <param name="options">Level, margin, number of candidates and limits of the diagnostics.</param>
    /// <param name="random">Draws the folds.</param>
    /// <param name="fit">How the reward model is fitted. Default 5 folds.</param>
    /// <returns><see cref="GateOutcome.Refused"/> when a diagnostic of either policy fails.</returns>
    /// <exception cref="InvalidInputException">A row has an invalid value; the message names row and field.</exception>
    /// <exception cref="ArgumentException">Sizes do not fit, or an option is out of range.</exception>
    public static GateResult Offline(
        InteractionLog log, DenseMatrix champion, GateOptions options, SeededRandom random, CrossFitOptions? fit = null)
    {
        Check(options);
        var pairs = PairedColumns.Of(OffPolicyEvaluation.Pair(log, champion, fit ?? new(), random));
        var floor = options.Limits.SupportFloor;
        return OfflineDecision.Of(pairs, options, Support.Of(log, floor), Support.Of(log with { Target = champion }, floor));
    }

    /// <summary>
    /// McNemar's exact one-sided test on a labelled test set: only the rows on which exactly one of the two models is right matter.
    /// </summary>
    /// <remarks>Q. McNemar, "Note on the sampling error of the difference between correlated proportions", 1947. O(rows).</remarks>
    /// <param name="challengerOnly">Rows that only the challenger has right, 0 or more.</param>
    /// <param name="championOnly">Rows that only the champion has right, 0 or more.</param>
    /// <param name="rows">Rows of the test set, at least the two together and at least 1.</param>
    /// <param name="options">Level and number of candidates; a margin other than 0 is refused.</param>
    /// <exception cref="ArgumentException">A count or an option is out of range.</exception>
    public static GateResult McNemar(long challengerOnly, long championOnly, long rows, GateOptions options)
    {
        Check(options);
        Settings.Between(nameof(rows), rows, 1, int.MaxValue);
        Settings.Between(nameof(challengerOnly), challengerOnly, 0, rows);
        Settings.Between(nameof(championOnly), championOnly, 0, rows - challengerOnly);
        if (options.Margin != 0)
            throw new ArgumentException("McNemar's test has no margin; use the paired bootstrap.", nameof(options));
        return DiscordantPairs.Decide(challengerOnly, championOnly, rows, options);
    }

    /// <summary>Promotes when the lower percentile of the resampled mean difference is above the margin. O(rows x resamples).</summary>
    /// <remarks>B. Efron, "Bootstrap methods: another look at the jackknife", 1979.</remarks>
    /// <param name="differences">Challenger minus champion per row of the test set, at least 2; finite.</param>
    /// <param name="options">Level, margin, candidates and resamples.</param>
    /// <param name="random">Draws the resamples.</param>
    /// <exception cref="InvalidInputException">A difference is not a finite number.</exception>
    /// <exception cref="ArgumentException">There are too few rows, or an option is out of range.</exception>
    public static GateResult PairedBootstrap(ReadOnlySpan<double> differences, GateOptions options, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        Check(options);
        LogCheck.Differences(differences);
        Settings.Between(nameof(options.Resamples), options.Resamples, 100, 1_000_000);
        var means = Bootstrap.Ratios(differences, [], options.Resamples, random);
        var error = BoundedDecision.Error(options);
        var bounds = new ConfidenceInterval(Bootstrap.Percentile(means, error), Bootstrap.Percentile(means, 1 - error));
        return BoundedDecision.Of(Moments.Of(differences), bounds, options);
    }

    private static void Check(GateOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Settings.Level(options.Level);
        Settings.Level(options.Power);
        Settings.Finite(nameof(options.Margin), options.Margin);
        Settings.Between(nameof(options.Candidates), options.Candidates, 1, int.MaxValue);
        if (options.GuaranteedRange is { } range)
            Settings.Above(nameof(options.GuaranteedRange), range, 0);
    }
}
