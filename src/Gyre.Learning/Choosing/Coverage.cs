using Gyre.Learning.Vectors;

namespace Gyre.Learning.Choosing;

/// <summary>
/// Rows that cover the most others within a distance (O. Yehuda et al., "Active learning through a covering lens", 2022), greedily: at
/// least
/// 63 % of what is possible.
/// </summary>
internal static class Coverage
{
    /// <summary>Picks and the share covered after each. O(rows² x columns) time, a bit per pair of rows at most.</summary>
    public static (List<int> Picks, List<double> Covered) Pick(DenseMatrix rows, double radius, IReadOnlyCollection<int> labelled,
        int count)
    {
        var near = Enumerable.Range(0, rows.Rows).Select(i => Near(rows, i, radius)).ToArray();
        var isCovered = new bool[rows.Rows];
        var isTaken = new bool[rows.Rows];
        void Take(int row)
        {
            isTaken[row] = true;
            foreach (var other in near[row])
                isCovered[other] = true;
        }
        foreach (var row in labelled)
            Take(row);
        var (picks, covered) = (new List<int>(), new List<double>());
        while (picks.Count < count && Best(near, isCovered, isTaken) is >= 0 and var best)
        {
            Take(best);
            picks.Add(best);
            covered.Add(isCovered.Count(static one => one) / (double)rows.Rows);
        }
        return (picks, covered);
    }

    private static int Best(int[][] near, bool[] isCovered, bool[] isTaken)
    {
        var (best, most) = (-1, -1);
        for (var i = 0; i < near.Length; i++)
        {
            var gained = isTaken[i] ? -1 : near[i].Count(other => !isCovered[other]);
            if (gained > most)
                (best, most) = (i, gained);
        }
        return best;
    }

    // Compared as distances and not as squares: that is what the radius was chosen by.
    private static int[] Near(DenseMatrix rows, int row, double radius) =>
        [.. Enumerable.Range(0, rows.Rows).Where(other => Math.Sqrt(Distances.Squared(rows.Row(row), rows.Row(other))) <= radius)];
}
