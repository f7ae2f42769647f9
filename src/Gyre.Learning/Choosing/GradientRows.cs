using Gyre.Core;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Choosing;

/// <summary>
/// Rows as the gradients that they would have in the last layer if the most probable class were true: (p - e) times [z; 1] (J. Ash et al.,
/// "Deep batch active learning by diverse, uncertain gradient lower bounds", 2020). Kept as the two factors, never multiplied out.
/// </summary>
internal sealed class GradientRows
{
    private readonly RowSource _features;
    private readonly RowSource _probabilities;
    private readonly double[] _squares;
    private readonly double[] _buffer;

    public GradientRows(RowSource features, RowSource probabilities)
    {
        (_features, _probabilities) = (features, probabilities);
        _squares = new double[features.Count];
        _buffer = new double[BlockRows * probabilities.Columns];
        ForEach((row, error, feature) => _squares[row] = Kernels.Dot(error, error) * (Kernels.Dot(feature, feature) + 1));
    }

    /// <summary>Length of each row's gradient.</summary>
    public double[] Norms() => [.. _squares.Select(Math.Sqrt)];

    /// <summary>Lowers the squared distances of rows to what they are from one more row.</summary>
    public void Near(int centre, double[] distances)
    {
        var feature = _features.Row(centre);
        var error = _probabilities.Row(centre);
        error[Kernels.IndexOfMax(error)] -= 1;
        ForEach((row, other, z) =>
        {
            var product = Kernels.Dot(other, error) * (Kernels.Dot(z, feature) + 1);
            // Rounding can leave a tiny negative number where the two are equal.
            distances[row] = row == centre ? 0 : Math.Min(distances[row], Math.Max(0, _squares[row] + _squares[centre] - (2 * product)));
        });
    }

    /// <summary>
    /// k-means++ over the gradients: the longest first, then each with a chance in proportion to its squared distance from the picks.
    /// </summary>
    public List<(int Row, double Distance)> Pick(int count, Func<int, bool> isLeftOut, SeededRandom random)
    {
        var picks = new List<(int, double)>();
        var distances = new double[_squares.Length];
        var weights = new double[_squares.Length];
        distances.AsSpan().Fill(double.PositiveInfinity);
        for (var row = 0; row < weights.Length; row++)
            weights[row] = isLeftOut(row) ? -1 : _squares[row];
        var left = weights.Count(static weight => weight >= 0);
        while (picks.Count < count && picks.Count < left)
        {
            var next = picks.Count == 0 || !weights.Any(static weight => weight > 0) ? Kernels.IndexOfMax(weights) : Draw(weights, random);
            picks.Add((next, Math.Sqrt(picks.Count == 0 ? _squares[next] : distances[next])));
            Near(next, distances);
            for (var row = 0; row < weights.Length; row++)
                weights[row] = weights[row] < 0 || row == next ? -1 : distances[row];
        }
        return picks;
    }

    private static int Draw(double[] weights, SeededRandom random)
    {
        var left = random.NextDouble() * weights.Sum(static weight => Math.Max(weight, 0));
        var last = -1;
        for (var row = 0; row < weights.Length; row++)
        {
            if (weights[row] <= 0)
                continue;
            last = row;
            left -= weights[row];
            if (left < 0)
                break;
        }
        return last;
    }

    private void ForEach(Use use)
    {
        var (features, classes) = (_features.Columns, _probabilities.Columns);
        var rows = new double[BlockRows * features];
        var errors = new double[classes];
        for (var first = 0; first < _features.Count; first += BlockRows)
        {
            var count = Math.Min(BlockRows, _features.Count - first);
            // Asked first, for it may read the same features.
            var probabilities = _probabilities.Rows(first, count, _buffer);
            var block = _features.Rows(first, count, rows);
            for (var i = 0; i < count; i++)
            {
                probabilities.Slice(i * classes, classes).CopyTo(errors);
                errors[Kernels.IndexOfMax(errors)] -= 1;
                use(first + i, errors, block.Slice(i * features, features));
            }
        }
    }

    private delegate void Use(int row, ReadOnlySpan<double> error, ReadOnlySpan<double> feature);

    private const int BlockRows = 256;
}
