using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Environments;

/// <summary>What several environments need.</summary>
internal static class EnvironmentGuard
{
    public static void Deviation(double deviation)
    {
        if (!(deviation >= 0) || !double.IsFinite(deviation))
            throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "The deviation must be a finite number of at least 0.");
    }

    /// <summary>Names from 1, as in a file of ratings.</summary>
    public static ImmutableArray<string> Names(string kind, int count) =>
        [.. Enumerable.Range(1, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"{kind} {number}"))];

    /// <summary>A point of the sphere of radius 1, evenly.</summary>
    public static double[] Sphere(int length, SeededRandom random)
    {
        var point = Normal(length, random);
        var radius = Math.Sqrt(Kernels.Dot(point, point));
        return Array.ConvertAll(point, value => value / radius);
    }

    public static double[] Normal(int length, SeededRandom random)
    {
        var point = new double[length];
        foreach (ref var value in point.AsSpan())
            value = random.NextGaussian();
        return point;
    }

    /// <summary>The first places of a shuffle of all numbers below a bound. Only numbers that were moved are kept in memory.</summary>
    public static int[] Distinct(int count, int bound, SeededRandom random)
    {
        var (drawn, moved) = (new int[count], new Dictionary<int, int>());
        for (var i = 0; i < count; i++)
        {
            var other = random.NextInt(i, bound);
            drawn[i] = moved.GetValueOrDefault(other, other);
            moved[other] = moved.GetValueOrDefault(i, i);
        }
        return drawn;
    }
}
