using Gyre.Learning.Choosing;

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

    /// <summary>Rows of a matrix, which is not copied.</summary>
    public static RowSource Of(DenseMatrix rows) => new MatrixRows(rows ?? throw new ArgumentNullException(nameof(rows)));

    /// <summary>Rows of single-precision numbers, which are not copied.</summary>
    /// <param name="values">Row after row.</param>
    /// <param name="columns">Numbers per row, at least 1.</param>
    /// <exception cref="ArgumentException">The values do not fill whole rows.</exception>
    public static RowSource Of(ReadOnlyMemory<float> values, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        return values.Length % columns == 0
            ? new FloatRows(values, columns)
            : throw new ArgumentException($"{values.Length} values do not fill rows of {columns}.", nameof(values));
    }

    /// <summary>What a model thinks of rows; computed when asked for, block by block.</summary>
    /// <param name="model">Any classifier.</param>
    /// <param name="features">Its features, in its order.</param>
    /// <param name="classes">
    /// The classes wanted, in their order; one that the model does not know has probability 0. Null for the model's own.
    /// </param>
    /// <exception cref="ArgumentException">The number of columns is not the model's.</exception>
    public static RowSource Probabilities(ClassifierModel model, RowSource features, IReadOnlyList<string>? classes = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(features);
        if (features.Columns != model.FeatureNames.Length)
            throw new ArgumentException($"The rows have {features.Columns} columns, the model {model.FeatureNames.Length} features.", nameof(features));
        var wanted = classes ?? model.Classes;
        return LinearProbabilities.Of(model, features, wanted) ?? (RowSource)new ModelProbabilities(model, features, wanted);
    }

    /// <summary>Calls back with one block after the other.</summary>
    internal void ForEachBlock(Action<int, int, ReadOnlySpan<double>> use)
    {
        var size = Math.Clamp(BlockCells / Columns, 1, Math.Max(Count, 1));
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
