using Gyre.Learning.Vectors;

namespace Gyre.Learning.Environments;

/// <summary>Turns pairs of columns until all are at right angles: what is left of them are singular values times left vectors.</summary>
/// <remarks>M. R. Hestenes, "Inversion of matrices by biorthogonalization and related results", 1958.</remarks>
internal static class RotationSvd
{
    private const int MaxSweeps = 60;
    private const double Tolerance = 1e-15;

    /// <param name="table">At least as many rows as columns.</param>
    /// <param name="rank">Singular values to return.</param>
    public static SingularValues Decompose(DenseMatrix table, int rank)
    {
        // Columns as rows, so that each lies in one piece.
        var columns = SingularVectors.Transposed(table);
        var right = new DenseMatrix(table.Columns, table.Columns);
        for (var i = 0; i < table.Columns; i++)
            right.Row(i)[i] = 1;
        for (var sweep = 0; sweep < MaxSweeps && Sweep(columns, right); sweep++)
        {
        }
        var lengths = Enumerable.Range(0, table.Columns).Select(i => Math.Sqrt(Kernels.Dot(columns.Row(i), columns.Row(i)))).ToArray();
        var order = Enumerable.Range(0, table.Columns).OrderByDescending(i => lengths[i]).Take(rank).ToArray();
        // What is left of a dependent column is rounding, and its direction means nothing.
        var zero = lengths[order[0]] * table.Rows * 1e-16;
        foreach (var i in order)
            Scale(columns.Row(i), lengths[i] > zero ? 1 / lengths[i] : 0);
        return new SingularValues(
            SingularVectors.Transposed(columns.Take(order)),
            [.. order.Select(i => lengths[i] > zero ? lengths[i] : 0)],
            SingularVectors.Transposed(right.Take(order)));
    }

    /// <returns>Whether any pair was turned.</returns>
    private static bool Sweep(DenseMatrix columns, DenseMatrix right)
    {
        var turned = false;
        for (var p = 0; p < columns.Rows - 1; p++)
        {
            for (var q = p + 1; q < columns.Rows; q++)
                turned |= Turn(columns, right, p, q);
        }
        return turned;
    }

    private static bool Turn(DenseMatrix columns, DenseMatrix right, int p, int q)
    {
        var x = columns.Row(p);
        var y = columns.Row(q);
        var (xx, yy, xy) = (Kernels.Dot(x, x), Kernels.Dot(y, y), Kernels.Dot(x, y));
        if (Math.Abs(xy) <= Tolerance * Math.Sqrt(xx * yy))
            return false;
        var cotangent = (yy - xx) / (2 * xy);
        var tangent = (cotangent >= 0 ? 1 : -1) / (Math.Abs(cotangent) + Math.Sqrt(1 + (cotangent * cotangent)));
        var cosine = 1 / Math.Sqrt(1 + (tangent * tangent));
        Rotate(x, y, cosine, cosine * tangent);
        Rotate(right.Row(p), right.Row(q), cosine, cosine * tangent);
        return true;
    }

    private static void Rotate(Span<double> x, Span<double> y, double cosine, double sine)
    {
        for (var i = 0; i < x.Length; i++)
            (x[i], y[i]) = ((cosine * x[i]) - (sine * y[i]), (sine * x[i]) + (cosine * y[i]));
    }

    private static void Scale(Span<double> x, double factor)
    {
        foreach (ref var value in x)
            value *= factor;
    }
}
