namespace Gyre.Storage;

/// <summary>Rows by column, for a statement that takes many of them at once. All columns have the same number of values; none is null.</summary>
public sealed class RowSet
{
    private readonly List<RowColumn> _columns = [];

    /// <summary>The columns in the order in which they were added.</summary>
    internal IReadOnlyList<RowColumn> Columns => _columns;

    /// <summary>Number of rows; 0 before there is a column.</summary>
    public int Count => _columns.Count == 0 ? 0 : _columns[0].Values.Length;

    /// <summary>Adds a column of integers.</summary>
    public RowSet Add(string name, long[] values) => Put(name, values);

    /// <summary>Adds a column of texts.</summary>
    public RowSet Add(string name, string[] values) => Put(name, values);

    /// <summary>Adds a column of numbers. NaN is not taken.</summary>
    public RowSet Add(string name, double[] values) => Put(name, values);

    /// <summary>Adds a column of truth values.</summary>
    public RowSet Add(string name, bool[] values) => Put(name, values);

    /// <summary>Adds a column of bytes.</summary>
    public RowSet Add(string name, byte[][] values) => Put(name, values);

    private RowSet Put(string name, Array values)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(values);
        if (_columns.Count > 0 && values.Length != Count)
            throw new ArgumentException($"The column '{name}' has {values.Length} values; the others have {Count}.", nameof(values));
        _columns.Add(new RowColumn(name, values));
        return this;
    }
}

/// <summary>A column of a <see cref="RowSet"/>.</summary>
internal readonly record struct RowColumn(string Name, Array Values);
