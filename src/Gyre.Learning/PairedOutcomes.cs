using Gyre.Core;
using Gyre.Learning.Gates;
using Gyre.Learning.Numerics;

namespace Gyre.Learning;

/// <summary>Whether a new model is right more often than an old one on the same items.</summary>
public sealed record PairedOutcomes
{
    /// <summary>Items that were judged.</summary>
    public required int Items { get; init; }

    /// <summary>Items that only the new model has right: fixed.</summary>
    public required int OnlyNewRight { get; init; }

    /// <summary>Items that only the old model has right: broken.</summary>
    public required int OnlyOldRight { get; init; }

    /// <summary>Accuracy of the new minus that of the old; null without items.</summary>
    public required double? Difference { get; init; }

    /// <summary>Two-sided exact p-value: min(1, 2 sum_{k &lt;= min} C(n, k) / 2^n) over the n items that differ.</summary>
    public required double ExactP { get; init; }

    /// <summary>
    /// Two-sided mid-p, which is less cautious: the exact sum with half the weight of what was seen (M. Fagerland, S. Lydersen and
    /// P. Laake, "The McNemar test for binary matched-pairs data: mid-p and asymptotic are better than exact conditional", 2013).
    /// </summary>
    public required double MidP { get; init; }

    /// <summary>(|b - c| - 1)² / (b + c); 0 when nothing differs. Good from 25 differing items up.</summary>
    public required double ChiSquare { get; init; }

    /// <summary>P-value of <see cref="ChiSquare"/> with one degree of freedom.</summary>
    public required double ChiSquareP { get; init; }

    /// <summary>
    /// The exact test over all choices of signs of the differences. Differences of 0 change no sum and the others are 1 or -1, so the sum
    /// has a binomial distribution and the value is <see cref="ExactP"/>.
    /// </summary>
    public double SignFlipP => ExactP;

    /// <summary>Compares item by item (Q. McNemar, "Note on the sampling error of the difference between correlated proportions", 1947).</summary>
    /// <param name="oldRight">Whether the old model is right, per item.</param>
    /// <param name="newRight">Whether the new model is right, for the same items.</param>
    /// <exception cref="ArgumentException">The counts differ.</exception>
    public static PairedOutcomes Of(IReadOnlyList<bool> oldRight, IReadOnlyList<bool> newRight)
    {
        ArgumentNullException.ThrowIfNull(oldRight);
        ArgumentNullException.ThrowIfNull(newRight);
        if (oldRight.Count != newRight.Count)
            throw new ArgumentException($"There are {oldRight.Count} outcomes of the old model and {newRight.Count} of the new; both counts must be the same.", nameof(newRight));
        var better = oldRight.Zip(newRight).Count(static pair => pair.Second && !pair.First);
        var worse = oldRight.Zip(newRight).Count(static pair => pair.First && !pair.Second);
        var (least, differing) = (Math.Min(better, worse), better + worse);
        var tail = Binomial.AtLeast(differing - least, differing);
        // Half of both tails: what was seen counts once and not twice.
        var seen = tail - Binomial.AtLeast(differing - least + 1, differing);
        var corrected = differing == 0 ? 0 : Math.Pow(Math.Abs(better - worse) - 1, 2) / differing;
        return new()
        {
            Items = oldRight.Count,
            OnlyNewRight = better,
            OnlyOldRight = worse,
            Difference = oldRight.Count == 0 ? null : (better - worse) / (double)oldRight.Count,
            ExactP = Math.Min(1, 2 * tail),
            MidP = Math.Min(1, (2 * tail) - seen),
            ChiSquare = corrected,
            ChiSquareP = 2 * NormalDistribution.Cdf(-Math.Sqrt(corrected)),
        };
    }

    /// <summary>
    /// The percentile interval of the mean of differences, resampled by items (B. Efron, "Bootstrap methods: another look at the jackknife",
    /// 1979); null without items.
    /// </summary>
    /// <param name="differences">New minus old per item, or per image or video where several boxes hang together.</param>
    /// <param name="level">Above 0 and below 1. Default 0.95.</param>
    /// <param name="resamples">100 to 1,000,000. Default 10,000.</param>
    /// <param name="seed">Fixes the draws.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public static ConfidenceInterval? Bootstrapped(ReadOnlySpan<double> differences, double level = 0.95, int resamples = 10_000, ulong seed = 0)
    {
        Settings.Level(level);
        Settings.Between(nameof(resamples), resamples, 100, 1_000_000);
        if (differences.IsEmpty)
            return null;
        var means = Bootstrap.Ratios(differences, [], resamples, new SeededRandom(seed));
        return new(Bootstrap.Percentile(means, (1 - level) / 2), Bootstrap.Percentile(means, (1 + level) / 2));
    }
}
