using Gyre.Learning.Vectors;

namespace Gyre.Learning.Numerics;

/// <summary>Factors and solves symmetric positive definite systems, row after row in one array; O(n^3) to factor, O(n^2) to solve.</summary>
/// <remarks>A. L. Cholesky's method, see G. H. Golub and C. F. Van Loan, "Matrix Computations", 4th edition 2013, section 4.2.</remarks>
internal static class Cholesky
{
    /// <summary>Replaces the lower triangle of <paramref name="matrix"/> by L with L L' = A; what stands above the diagonal is neither read nor written.</summary>
    /// <returns>False when the matrix is not positive definite; its lower triangle is then of no use.</returns>
    public static bool TryFactor(Span<double> matrix, int size)
    {
        for (var row = 0; row < size; row++)
        {
            var current = matrix.Slice(row * size, size);
            for (var column = 0; column < row; column++)
            {
                var above = matrix.Slice(column * size, size);
                current[column] = (current[column] - Kernels.Dot(current[..column], above[..column])) / above[column];
            }
            var pivot = current[row] - Kernels.Dot(current[..row], current[..row]);
            if (!(pivot > 0) || !double.IsFinite(pivot))
                return false;
            current[row] = Math.Sqrt(pivot);
        }
        return true;
    }

    /// <summary>Replaces <paramref name="vector"/> by the solution x of L L' x = vector.</summary>
    public static void Solve(ReadOnlySpan<double> factor, int size, Span<double> vector)
    {
        SolveLower(factor, size, vector);
        SolveUpper(factor, size, vector);
    }

    /// <summary>Replaces <paramref name="vector"/> by the solution y of L y = vector.</summary>
    public static void SolveLower(ReadOnlySpan<double> factor, int size, Span<double> vector)
    {
        for (var row = 0; row < size; row++)
        {
            var current = factor.Slice(row * size, size);
            vector[row] = (vector[row] - Kernels.Dot(current[..row], vector[..row])) / current[row];
        }
    }

    /// <summary>Replaces <paramref name="vector"/> by the solution x of L' x = vector.</summary>
    public static void SolveUpper(ReadOnlySpan<double> factor, int size, Span<double> vector)
    {
        for (var row = size - 1; row >= 0; row--)
        {
            var value = vector[row] / factor[(row * size) + row];
            vector[row] = value;
            Kernels.AddScaled(factor.Slice(row * size, row), -value, vector[..row]);
        }
    }
}
