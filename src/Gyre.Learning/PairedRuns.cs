using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Learning;

/// <summary>Two ways compared over the same runs (seeds, folds, datasets).</summary>
/// <param name="MeanDifference">Mean of first minus second.</param>
/// <param name="PValue">How often chance alone gives a mean at least as far from 0, on either side.</param>
public sealed record PairedComparison(double MeanDifference, double PValue);

/// <summary>Tests over runs that belong together in pairs.</summary>
public static class PairedRuns
{
    /// <summary>Pairs up to which every choice of signs is counted.</summary>
    private const int MaxExact = 16;

    /// <summary>Random choices of signs for more pairs.</summary>
    private const int Draws = 100_000;

    /// <summary>
    /// Permutation test of the mean difference (R. A. Fisher, "The design of experiments", 1935): if nothing sets the two apart, each
    /// difference could as well have the other sign. All 2^n choices of signs up to 16 pairs, else 100,000 random ones; then the p-value
    /// is (hits + 1) / 100,001. With n pairs it is at least 2^(1-n).
    /// </summary>
    /// <param name="first">One score per run.</param>
    /// <param name="second">The scores of the same runs.</param>
    /// <param name="seed">Fixes the random choices.</param>
    public static PairedComparison Compare(IReadOnlyList<double> first, IReadOnlyList<double> second, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count == 0 || first.Count != second.Count)
            throw new ArgumentException(
                $"There are {first.Count} and {second.Count} scores; both counts must be the same and greater than 0.", nameof(second));
        double[] differences = [.. first.Zip(second, (x, y) => x - y)];
        var observed = Math.Abs(differences.Sum());
        // Sums in another order differ in their last bits; what is equal must count as equal.
        var bound = observed - (1e-12 * differences.Sum(Math.Abs));
        var value = differences.Length <= MaxExact ? Exact(differences, bound) : Sampled(differences, bound, new SeededRandom(seed));
        return new PairedComparison(differences.Average(), value);
    }

    /// <summary>
    /// Holm's correction of several p-values (S. Holm, "A simple sequentially rejective multiple test procedure", 1979): those below α are
    /// significant together at α.
    /// </summary>
    /// <param name="values">P-values of all comparisons made.</param>
    /// <returns>The corrected values in the same order, at most 1.</returns>
    public static ImmutableArray<double> Holm(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var corrected = new double[values.Count];
        var (largest, rank) = (0.0, 0);
        foreach (var i in Enumerable.Range(0, values.Count).OrderBy(i => values[i]))
        {
            largest = Math.Max(largest, Math.Min(1, values[i] * (values.Count - rank++)));
            corrected[i] = largest;
        }
        return [.. corrected];
    }

    private static double Exact(double[] differences, double bound)
    {
        var hits = 0;
        var choices = 1 << differences.Length;
        for (var signs = 0; signs < choices; signs++)
        {
            var sum = 0.0;
            for (var i = 0; i < differences.Length; i++)
                sum += ((signs >> i) & 1) == 0 ? differences[i] : -differences[i];
            hits += Math.Abs(sum) >= bound ? 1 : 0;
        }
        return (double)hits / choices;
    }

    private static double Sampled(double[] differences, double bound, SeededRandom random)
    {
        var hits = 0;
        for (var draw = 0; draw < Draws; draw++)
        {
            var sum = 0.0;
            foreach (var difference in differences)
                sum += (random.NextUInt64() >> 63) == 0 ? difference : -difference;
            hits += Math.Abs(sum) >= bound ? 1 : 0;
        }
        return (hits + 1.0) / (Draws + 1);
    }
}
