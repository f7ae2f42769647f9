using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Gyre.Learning.Vectors;

/// <summary>Distances of rows, each with one fixed order of additions.</summary>
internal static class Distances
{
    /// <summary>
    /// The squared Euclidean distance: 16 partial sums by index modulo 16, then added in a fixed tree, then the rest in order.
    /// </summary>
    public static double Squared(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Length, x.Length);
        const int step = 16;
        ref var a = ref MemoryMarshal.GetReference(x);
        ref var b = ref MemoryMarshal.GetReference(y);
        Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
        var i = 0;
        for (; i <= x.Length - step; i += step)
        {
            s0 += Square(Vector256.LoadUnsafe(ref a, (nuint)i) - Vector256.LoadUnsafe(ref b, (nuint)i));
            s1 += Square(Vector256.LoadUnsafe(ref a, (nuint)(i + 4)) - Vector256.LoadUnsafe(ref b, (nuint)(i + 4)));
            s2 += Square(Vector256.LoadUnsafe(ref a, (nuint)(i + 8)) - Vector256.LoadUnsafe(ref b, (nuint)(i + 8)));
            s3 += Square(Vector256.LoadUnsafe(ref a, (nuint)(i + 12)) - Vector256.LoadUnsafe(ref b, (nuint)(i + 12)));
        }
        var lanes = s0 + s1 + (s2 + s3);
        var sum = lanes[0] + lanes[1] + (lanes[2] + lanes[3]);
        for (; i < x.Length; i++)
            sum += (x[i] - y[i]) * (x[i] - y[i]);
        return sum;
    }

    private static Vector256<double> Square(Vector256<double> x) => x * x;
}
