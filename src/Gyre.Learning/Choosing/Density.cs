using Gyre.Learning.Vectors;

namespace Gyre.Learning.Choosing;

/// <summary>How alike rows are to the pool.</summary>
internal static class Density
{
    /// <summary>
    /// The mean cosine of each row with all rows, itself included; 0 for a row of zeros. The mean of cosines is the cosine part of the mean
    /// direction, so two passes are enough.
    /// </summary>
    public static double[] MeanCosine(RowSource rows)
    {
        var direction = new double[rows.Columns];
        rows.ForEachBlock((_, count, block) =>
        {
            for (var i = 0; i < count; i++)
            {
                var row = block.Slice(i * direction.Length, direction.Length);
                if (Length(row) is > 0 and var length)
                    Kernels.AddScaled(row, 1 / (length * rows.Count), direction);
            }
        });
        var cosines = new double[rows.Count];
        rows.ForEachBlock((first, count, block) =>
        {
            for (var i = 0; i < count; i++)
            {
                var row = block.Slice(i * direction.Length, direction.Length);
                cosines[first + i] = Length(row) is > 0 and var length ? Kernels.Dot(row, direction) / length : 0;
            }
        });
        return cosines;
    }

    private static double Length(ReadOnlySpan<double> row) => Math.Sqrt(Kernels.Dot(row, row));
}
