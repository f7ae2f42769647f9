using System.Numerics;

namespace Gyre.Learning.Drift;

/// <summary>
/// The two-sample test of Kolmogorov and Smirnov. Distances are whole numbers here: n x m times the distance of the distribution
/// functions.
/// </summary>
internal static class KolmogorovSmirnov
{
    private const long MaxExactCells = 250_000;

    public static DriftFinding Compare(ReadOnlySpan<double> reference, ReadOnlySpan<double> sample, double level)
    {
        var (n, m) = (reference.Length, sample.Length);
        var steps = Distance(reference, sample);
        var probability = Probability(n, m, steps);
        var (distance, threshold) = (steps / ((double)n * m), Threshold(n, m, level));
        var drifted = probability <= level;
        return new DriftFinding(drifted, distance, threshold, level,
            $"The distribution functions of {n} and {m} values differ by {DriftGuard.Shown(distance)}, "
            + $"which has probability {DriftGuard.Probability(probability)} without drift: "
            + (drifted ? "they differ." : "no evidence of a difference."));
    }

    public static long Distance(ReadOnlySpan<double> reference, ReadOnlySpan<double> sample)
    {
        var (x, y) = (reference.ToArray(), sample.ToArray());
        Array.Sort(x);
        Array.Sort(y);
        return SortedDistance(x, y);
    }

    public static long SortedDistance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var (i, j, most) = (0, 0, 0L);
        while (i < x.Length && j < y.Length)
        {
            // Equal values take both samples further before the functions are compared.
            var value = Math.Min(x[i], y[j]);
            while (i < x.Length && x[i] == value)
                i++;
            while (j < y.Length && y[j] == value)
                j++;
            most = Math.Max(most, Math.Abs(((long)i * y.Length) - ((long)j * x.Length)));
        }
        return most;
    }

    /// <summary>The distance in [0, 1] of two distributions given as ascending values with counts.</summary>
    public static double CountedDistance(
        ReadOnlySpan<double> x, ReadOnlySpan<long> countsOfX, ReadOnlySpan<double> y, ReadOnlySpan<long> countsOfY)
    {
        var (n, m) = (TotalOf(x, countsOfX), TotalOf(y, countsOfY));
        var (i, j, below, belowY, most) = (0, 0, 0L, 0L, 0.0);
        while (i < x.Length && j < y.Length)
        {
            var value = Math.Min(x[i], y[j]);
            if (x[i] == value)
                below += countsOfX[i++];
            if (y[j] == value)
                belowY += countsOfY[j++];
            most = Math.Max(most, Math.Abs((below / n) - (belowY / m)));
        }
        return most;
    }

    /// <summary>The probability of at least this distance when both samples are of one continuous distribution.</summary>
    public static double Probability(int n, int m, long distance) => IsExact(n, m)
        ? Exact(n, m, distance)
        : Asymptotic(distance / ((double)n * m) * Math.Sqrt((double)n * m / ((double)n + m)));

    /// <summary>The largest distance in [0, 1] that is not yet an alarm, or 1.</summary>
    public static double Threshold(int n, int m, double level)
    {
        if (IsExact(n, m))
            return (CriticalDistance(n, m, level) - Step(n, m)) / ((double)n * m);
        var (low, high) = (0.0, 10.0);
        for (var middle = 5.0; middle > low && middle < high; middle = low + ((high - low) / 2))
            (low, high) = Asymptotic(middle) > level ? (middle, high) : (low, middle);
        return Math.Min(1, high * Math.Sqrt(((double)n + m) / ((double)n * m)));
    }

    /// <summary>The smallest distance with a probability of at most <paramref name="level"/>; above n x m when there is none.</summary>
    public static long CriticalDistance(int n, int m, double level)
    {
        var step = Step(n, m);
        var (low, high) = (0L, ((long)n * m / step) + 1);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = Exact(n, m, middle * step) > level ? (middle, high) : (low, middle);
        }
        return high * step;
    }

    /// <summary>
    /// Orders of the two samples are paths on a lattice from (0, 0) to (n, m). The probability that a path to (i, j) has been that far
    /// from the diagonal is 1 where it is now, and otherwise that of its two forerunners, weighted by the share of paths that come from
    /// each.
    /// </summary>
    private static double Exact(int n, int m, long distance)
    {
        if (distance <= 0)
            return 1;
        var row = new double[m + 1];
        for (var i = 0; i <= n; i++)
        {
            for (var j = 0; j <= m; j++)
            {
                if (Math.Abs(((long)i * m) - ((long)j * n)) >= distance)
                    row[j] = 1;
                else if (i + j > 0)
                    row[j] = ((i * row[j]) + (j == 0 ? 0 : j * row[j - 1])) / (i + j);
            }
        }
        return row[m];
    }

    /// <summary>Kolmogorov's series for the tail at <paramref name="scaled"/>.</summary>
    private static double Asymptotic(double scaled)
    {
        // Below, the series alternates between numbers near 1, and the tail is 1 to 12 digits anyway.
        if (scaled < 0.2)
            return 1;
        var sum = 0.0;
        for (var k = 1; k <= 40; k++)
            sum += (k % 2 == 1 ? 2 : -2) * Math.Exp(-2 * k * k * scaled * scaled);
        return Math.Clamp(sum, 0, 1);
    }

    private static bool IsExact(int n, int m) => (long)n * m <= MaxExactCells;

    private static double TotalOf(ReadOnlySpan<double> values, ReadOnlySpan<long> counts)
    {
        if (values.IsEmpty || values.Length != counts.Length)
            throw new ArgumentException($"A distribution needs a count per value, but there are {values.Length} and {counts.Length}.");
        var total = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]) || (i > 0 && !(values[i - 1] < values[i])) || counts[i] < 1)
                throw new ArgumentException($"Values must be finite and ascending, each with a count of at least 1; value {i} is not.");
            total += counts[i];
        }
        return total;
    }

    /// <summary>Distances are multiples of the greatest common divisor.</summary>
    private static long Step(int n, int m) => (long)BigInteger.GreatestCommonDivisor(n, m);
}
