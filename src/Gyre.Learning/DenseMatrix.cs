namespace Gyre.Learning;

/// <summary>A dense table of doubles, row after row. Mutable through <see cref="Row"/>; not thread-safe while written.</summary>
public sealed class DenseMatrix
{
    private readonly double[] _values;

    /// <summary>Makes a matrix of zeros.</summary>
    /// <param name="rows">0 or more.</param>
    /// <param name="columns">0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative or the product exceeds what an array can hold.</exception>
    public DenseMatrix(int rows, int columns)
        : this(rows, columns, new double[Cells(rows, columns)])
    {
    }

    /// <summary>Wraps values that are already laid out row after row; the array is not copied.</summary>
    /// <param name="rows">0 or more.</param>
    /// <param name="columns">0 or more.</param>
    /// <param name="values">Exactly <paramref name="rows"/> times <paramref name="columns"/> values.</param>
    /// <exception cref="ArgumentException">The array has another length.</exception>
    public DenseMatrix(int rows, int columns, double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != Cells(rows, columns))
            throw new ArgumentException(
                $"{rows} x {columns} requires {Cells(rows, columns)} values, not {values.Length}.", nameof(values));
        (Rows, Columns, _values) = (rows, columns, values);
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>All values, row after row.</summary>
    public Span<double> Values => _values;

    /// <summary>One cell; indexes from 0.</summary>
    public double this[int row, int column] => Row(row)[column];

    /// <summary>The values of one row, index from 0; writing to the span changes the matrix.</summary>
    public Span<double> Row(int index) => _values.AsSpan(checked(index * Columns), Columns);

    /// <summary>A new matrix of the given rows, in the given order.</summary>
    public DenseMatrix Take(ReadOnlySpan<int> rows)
    {
        var taken = new DenseMatrix(rows.Length, Columns);
        for (var i = 0; i < rows.Length; i++)
            Row(rows[i]).CopyTo(taken.Row(i));
        return taken;
    }

    private static int Cells(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        var cells = (long)rows * columns;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cells, Array.MaxLength, nameof(rows));
        return (int)cells;
    }
}
