using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Learning;

/// <summary>
/// The distribution of one numeric feature in a reference sample, as bins: all that has to be kept to compare later samples with it.
/// </summary>
public sealed record PopulationReference
{
    /// <summary>
    /// Bounds between bins, ascending. A value belongs to the bin whose number is the count of bounds not above the value.
    /// </summary>
    public required ImmutableArray<double> Bounds { get; init; }

    /// <summary>Values of the sample per bin; one more than <see cref="Bounds"/>, each at least 0.</summary>
    public required ImmutableArray<long> Counts { get; init; }

    /// <summary>
    /// Divides a sample into bins that hold about equally many of its values; equal values share a bin, so there can be fewer. O(n log
    /// n).
    /// </summary>
    /// <param name="sample">At least one finite value.</param>
    /// <param name="bins">At least 2. Default 10.</param>
    /// <exception cref="ArgumentException">There are no values, one is not finite, or there are fewer than two bins.</exception>
    public static PopulationReference Of(ReadOnlySpan<double> sample, int bins = 10)
    {
        if (bins < 2)
            throw new ArgumentOutOfRangeException(nameof(bins), bins, "A distribution needs at least 2 bins.");
        if (sample.IsEmpty)
            throw new ArgumentException("A reference needs at least one value.", nameof(sample));
        RequireFinite(sample, nameof(sample));
        var sorted = sample.ToArray();
        Array.Sort(sorted);
        var bounds = Enumerable.Range(1, bins - 1).Select(bin => sorted[(int)((long)sorted.Length * bin / bins)]).Distinct().ToList();
        // Where the highest values are equal, the last bin would also take in everything above them, and a shift upwards would be
        // invisible.
        if (bounds[^1] == sorted[^1])
            bounds.Add(Math.BitIncrement(sorted[^1]));
        var reference = new PopulationReference { Bounds = [.. bounds], Counts = [] };
        return reference with { Counts = [.. reference.Count(sample)] };
    }

    /// <summary>Values of a sample per bin.</summary>
    /// <param name="sample">Finite values, also none.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public long[] Count(ReadOnlySpan<double> sample)
    {
        RequireFinite(sample, nameof(sample));
        var counts = new long[Bounds.Length + 1];
        var bounds = Bounds.AsSpan();
        foreach (var value in sample)
        {
            var place = bounds.BinarySearch(value);
            counts[place < 0 ? ~place : place + 1]++;
        }
        return counts;
    }

    private static void RequireFinite(ReadOnlySpan<double> sample, string name)
    {
        for (var i = 0; i < sample.Length; i++)
        {
            if (!double.IsFinite(sample[i]))
                throw new ArgumentException($"Value {i} is {NumberText.Of(sample[i])}; a distribution needs finite values.", name);
        }
    }
}
