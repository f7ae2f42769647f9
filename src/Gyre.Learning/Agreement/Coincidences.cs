namespace Gyre.Learning.Agreement;

/// <summary>
/// Krippendorff's matrix of coincidences: how often two values stand at the same unit, each unit with the weight of its values.
/// </summary>
internal sealed class Coincidences
{
    private readonly double[] _values;
    private readonly double[,] _pairs;
    private readonly double[] _totals;

    private Coincidences(double[] values, double[,] pairs)
    {
        (_values, _pairs, _totals) = (values, pairs, new double[values.Length]);
        for (var c = 0; c < values.Length; c++)
        {
            for (var k = 0; k < values.Length; k++)
                _totals[c] += pairs[c, k];
        }
    }

    public static Coincidences Of(IReadOnlyList<IReadOnlyList<double?>> ratings)
    {
        Check(ratings);
        var units = Enumerable.Range(0, ratings.Count == 0 ? 0 : ratings[0].Count)
            .Select(unit => ratings.Select(person => person[unit]).OfType<double>().ToArray()).Where(static unit => unit.Length > 1)
                .ToList();
        double[] values = [.. units.SelectMany(static unit => unit).Distinct().Order()];
        var pairs = new double[values.Length, values.Length];
        foreach (var unit in units)
            Add(unit, values, pairs);
        return new(values, pairs);
    }

    public double? Alpha(MeasurementLevel level)
    {
        var (seen, chance) = (0.0, 0.0);
        for (var c = 0; c < _values.Length; c++)
        {
            for (var k = 0; k < _values.Length; k++)
            {
                var distance = c == k ? 0 : Distance(level, c, k);
                seen += _pairs[c, k] * distance;
                chance += _totals[c] * _totals[k] * distance;
            }
        }
        var alpha = 1 - ((_totals.Sum() - 1) * seen / chance);
        return chance > 0 && double.IsFinite(alpha) ? alpha : null;
    }

    private double Distance(MeasurementLevel level, int c, int k)
    {
        var difference = _values[c] - _values[k];
        switch (level)
        {
            case MeasurementLevel.Nominal:
                return 1;
            case MeasurementLevel.Interval:
                return difference * difference;
            case MeasurementLevel.Ratio:
                var relative = difference / (_values[c] + _values[k]);
                return relative * relative;
            default:
                var (low, high) = (Math.Min(c, k), Math.Max(c, k));
                var between = -(_totals[low] + _totals[high]) / 2;
                for (var value = low; value <= high; value++)
                    between += _totals[value];
                return between * between;
        }
    }

    private static void Add(double[] unit, double[] values, double[,] pairs)
    {
        for (var i = 0; i < unit.Length; i++)
        {
            for (var j = 0; j < unit.Length; j++)
            {
                if (i != j)
                    pairs[Array.BinarySearch(values, unit[i]), Array.BinarySearch(values, unit[j])] += 1.0 / (unit.Length - 1);
            }
        }
    }

    private static void Check(IReadOnlyList<IReadOnlyList<double?>> ratings)
    {
        for (var person = 0; person < ratings.Count; person++)
        {
            if (ratings[person].Count != ratings[0].Count)
                throw new ArgumentException($"Person {person} has {ratings[person].Count} units, the first {ratings[0].Count}; use null where a rating is missing.", nameof(ratings));
            if (ratings[person].Any(static value => value is { } number && !double.IsFinite(number)))
                throw new ArgumentException($"Person {person} has a rating that is not finite.", nameof(ratings));
        }
    }
}
