using Gyre.Learning.Numerics;

namespace Gyre.Learning;

/// <summary>How sure a share is that was counted: 3 of 5 right is not proof of anything.</summary>
public static class Proportions
{
    /// <summary>
    /// Wilson's score interval: close to the stated level for all shares, and short (E. Wilson, "Probable inference, the law of succession,
    /// and statistical inference", 1927).
    /// </summary>
    /// <param name="right">Successes, 0 to <paramref name="count"/>.</param>
    /// <param name="count">Trials; null comes back for none.</param>
    /// <param name="level">Chance that the interval holds the true share, above 0 and below 1. Default 0.95.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public static ConfidenceInterval? Wilson(long right, long count, double level = 0.95)
    {
        Check(right, count, level);
        if (count == 0)
            return null;
        var z = NormalDistribution.Quantile((1 + level) / 2);
        var share = (double)right / count;
        var middle = share + (z * z / (2.0 * count));
        var half = z * Math.Sqrt((share * (1 - share) / count) + (z * z / (4.0 * count * count)));
        var whole = 1 + (z * z / count);
        // At the ends the formula gives exactly 0 and 1; rounding must not leave something below or above.
        return new(right == 0 ? 0 : (middle - half) / whole, right == count ? 1 : (middle + half) / whole);
    }

    /// <summary>
    /// The exact interval: it holds the true share at least as often as stated, and is wider (C. Clopper and E. Pearson, "The use of
    /// confidence or fiducial limits illustrated in the case of the binomial", 1934).
    /// </summary>
    /// <inheritdoc cref="Wilson"/>
    public static ConfidenceInterval? Exact(long right, long count, double level = 0.95)
    {
        Check(right, count, level);
        if (count == 0)
            return null;
        var error = (1 - level) / 2;
        return new(
            right == 0 ? 0 : IncompleteBeta.Quantile(right, count - right + 1.0, error),
            right == count ? 1 : IncompleteBeta.Quantile(right + 1.0, count - right, 1 - error));
    }

    private static void Check(long right, long count, double level)
    {
        Settings.Level(level);
        Settings.Between(nameof(count), count, 0, long.MaxValue);
        Settings.Between(nameof(right), right, 0, count);
    }
}
