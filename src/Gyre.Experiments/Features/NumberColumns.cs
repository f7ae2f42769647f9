using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Experiments.Features;

/// <summary>Columns of numbers: what stands in for a missing one, and how they are brought to a common size.</summary>
/// <param name="Means">Mean of the known numbers of each column; 0 when there are none.</param>
/// <param name="Scaling">Applied last.</param>
internal sealed record NumberColumns(ImmutableArray<double> Means, FeatureScaling Scaling)
{
    public int Width => Means.Length;

    /// <summary>Learns from rows.</summary>
    /// <param name="rows">Each as long as the others; null for a missing number.</param>
    /// <param name="width">Numbers in a row.</param>
    /// <param name="scale"><c>none</c>, <c>standard</c> or a divisor.</param>
    public static NumberColumns Fit(IReadOnlyList<double?[]> rows, int width, string scale)
    {
        var means = new double[width];
        var isConstant = new bool[width];
        for (var column = 0; column < width; column++)
        {
            var known = rows.Select(row => row[column]).OfType<double>().ToList();
            isConstant[column] = known.Count > 0 && known.TrueForAll(number => number == known[0]);
            means[column] = known.Count == 0 ? 0 : isConstant[column] ? known[0] : known.Sum() / known.Count;
        }
        var filled = new DenseMatrix(rows.Count, width);
        foreach (var (i, row) in rows.Index())
        {
            for (var column = 0; column < width; column++)
                filled.Row(i)[column] = row[column] ?? means[column];
        }
        return new NumberColumns([.. means], Exact(FeatureScaling.Fit(scale, filled), means, isConstant, scale == "standard"));
    }

    /// <exception cref="InvalidInputException">The document is not what <see cref="Save"/> gives.</exception>
    public static NumberColumns Load(MapReader state)
    {
        var means = state.Numbers("means");
        var offset = state.Numbers("offset");
        var divisors = state.Numbers("divisors", "must be finite numbers other than 0", static number => number != 0);
        if (offset.Length != means.Length || divisors.Length != means.Length)
            throw state.Refuse("offset", "must have as many numbers as 'means' and 'divisors'");
        return new NumberColumns(means, new FeatureScaling { Offset = offset, Scale = divisors });
    }

    public IEnumerable<(string Name, Value Value)> Save() =>
        [("means", MapReader.ListOf(Means)), ("offset", MapReader.ListOf(Scaling.Offset)), ("divisors", MapReader.ListOf(Scaling.Scale))];

    /// <summary>The feature of a number.</summary>
    public double Scaled(int column, double? number)
    {
        var scaled = ((number ?? Means[column]) - Scaling.Offset[column]) / Scaling.Scale[column];
        return Math.Clamp(scaled, -double.MaxValue, double.MaxValue);
    }

    /// <summary>Rounding can give a constant column a deviation of 1e-17, and any other number would then become enormous.</summary>
    private static FeatureScaling Exact(FeatureScaling scaling, double[] means, bool[] isConstant, bool isStandard) => !isStandard
        ? scaling
        : new FeatureScaling
        {
            Offset = [.. scaling.Offset.Select((offset, column) => isConstant[column] ? means[column] : offset)],
            Scale = [.. scaling.Scale.Select((divisor, column) => isConstant[column] ? 1 : divisor)],
        };
}
