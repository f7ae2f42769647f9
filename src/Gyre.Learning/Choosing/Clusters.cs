using Gyre.Core;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Choosing;

/// <summary>Groups of rows that lie together.</summary>
/// <param name="Of">The cluster of each row.</param>
/// <param name="Centres">One row per cluster.</param>
internal sealed record Clusters(int[] Of, DenseMatrix Centres)
{
    private const int MaxRounds = 30;
    private const int Starts = 5;

    /// <summary>Products per round up to which several starts are worth their time.</summary>
    private const double Cheap = 50_000_000;

    /// <summary>
    /// K-means (S. Lloyd, "Least squares quantization in PCM", 1982), started by k-means++ (D. Arthur and S. Vassilvitskii, 2007), the
    /// closest of five starts where that is cheap. O(rows x clusters x columns) per round.
    /// </summary>
    public static Clusters Find(DenseMatrix rows, int count, SeededRandom random)
    {
        count = Math.Min(count, rows.Rows);
        var best = (Found: Once(rows, count, random), Spread: double.PositiveInfinity);
        best.Spread = best.Found.Spread(rows);
        var starts = count > 1 && (double)rows.Rows * count * rows.Columns <= Cheap ? Starts : 1;
        for (var start = 1; start < starts; start++)
        {
            var next = Once(rows, count, random);
            if (next.Spread(rows) is var spread && spread < best.Spread)
                best = (next, spread);
        }
        return best.Found;
    }

    private static Clusters Once(DenseMatrix rows, int count, SeededRandom random)
    {
        var centres = rows.Take(Start(rows, count, random));
        var of = new int[rows.Rows];
        of.AsSpan().Fill(-1);
        for (var round = 0; round < MaxRounds && Assign(rows, centres, of); round++)
            Move(rows, centres, of);
        return new(of, centres);
    }

    private double Spread(DenseMatrix rows)
    {
        var sum = 0.0;
        for (var i = 0; i < Of.Length; i++)
            sum += Distances.Squared(rows.Row(i), Centres.Row(Of[i]));
        return sum;
    }

    /// <summary>The number of the nearest centre, the lowest of equals.</summary>
    public int Nearest(ReadOnlySpan<double> row) => Nearest(row, Centres, Halves(Centres));

    private static int[] Start(DenseMatrix rows, int count, SeededRandom random)
    {
        var starts = new int[count];
        var nearest = new double[rows.Rows];
        nearest.AsSpan().Fill(double.PositiveInfinity);
        for (var k = 0; k < count; k++)
        {
            starts[k] = k == 0 ? random.NextInt(0, rows.Rows) : Draw(nearest, random.NextDouble());
            for (var i = 0; i < rows.Rows; i++)
                nearest[i] = Math.Min(nearest[i], Distances.Squared(rows.Row(i), rows.Row(starts[k])));
        }
        return starts;
    }

    /// <summary>An index with a chance in proportion to its weight; the first of the largest where all weights are 0.</summary>
    public static int Draw(ReadOnlySpan<double> weights, double share)
    {
        var left = share * Kernels.Sum(weights);
        for (var i = 0; i < weights.Length; i++)
        {
            left -= weights[i];
            if (left < 0)
                return i;
        }
        return Kernels.IndexOfMax(weights);
    }

    private static bool Assign(DenseMatrix rows, DenseMatrix centres, int[] of)
    {
        var halves = Halves(centres);
        var isChanged = false;
        for (var i = 0; i < of.Length; i++)
        {
            var nearest = Nearest(rows.Row(i), centres, halves);
            isChanged |= nearest != of[i];
            of[i] = nearest;
        }
        return isChanged;
    }

    // |x - c|² is smallest where |c|² / 2 - x c is: one product in the place of a difference and a square.
    private static int Nearest(ReadOnlySpan<double> row, DenseMatrix centres, double[] halves)
    {
        var (best, least) = (0, double.PositiveInfinity);
        for (var k = 0; k < halves.Length; k++)
        {
            var value = halves[k] - Kernels.Dot(row, centres.Row(k));
            if (value < least)
                (best, least) = (k, value);
        }
        return best;
    }

    private static double[] Halves(DenseMatrix centres) =>
        [.. Enumerable.Range(0, centres.Rows).Select(k => Kernels.Dot(centres.Row(k), centres.Row(k)) / 2)];

    private static void Move(DenseMatrix rows, DenseMatrix centres, int[] of)
    {
        var counts = new int[centres.Rows];
        var sums = new DenseMatrix(centres.Rows, centres.Columns);
        for (var i = 0; i < of.Length; i++)
        {
            counts[of[i]]++;
            Kernels.AddScaled(rows.Row(i), 1, sums.Row(of[i]));
        }
        for (var k = 0; k < counts.Length; k++)
        {
            // A cluster that lost all its rows stays where it was.
            if (counts[k] == 0)
                continue;
            centres.Row(k).Clear();
            Kernels.AddScaled(sums.Row(k), 1.0 / counts[k], centres.Row(k));
        }
    }
}
