using Gyre.Learning.Vectors;

namespace Gyre.Learning.Choosing;

/// <summary>Rows that stand for their cluster (G. Hacohen, A. Dekel and D. Weinshall, "Active learning on a budget", 2022).</summary>
internal static class Typicality
{
    private const int Neighbours = 20;

    /// <summary>
    /// 1 / mean distance to the 20 nearest rows of the same cluster: infinite among equal rows, 0 for a row that is alone.
    /// O(sum of squared cluster sizes).
    /// </summary>
    public static double[] Of(DenseMatrix rows, IReadOnlyList<int> cluster)
    {
        var typicality = new double[rows.Rows];
        foreach (var members in Enumerable.Range(0, rows.Rows).GroupBy(i => cluster[i]).Select(static group => group.ToArray()))
        {
            foreach (var i in members)
                typicality[i] = Of(rows, i, members);
        }
        return typicality;
    }

    private static double Of(DenseMatrix rows, int row, int[] members)
    {
        Span<double> nearest = stackalloc double[Neighbours];
        nearest = nearest[..Math.Min(Neighbours, members.Length - 1)];
        nearest.Fill(double.PositiveInfinity);
        foreach (var other in members)
        {
            if (other != row)
                Insert(nearest, Distances.Squared(rows.Row(row), rows.Row(other)));
        }
        foreach (ref var distance in nearest)
            distance = Math.Sqrt(distance);
        return nearest.IsEmpty ? 0 : nearest.Length / Kernels.Sum(nearest);
    }

    /// <summary>Keeps the smallest, in order: most values are larger than all of them and cost one comparison.</summary>
    private static void Insert(Span<double> smallest, double value)
    {
        if (smallest.IsEmpty || value >= smallest[^1])
            return;
        var place = smallest.Length - 1;
        for (; place > 0 && smallest[place - 1] > value; place--)
            smallest[place] = smallest[place - 1];
        smallest[place] = value;
    }

    /// <summary>
    /// Again and again the most typical free row of the cluster with the fewest labels, then the largest, then the first.
    /// </summary>
    public static List<int> Pick(double[] typicality, IReadOnlyList<int> cluster, IReadOnlyCollection<int> labelled, int count)
    {
        var taken = labelled.ToHashSet();
        var groups = Enumerable.Range(0, cluster.Count).GroupBy(i => cluster[i]).OrderBy(static group => group.Key)
            .Select(group => new Group(
                group.Count(), group.Count(taken.Contains),
                new(group.Where(i => !taken.Contains(i)).OrderByDescending(i => typicality[i]))))
            .ToList();
        var picks = new List<int>();
        while (picks.Count < count && groups.Where(static group => group.Free.Count > 0).OrderBy(static group => group.Labels)
            .ThenByDescending(static group => group.Size).FirstOrDefault() is { } next)
        {
            picks.Add(next.Free.Dequeue());
            next.Labels++;
        }
        return picks;
    }

    private sealed class Group(int size, int labels, Queue<int> free)
    {
        public int Size { get; } = size;

        public int Labels { get; set; } = labels;

        public Queue<int> Free { get; } = free;
    }
}
