using System.Numerics.Tensors;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Policies;

/// <summary>Symmetric matrices as their upper triangle, row after row: n (n + 1) / 2 values, half the memory and half the work.</summary>
/// <remarks>
/// With z the triangle of x x', its values off the diagonal doubled, the quadratic form x'Sx is the plain sum of products of z and the triangle of S.
/// A decision computes z once and then needs one such sum per arm.
/// </remarks>
internal static class Triangle
{
    public static int Length(int size) => checked(size * (size + 1) / 2);

    /// <summary>Writes the triangle of x x'.</summary>
    public static void Outer(ReadOnlySpan<double> x, Span<double> triangle)
    {
        for (var (row, start) = (0, 0); row < x.Length; row++)
        {
            var length = x.Length - row;
            TensorPrimitives.Multiply(x[row..], x[row], triangle.Slice(start, length));
            start += length;
        }
    }

    /// <summary>Writes the triangle of x x' with doubled values off the diagonal.</summary>
    public static void OuterDoubled(ReadOnlySpan<double> x, Span<double> triangle)
    {
        for (var (row, start) = (0, 0); row < x.Length; row++)
        {
            var length = x.Length - row;
            TensorPrimitives.Multiply(x[row..], 2 * x[row], triangle.Slice(start, length));
            triangle[start] = x[row] * x[row];
            start += length;
        }
    }

    /// <summary>triangle += factor x x'.</summary>
    public static void AddOuter(ReadOnlySpan<double> x, double factor, Span<double> triangle)
    {
        for (var (row, start) = (0, 0); row < x.Length; row++)
        {
            var length = x.Length - row;
            Kernels.AddScaled(x[row..], factor * x[row], triangle.Slice(start, length));
            start += length;
        }
    }

    /// <summary>Writes the product of the symmetric matrix and a vector.</summary>
    public static void Multiply(ReadOnlySpan<double> triangle, ReadOnlySpan<double> x, Span<double> product)
    {
        product.Clear();
        for (var (row, start) = (0, 0); row < x.Length; row++)
        {
            var length = x.Length - row;
            var values = triangle.Slice(start, length);
            product[row] += Kernels.Dot(values, x[row..]);
            Kernels.AddScaled(values[1..], x[row], product[(row + 1)..]);
            start += length;
        }
    }

    /// <summary>Writes the whole matrix, row after row, with <paramref name="added"/> on its diagonal.</summary>
    public static void Unpack(ReadOnlySpan<double> triangle, int size, double added, Span<double> matrix)
    {
        for (var (row, start) = (0, 0); row < size; row++)
        {
            for (var column = row; column < size; column++)
            {
                var value = triangle[start + column - row];
                matrix[(row * size) + column] = value;
                matrix[(column * size) + row] = value;
            }
            matrix[(row * size) + row] += added;
            start += size - row;
        }
    }

    /// <summary>The largest value of the diagonal; 0 when none is positive.</summary>
    public static double LargestOfDiagonal(ReadOnlySpan<double> triangle, int size)
    {
        var largest = 0.0;
        for (var (row, start) = (0, 0); row < size; row++)
        {
            largest = Math.Max(largest, triangle[start]);
            start += size - row;
        }
        return largest;
    }
}
