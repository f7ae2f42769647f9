namespace Gyre.Learning.Choosing;

/// <summary>Takes unsure rows from many clusters (G. Citovsky et al., "Batch active learning at scale", 2021).</summary>
internal static class ClusterMargin
{
    /// <summary>Goes round the clusters of the candidates, from the smallest up, and takes the next of each.</summary>
    /// <param name="candidates">Rows, the least sure first.</param>
    /// <param name="cluster">The cluster of each candidate.</param>
    /// <param name="count">How many at most.</param>
    public static List<int> Pick(IReadOnlyList<int> candidates, IReadOnlyList<int> cluster, int count)
    {
        var groups = Enumerable.Range(0, candidates.Count).GroupBy(i => cluster[i])
            .OrderBy(static group => group.Count()).ThenBy(static group => group.Key).Select(static group => group.ToArray()).ToList();
        var picks = new List<int>();
        for (var round = 0; picks.Count < Math.Min(count, candidates.Count); round++)
        {
            foreach (var group in groups)
            {
                if (round < group.Length && picks.Count < count)
                    picks.Add(candidates[group[round]]);
            }
        }
        return picks;
    }
}
