using Gyre.Core;

namespace Gyre.Learning.Numerics;

/// <summary>Resamples rows with replacement; O(rows x resamples).</summary>
/// <remarks>B. Efron, "Bootstrap methods: another look at the jackknife", 1979; the percentile interval.</remarks>
internal static class Bootstrap
{
    /// <summary>The sorted values of sum(numerators) / sum(denominators) over the resamples; without denominators each counts 1.</summary>
    public static double[] Ratios(ReadOnlySpan<double> numerators, ReadOnlySpan<double> denominators, int resamples, SeededRandom random)
    {
        var ratios = new double[resamples];
        for (var resample = 0; resample < resamples; resample++)
        {
            var (above, below) = (0.0, 0.0);
            for (var draw = 0; draw < numerators.Length; draw++)
            {
                var row = random.NextInt(0, numerators.Length);
                above += numerators[row];
                below += denominators.IsEmpty ? 1 : denominators[row];
            }
            // Only a resample whose rows all have weight 0 has no ratio; it says nothing for the policy.
            ratios[resample] = below == 0 ? 0 : above / below;
        }
        Array.Sort(ratios);
        return ratios;
    }

    /// <summary>The value that a share of the sorted values lies below, interpolated between neighbours.</summary>
    public static double Percentile(ReadOnlySpan<double> sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)Math.Floor(place);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
