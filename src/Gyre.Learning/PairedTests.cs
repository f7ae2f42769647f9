using Gyre.Learning.Gates;

namespace Gyre.Learning;

/// <summary>Tests of two models on the same items.</summary>
public static class PairedTests
{
    /// <summary>
    /// Compares item by item (Q. McNemar, "Note on the sampling error of the difference between correlated proportions", 1947).
    /// </summary>
    /// <param name="oldRight">Whether the old model is right, per item.</param>
    /// <param name="newRight">Whether the new model is right, for the same items.</param>
    /// <exception cref="ArgumentException">The counts differ.</exception>
    public static PairedOutcomes Of(IReadOnlyList<bool> oldRight, IReadOnlyList<bool> newRight)
    {
        ArgumentNullException.ThrowIfNull(oldRight);
        ArgumentNullException.ThrowIfNull(newRight);
        if (oldRight.Count != newRight.Count)
            throw new ArgumentException($"There are {oldRight.Count} outcomes of the old model and {newRight.Count} of the new; both counts must be the same.", nameof(newRight));
        return PairedCounts.Of(oldRight, newRight);
    }

    /// <summary>
    /// The percentile interval of the mean of differences, resampled by items (B. Efron, "Bootstrap methods: another look at the
    /// jackknife",
    /// 1979); null without items.
    /// </summary>
    /// <param name="differences">New minus old per item, or per image or video where several boxes hang together.</param>
    /// <param name="level">Above 0 and below 1. Default 0.95.</param>
    /// <param name="resamples">100 to 1,000,000. Default 10,000.</param>
    /// <param name="seed">Fixes the draws.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public static ConfidenceInterval? Bootstrapped(ReadOnlySpan<double> differences, double level = 0.95, int resamples = 10_000,
        ulong seed = 0) =>
        PairedCounts.Bootstrapped(differences, level, resamples, seed);
}
