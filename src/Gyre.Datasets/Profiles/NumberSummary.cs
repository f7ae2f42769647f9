using System.Collections.Immutable;

namespace Gyre.Datasets.Profiles;

/// <summary>Collects numbers for a <see cref="NumberProfile"/>.</summary>
/// <param name="measure">What they are.</param>
/// <param name="capacity">Of the sketch.</param>
/// <param name="isWhole">Whether they are whole numbers, which share bins of whole widths.</param>
internal sealed class NumberSummary(ProfileMeasure measure, int capacity, bool isWhole)
{
    private const int Bins = 32;
    private const int Points = 512;

    // Beyond, whole numbers are not one apart any more.
    private const double LargestWhole = 1L << 53;

    private readonly QuantileSketch _sketch = new(capacity);
    private readonly DistinctEstimate _distinct = new();
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;
    private double _mean;
    private double _squares;

    /// <summary>Takes a finite number.</summary>
    public void Add(double number)
    {
        _sketch.Add(number);
        _distinct.Add(number);
        (_min, _max) = (Math.Min(_min, number), Math.Max(_max, number));
        // Welford 1962: no sum of squares that loses its digits.
        var difference = number - _mean;
        _mean += difference / _sketch.Count;
        _squares += difference * (number - _mean);
    }

    /// <summary>How many distinct numbers there were, and whether that is exact.</summary>
    public (long Count, bool IsExact) Distinct() => _sketch.RankError > 0
        ? (_distinct.Count(), false)
        : (_sketch.Sorted().Select(static point => point.Value).Distinct().Count(), true);

    /// <summary>What was collected; null when there was nothing.</summary>
    public NumberProfile? Profile()
    {
        var count = _sketch.Count;
        if (count == 0)
            return null;
        var sorted = _sketch.Sorted();
        return new NumberProfile(measure)
        {
            Count = count,
            Min = _min,
            Max = _max,
            Mean = double.IsFinite(_mean) ? _mean : null,
            Deviation = count > 1 && double.IsFinite(_squares) ? Math.Sqrt(_squares / (count - 1)) : null,
            RankError = (double)_sketch.RankError / count,
            Quantiles = QuantilesOf(sorted, count),
            Histogram = HistogramOf(sorted),
            Distribution = DistributionOf(sorted, count),
        };
    }

    private static ImmutableArray<double> QuantilesOf(List<(double Value, long Count)> sorted, long count)
    {
        var quantiles = ImmutableArray.CreateBuilder<double>(NumberProfile.Shares.Length);
        var (at, below) = (0, sorted[0].Count);
        foreach (var share in NumberProfile.Shares)
        {
            while (at < sorted.Count - 1 && below < share * count)
                below += sorted[++at].Count;
            quantiles.Add(sorted[at].Value);
        }
        return quantiles.MoveToImmutable();
    }

    private NumberHistogram HistogramOf(List<(double Value, long Count)> sorted)
    {
        var bounds = BoundsOf();
        var counts = new long[bounds.Length - 1];
        var bin = 0;
        foreach (var (value, count) in sorted)
        {
            while (bin < counts.Length - 1 && value >= bounds[bin + 1])
                bin++;
            counts[bin] += count;
        }
        return new(bounds, [.. counts]);
    }

    private ImmutableArray<double> BoundsOf()
    {
        if (_min == _max)
            return [_min, Math.BitIncrement(_max)];
        if (isWhole && _min >= -LargestWhole && _max < LargestWhole)
        {
            var span = _max - _min + 1;
            var width = Math.Ceiling(span / Bins);
            return [.. Enumerable.Range(0, (int)Math.Ceiling(span / width) + 1).Select(i => _min + (i * width))];
        }
        // The difference of two doubles may be none, and there may be no doubles between them.
        var steps = Enumerable.Range(1, Bins - 1).Select(static i => (double)i / Bins);
        var inner = steps.Select(step => Math.Clamp((_min * (1 - step)) + (_max * step), _min, _max));
        return [.. inner.Prepend(_min).Append(_max).Order().Distinct()];
    }

    /// <summary>Neighbours are put together until they have a share of one point; the last point is the largest number.</summary>
    private NumberDistribution DistributionOf(List<(double Value, long Count)> sorted, long total)
    {
        var points = Merged(sorted);
        if (points.Count > Points)
            points = Grouped(points, (total / (Points - 1)) + 1);
        points[^1] = (_max, points[^1].Count);
        return new([.. points.Select(static point => point.Value)], [.. points.Select(static point => point.Count)]);
    }

    private static List<(double Value, long Count)> Merged(List<(double Value, long Count)> sorted)
    {
        var merged = new List<(double Value, long Count)>();
        foreach (var (value, count) in sorted)
        {
            if (merged.Count > 0 && merged[^1].Value == value)
                merged[^1] = (value, merged[^1].Count + count);
            else
                merged.Add((value, count));
        }
        return merged;
    }

    private static List<(double Value, long Count)> Grouped(List<(double Value, long Count)> points, long least)
    {
        var groups = new List<(double Value, long Count)>();
        var open = 0L;
        foreach (var (value, count) in points)
        {
            open += count;
            if (open < least)
                continue;
            groups.Add((value, open));
            open = 0;
        }
        if (open > 0)
            groups.Add((points[^1].Value, open));
        return groups;
    }
}
