using Gyre.Learning.Vectors;

namespace Gyre.Learning.Choosing;

/// <summary>Squared distances of rows to their nearest centre, brought up to date only where it matters.</summary>
internal sealed class LazyCover
{
    private const int BlockRows = 512;

    // A row that is a centre, or none of the candidates, is nearer than any other, so that it is never picked.
    private const double Never = -1;

    private readonly RowSource _rows;
    private readonly double[] _bounds;
    private readonly int[] _seen;
    private readonly double[] _blockBounds;
    private readonly List<double[]> _centres = [];
    private readonly double[] _buffer;

    public LazyCover(RowSource rows, IReadOnlyList<int> labelled, Func<int, bool>? isCandidate)
    {
        _rows = rows;
        (_bounds, _seen) = (new double[rows.Count], new int[rows.Count]);
        var blocks = (rows.Count + BlockRows - 1) / BlockRows;
        _blockBounds = new double[blocks];
        _buffer = new double[Math.Min(BlockRows, Math.Max(rows.Count, 1)) * rows.Columns];
        _bounds.AsSpan().Fill(double.PositiveInfinity);
        for (var row = 0; row < rows.Count && isCandidate is not null; row++)
            _bounds[row] = isCandidate(row) ? double.PositiveInfinity : Never;
        foreach (var row in labelled)
            AddCentre(row);
        for (var block = 0; block < blocks; block++)
            _blockBounds[block] = Bounds(block).IndexOfAnyExcept(Never) < 0 ? Never : double.PositiveInfinity;
    }

    public PoolCover Pick(int count)
    {
        var (picks, distances, radii) = (new List<int>(), new List<double>(), new List<double>());
        var next = _centres.Count == 0 && count > 0 ? (Row: NearestToMean(), Bound: double.PositiveInfinity) : Farthest();
        while (picks.Count < count && next.Row >= 0)
        {
            picks.Add(next.Row);
            distances.Add(Math.Sqrt(next.Bound));
            AddCentre(next.Row);
            next = Farthest();
            radii.Add(next.Row < 0 ? 0 : Math.Sqrt(next.Bound));
        }
        return new([.. picks], [.. distances], [.. radii]);
    }

    private Span<double> Bounds(int block) => _bounds.AsSpan(block * BlockRows, Math.Min(BlockRows, _bounds.Length - (block * BlockRows)));

    private void AddCentre(int row)
    {
        _centres.Add(_rows.Row(row));
        _bounds[row] = Never;
    }

    /// <summary>The row with the largest distance, the lowest of equals; -1 when none is left.</summary>
    private (int Row, double Bound) Farthest()
    {
        var best = (Row: -1, Bound: Never);
        if (_blockBounds.Length == 0)
            return best;
        // The block with the largest bound mostly holds the answer, and then hardly any other has to be looked at.
        best = Refresh(Kernels.IndexOfMax(_blockBounds), best);
        for (var block = 0; block < _blockBounds.Length; block++)
        {
            if (IsBetter(block * BlockRows, _blockBounds[block], best))
                best = Refresh(block, best);
        }
        return best;
    }

    private (int Row, double Bound) Refresh(int block, (int Row, double Bound) best)
    {
        var first = block * BlockRows;
        var bounds = Bounds(block);
        var values = ReadOnlySpan<double>.Empty;
        for (var i = 0; i < bounds.Length; i++)
        {
            if (!IsBetter(first + i, bounds[i], best))
                continue;
            if (_seen[first + i] < _centres.Count && values.IsEmpty)
                values = _rows.Rows(first, bounds.Length, _buffer);
            for (; _seen[first + i] < _centres.Count && IsBetter(first + i, bounds[i], best); _seen[first + i]++)
                bounds[i] = Math.Min(bounds[i],
                    Distances.Squared(values.Slice(i * _rows.Columns, _rows.Columns), _centres[_seen[first + i]]));
            if (IsBetter(first + i, bounds[i], best))
                best = (first + i, bounds[i]);
        }
        _blockBounds[block] = Never;
        foreach (var bound in bounds)
            _blockBounds[block] = Math.Max(_blockBounds[block], bound);
        return best;
    }

    private static bool IsBetter(int row, double bound, (int Row, double Bound) best) =>
        bound > best.Bound || (bound == best.Bound && bound >= 0 && row < best.Row);

    private int NearestToMean()
    {
        var mean = new double[_rows.Columns];
        _rows.ForEachBlock((_, count, block) =>
        {
            for (var i = 0; i < count; i++)
                Kernels.AddScaled(block.Slice(i * mean.Length, mean.Length), 1, mean);
        });
        // Divided at the end: of points with short numbers the mean is then exact, and equal distances stay equal.
        foreach (ref var value in mean.AsSpan())
            value /= _rows.Count;
        var best = (Row: -1, Distance: double.PositiveInfinity);
        _rows.ForEachBlock((first, count, block) =>
        {
            for (var i = 0; i < count; i++)
            {
                var distance = _bounds[first + i] < 0 ? double.PositiveInfinity
                    : Distances.Squared(block.Slice(i * mean.Length, mean.Length), mean);
                best = distance < best.Distance ? (first + i, distance) : best;
            }
        });
        return best.Row;
    }
}
