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
            var distances = new double[members.Length];
            foreach (var i in members)
            {
                for (var j = 0; j < members.Length; j++)
                    distances[j] = Math.Sqrt(Distances.Squared(rows.Row(i), rows.Row(members[j])));
                Array.Sort(distances);
                // The nearest is the row itself.
                var nearest = distances.AsSpan(1, Math.Min(Neighbours, members.Length - 1));
                typicality[i] = nearest.IsEmpty ? 0 : nearest.Length / Kernels.Sum(nearest);
            }
        }
        return typicality;
    }

    /// <summary>Again and again the most typical free row of the cluster with the fewest labels, then the largest, then the first.</summary>
    public static List<int> Pick(double[] typicality, IReadOnlyList<int> cluster, IReadOnlyCollection<int> labelled, int count)
    {
        var taken = labelled.ToHashSet();
        var groups = Enumerable.Range(0, cluster.Count).GroupBy(i => cluster[i]).OrderBy(static group => group.Key)
            .Select(group => new Group(
                group.Count(), group.Count(taken.Contains), new(group.Where(i => !taken.Contains(i)).OrderByDescending(i => typicality[i]))))
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
