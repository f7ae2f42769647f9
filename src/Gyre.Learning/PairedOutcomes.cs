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
}
