using System.Collections.Immutable;
using Gyre.Learning.Choosing;

namespace Gyre.Learning;

/// <summary>What makes a model unsure of an item. For two classes all give the same order.</summary>
public enum UncertaintyMeasure
{
    /// <summary>The largest probability is small.</summary>
    LeastConfidence,

    /// <summary>The two largest probabilities are close.</summary>
    Margin,

    /// <summary>The probabilities are spread over many classes.</summary>
    Entropy,
}

/// <summary>How unsure one model is of an item (B. Settles, "Active learning literature survey", 2009).</summary>
/// <param name="LeastConfidence">1 - the largest probability; more is less sure.</param>
/// <param name="Margin">The largest minus the second largest; less is less sure. The largest itself for a single class.</param>
/// <param name="Entropy">-sum p ln p in nats; more is less sure.</param>
public readonly record struct ItemUncertainty(double LeastConfidence, double Margin, double Entropy)
{
    /// <summary>Of one item. Probabilities are used as they are, whatever they add up to.</summary>
    /// <param name="probabilities">At least one.</param>
    public static ItemUncertainty Of(ReadOnlySpan<double> probabilities)
    {
        var (first, second) = TopTwo(probabilities);
        var entropy = 0.0;
        foreach (var p in probabilities)
            entropy -= p > 0 ? p * Math.Log(p) : 0;
        return new(1 - first, first - second, entropy);
    }

    /// <summary>Turned so that more is less sure.</summary>
    internal static double Of(UncertaintyMeasure measure, ReadOnlySpan<double> probabilities)
    {
        if (measure == UncertaintyMeasure.Entropy)
            return Of(probabilities).Entropy;
        var (first, second) = TopTwo(probabilities);
        return measure == UncertaintyMeasure.Margin ? second - first : 1 - first;
    }

    internal static (double First, double Second) TopTwo(ReadOnlySpan<double> probabilities)
    {
        var (first, second) = (probabilities[0], double.NegativeInfinity);
        foreach (var p in probabilities[1..])
            (first, second) = p > first ? (p, first) : (first, Math.Max(second, p));
        return (first, double.IsNegativeInfinity(second) ? 0 : second);
    }
}

/// <summary>The items that a model is least sure of.</summary>
public static class Uncertainty
{
    /// <summary>
    /// The least sure items first, of equals the lower index. One pass that keeps only what is asked for: O(items x classes + items log count)
    /// time, O(count) memory beside the block.
    /// </summary>
    /// <param name="probabilities">Items x classes.</param>
    /// <param name="measure">Which measure.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="isLeftOut">True for items that are not asked for; null for none.</param>
    /// <returns>Index and score, turned so that more is less sure: the margin is negative.</returns>
    public static ImmutableArray<(int Index, double Score)> Top(
        RowSource probabilities, UncertaintyMeasure measure, int count, Func<int, bool>? isLeftOut = null)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var best = new BestRows(count);
        var classes = probabilities.Columns;
        probabilities.ForEachBlock((first, rows, block) =>
        {
            for (var i = 0; i < rows; i++)
            {
                var score = ItemUncertainty.Of(measure, block.Slice(i * classes, classes));
                if (best.Wants(score) && isLeftOut?.Invoke(first + i) != true)
                    best.Add(first + i, score);
            }
        });
        return best.Sorted();
    }
}
