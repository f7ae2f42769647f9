using Gyre.Core;

namespace Gyre.Learning.Environments;

/// <summary>Chooses the way to singular values, and finishes what it returns.</summary>
internal static class SingularVectors
{
    // One-sided rotations need O(n m^2) per sweep, which is a second at about this size.
    private const int MaxRotated = 200;

    /// <exception cref="ArgumentException">The rank is out of its range, or a number is not finite.</exception>
    public static SingularValues Decompose(DenseMatrix table, int rank)
    {
        var least = Math.Min(table.Rows, table.Columns);
        if (rank < 1 || rank > least)
            throw new ArgumentOutOfRangeException(nameof(rank), rank, $"The rank must be from 1 to {least}.");
        foreach (var value in table.Values)
        {
            if (!double.IsFinite(value))
                throw new ArgumentException(
                    $"The table contains {NumberText.Of(value)}; a decomposition needs finite numbers.", nameof(table));
        }
        if (least > MaxRotated)
            return Fixed(LanczosSvd.Decompose(table, rank));
        if (table.Columns <= table.Rows)
            return Fixed(RotationSvd.Decompose(table, rank));
        var turned = RotationSvd.Decompose(Transposed(table), rank);
        return Fixed(new SingularValues(turned.Right, turned.Values, turned.Left));
    }

    public static DenseMatrix Transposed(DenseMatrix table)
    {
        var turned = new DenseMatrix(table.Columns, table.Rows);
        for (var row = 0; row < table.Rows; row++)
        {
            for (var column = 0; column < table.Columns; column++)
                turned.Row(column)[row] = table[row, column];
        }
        return turned;
    }

    /// <summary>Turns the signs so that the largest entry of each left vector is positive.</summary>
    private static SingularValues Fixed(SingularValues found)
    {
        for (var column = 0; column < found.Values.Length; column++)
        {
            var largest = 0.0;
            for (var row = 0; row < found.Left.Rows; row++)
                largest = Math.Abs(found.Left[row, column]) > Math.Abs(largest) ? found.Left[row, column] : largest;
            if (largest >= 0)
                continue;
            Negate(found.Left, column);
            Negate(found.Right, column);
        }
        return found;
    }

    private static void Negate(DenseMatrix table, int column)
    {
        for (var row = 0; row < table.Rows; row++)
            table.Row(row)[column] = -table[row, column];
    }
}
