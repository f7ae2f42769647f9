namespace Gyre.Learning;

/// <summary>
/// Rows of numbers that need not fit into memory: embeddings, features or probabilities. Algorithms read it in blocks, more than once.
/// Not thread-safe: it may keep one buffer.
/// </summary>
public abstract class RowSource
{
    /// <summary>Number of rows, 0 or more.</summary>
    public abstract int Count { get; }

    /// <summary>Numbers per row, 1 or more.</summary>
    public abstract int Columns { get; }

    /// <summary>Some rows one after the other, valid until the next call.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many; 0 or more, and no more than there are.</param>
    /// <param name="buffer">Room for count x columns numbers, used where the rows are not at hand as they are.</param>
    public abstract ReadOnlySpan<double> Rows(int first, int count, Span<double> buffer);

    /// <summary>Calls back with one block after the other.</summary>
    internal void ForEachBlock(Action<int, int, ReadOnlySpan<double>> use)
    {
        var size = Math.Clamp(BlockCells / Math.Max(1, Columns), 1, Math.Max(Count, 1));
        var buffer = new double[size * Columns];
        for (var first = 0; first < Count; first += size)
        {
            var count = Math.Min(size, Count - first);
            use(first, count, Rows(first, count, buffer));
        }
    }

    /// <summary>A copy of one row.</summary>
    internal double[] Row(int index)
    {
        var row = new double[Columns];
        Rows(index, 1, row).CopyTo(row);
        return row;
    }

    /// <summary>A copy of some rows.</summary>
    internal DenseMatrix Take(IReadOnlyList<int> rows)
    {
        var taken = new DenseMatrix(rows.Count, Columns);
        for (var i = 0; i < rows.Count; i++)
            Rows(rows[i], 1, taken.Row(i)).CopyTo(taken.Row(i));
        return taken;
    }

    /// <summary>Small enough to stay in the cache of a core.</summary>
    private const int BlockCells = 32_768;
}
