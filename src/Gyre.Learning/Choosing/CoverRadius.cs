using Gyre.Core;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Choosing;

/// <summary>
/// How far a label reaches: the largest distance at which 95 % of the items have only items of their own group around them.
/// </summary>
internal static class CoverRadius
{
    private const double Purity = 0.95;
    private const int MaxItems = 1000;

    /// <summary>Groups stand for the classes that nobody has labelled yet. O(items²), for up to a thousand.</summary>
    public static double Of(DenseMatrix rows, int classes, SeededRandom random)
    {
        var sample = rows.Take([.. Enumerable.Range(0, rows.Rows).Take(MaxItems)]);
        var group = Clusters.Find(sample, classes, random).Of;
        // An item stays pure up to the nearest item of another group.
        double[] reach = [.. Enumerable.Range(0, sample.Rows).Select(i => Enumerable.Range(0, sample.Rows).Where(j => group[i] != group[j])
            .Select(j => Distances.Squared(sample.Row(i), sample.Row(j))).DefaultIfEmpty(double.PositiveInfinity).Min()).Order()];
        return reach.Length == 0 ? 0 : Math.Sqrt(reach[(int)((1 - Purity) * (reach.Length - 1))]);
    }
}
