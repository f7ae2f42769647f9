namespace Gyre.Learning.Environments;

/// <summary>A table whose cells are mostly 0, row after row.</summary>
internal sealed class SparseRows
{
    private readonly int[][] _places;
    private readonly double[][] _values;

    public SparseRows(DenseMatrix table)
    {
        (Rows, Columns) = (table.Rows, table.Columns);
        (_places, _values) = (new int[Rows][], new double[Rows][]);
        for (var row = 0; row < Rows; row++)
        {
            var cells = table.Row(row).ToArray();
            _places[row] = [.. Enumerable.Range(0, Columns).Where(column => cells[column] != 0)];
            _values[row] = Array.ConvertAll(_places[row], column => cells[column]);
        }
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Table times its transpose times a vector.</summary>
    public double[] Gram(double[] vector)
    {
        var combined = new double[Columns];
        AddCombination(vector, combined);
        var image = new double[Rows];
        for (var row = 0; row < Rows; row++)
        {
            var (places, values) = (_places[row], _values[row]);
            for (var i = 0; i < places.Length; i++)
                image[row] += values[i] * combined[places[i]];
        }
        return image;
    }

    /// <summary>target += sum of weight x row.</summary>
    public void AddCombination(ReadOnlySpan<double> weights, Span<double> target)
    {
        for (var row = 0; row < Rows; row++)
        {
            var (places, values, weight) = (_places[row], _values[row], weights[row]);
            for (var i = 0; i < places.Length; i++)
                target[places[i]] += weight * values[i];
        }
    }
}
