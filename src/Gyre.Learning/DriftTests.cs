using Gyre.Learning.Drift;

namespace Gyre.Learning;

/// <summary>
/// Compares a present sample with a reference sample. For values that arrive one by one, see <see cref="DriftDetector"/>.
/// </summary>
public static class DriftTests
{
    /// <summary>The population stability index of two distributions over the same bins: sum of (a - e) ln(a / e). Unit: nats.</summary>
    /// <param name="expected">Shares of the reference, each above 0.</param>
    /// <param name="actual">Shares of the present, each above 0; as many.</param>
    /// <returns>0 for equal distributions; a shift of a normal variable by 0.25, 0.5 and 1 deviations gives about 0.07, 0.25 and
    /// 0.95.</returns>
    /// <exception cref="ArgumentException">The numbers of bins differ, there are none, or a share is not in (0, 1].</exception>
    public static double PopulationStabilityIndex(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual) =>
        PopulationStability.Index(expected, actual);

    /// <summary>Compares a sample with a reference by the population stability index, and alarms on size and evidence together.</summary>
    /// <param name="reference">What the feature looked like.</param>
    /// <param name="sample">What it looks like now; at least one finite value.</param>
    /// <param name="size">Index below which a shift does not matter, however certain it is; above 0. Default 0.1.</param>
    /// <param name="level">Accepted probability of an alarm without drift, in (0, 1). Default 0.05.</param>
    /// <remarks>
    /// Without drift the index is about 1/n + 1/m times a chi-square variable with one degree of freedom less than there are bins (B.
    /// Yurdakul, "Statistical properties of the population stability index", 2018): with 200 values on either side, a third of all checks
    /// exceeds the customary 0.1. The threshold is the greater of <paramref name="size"/> and that variable's quantile. An empty bin
    /// counts as half a value; a bin that is empty on both sides is left out. O(m log bins).
    /// </remarks>
    /// <exception cref="ArgumentException">A sample is empty or a number is out of its range.</exception>
    public static DriftFinding PopulationStabilityOf(
        PopulationReference reference, ReadOnlySpan<double> sample, double size = 0.1, double level = 0.05)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return PopulationStabilityOf(reference.Counts.AsSpan(), reference.Count(sample), size, level);
    }

    /// <summary>The same for counts per category, in the same order on both sides.</summary>
    /// <param name="reference">Counts of the reference, at least two; each at least 0, their sum above 0.</param>
    /// <param name="sample">Counts of the present; as many.</param>
    /// <param name="size">See the other overload.</param>
    /// <param name="level">See the other overload.</param>
    /// <exception cref="ArgumentException">The numbers of bins differ, a side is empty, or a number is out of its range.</exception>
    public static DriftFinding PopulationStabilityOf(
        ReadOnlySpan<long> reference, ReadOnlySpan<long> sample, double size = 0.1, double level = 0.05)
    {
        if (!(size > 0) || !double.IsFinite(size))
            throw new ArgumentOutOfRangeException(nameof(size), size, "The size must be a finite number above 0.");
        DriftGuard.Level(level);
        return PopulationStability.Compare(reference, sample, size, level);
    }

    /// <summary>Compares two samples by the largest distance of their distribution functions (Kolmogorov and Smirnov).</summary>
    /// <param name="reference">At least one finite value.</param>
    /// <param name="sample">At least one finite value.</param>
    /// <param name="level">Accepted probability of an alarm without drift, in (0, 1). Default 0.05.</param>
    /// <returns>The statistic is the distance in [0, 1]; there is an alarm when its p-value is at most the level.</returns>
    /// <remarks>
    /// Exact by counting lattice paths (J. L. Hodges, "The significance probability of the Smirnov two-sample test", 1958) while n x m is
    /// at most 250,000, asymptotic above (A. Kolmogorov, 1933; N. Smirnov, 1939). Equal values make it conservative. O((n + m) log(n +
    /// m)), and O(n m) for the exact probability.
    /// </remarks>
    /// <exception cref="ArgumentException">A sample is empty, a value is not finite, or the level is out of its range.</exception>
    public static DriftFinding KolmogorovSmirnovOf(ReadOnlySpan<double> reference, ReadOnlySpan<double> sample, double level = 0.05)
    {
        DriftGuard.Sample(reference, nameof(reference));
        DriftGuard.Sample(sample, nameof(sample));
        DriftGuard.Level(level);
        return KolmogorovSmirnov.Compare(reference, sample, level);
    }

    /// <summary>
    /// The distance of <see cref="KolmogorovSmirnovOf"/> for samples that are known as distinct values with counts. O(n + m).
    /// </summary>
    /// <param name="referenceValues">Finite and ascending; at least one.</param>
    /// <param name="referenceCounts">How often each is there; as many, each at least 1.</param>
    /// <param name="sampleValues">As of the reference.</param>
    /// <param name="sampleCounts">As of the reference.</param>
    /// <returns>In [0, 1].</returns>
    /// <exception cref="ArgumentException">A side is empty, its values are not ascending, or its counts do not fit them.</exception>
    public static double KolmogorovSmirnovDistance(
        ReadOnlySpan<double> referenceValues, ReadOnlySpan<long> referenceCounts, ReadOnlySpan<double> sampleValues,
        ReadOnlySpan<long> sampleCounts) =>
        KolmogorovSmirnov.CountedDistance(referenceValues, referenceCounts, sampleValues, sampleCounts);

    /// <summary>
    /// The p-value of <see cref="KolmogorovSmirnovOf"/>: the probability of a distance at least as large without drift.
    /// </summary>
    /// <param name="reference">At least one finite value.</param>
    /// <param name="sample">At least one finite value.</param>
    /// <exception cref="ArgumentException">A sample is empty or a value is not finite.</exception>
    public static double KolmogorovSmirnovProbability(ReadOnlySpan<double> reference, ReadOnlySpan<double> sample)
    {
        DriftGuard.Sample(reference, nameof(reference));
        DriftGuard.Sample(sample, nameof(sample));
        return KolmogorovSmirnov.Probability(reference.Length, sample.Length, KolmogorovSmirnov.Distance(reference, sample));
    }
}
