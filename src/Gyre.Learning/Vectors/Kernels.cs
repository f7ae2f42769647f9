using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Gyre.Learning.Vectors;

/// <summary>The few loops that everything else is made of, each with one fixed order of additions.</summary>
/// <remarks>
/// Element-wise work goes to <see cref="TensorPrimitives"/>. Sums do not: its reductions start at an aligned address, so
/// their order, and with it the last bits, depends on where the garbage collector happened to put the array.
/// </remarks>
internal static class Kernels
{
    /// <summary>The sum of products: 16 partial sums by index modulo 16, then added in a fixed tree, then the rest in order.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Length, x.Length);
        const int step = 16;
        ref var a = ref MemoryMarshal.GetReference(x);
        ref var b = ref MemoryMarshal.GetReference(y);
        Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
        var i = 0;
        for (; i <= x.Length - step; i += step)
        {
            s0 += Vector256.LoadUnsafe(ref a, (nuint)i) * Vector256.LoadUnsafe(ref b, (nuint)i);
            s1 += Vector256.LoadUnsafe(ref a, (nuint)(i + 4)) * Vector256.LoadUnsafe(ref b, (nuint)(i + 4));
            s2 += Vector256.LoadUnsafe(ref a, (nuint)(i + 8)) * Vector256.LoadUnsafe(ref b, (nuint)(i + 8));
            s3 += Vector256.LoadUnsafe(ref a, (nuint)(i + 12)) * Vector256.LoadUnsafe(ref b, (nuint)(i + 12));
        }

        var lanes = s0 + s1 + (s2 + s3);
        var sum = lanes[0] + lanes[1] + (lanes[2] + lanes[3]);
        for (; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum;
    }

    /// <summary>The sum, first to last.</summary>
    public static double Sum(ReadOnlySpan<double> x)
    {
        var sum = 0.0;
        foreach (var value in x)
            sum += value;
        return sum;
    }

    /// <summary>target += x * factor.</summary>
    public static void AddScaled(ReadOnlySpan<double> x, double factor, Span<double> target) =>
        TensorPrimitives.MultiplyAdd(x, factor, target, target);

    /// <summary>The largest absolute value; 0 for none, NaN if one is NaN.</summary>
    public static double MaxAbsolute(ReadOnlySpan<double> x) =>
        x.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude(x));

    /// <summary>The index of the largest value, the lowest of equals.</summary>
    public static int IndexOfMax(ReadOnlySpan<double> x)
    {
        var best = 0;
        for (var i = 1; i < x.Length; i++)
        {
            if (x[i] > x[best])
                best = i;
        }

        return best;
    }

    /// <summary>Turns scores into probabilities in place, safe against overflow.</summary>
    /// <returns>The logarithm of the sum of the exponentials, for the log-loss.</returns>
    public static double Softmax(Span<double> scores)
    {
        var max = scores[IndexOfMax(scores)];
        TensorPrimitives.Subtract(scores, max, scores);
        TensorPrimitives.Exp(scores, scores);
        var sum = Sum(scores);
        TensorPrimitives.Divide(scores, sum, scores);
        return max + Math.Log(sum);
    }

    /// <summary>Runs the parts of a job on at most <paramref name="threads"/> threads; each part must write only its own place.</summary>
    public static void ForEachPart(int parts, int threads, Action<int> run)
    {
        if (threads <= 1 || parts <= 1)
        {
            for (var part = 0; part < parts; part++)
                run(part);
            return;
        }

        Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = threads }, run);
    }
}
