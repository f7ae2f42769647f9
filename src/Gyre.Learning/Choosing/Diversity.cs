using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Choosing;

/// <summary>Keeps a batch of unsure items from being one item many times.</summary>
internal sealed class Diversity(RowSource embeddings, bool isSpread, double duplicateDistance, SeededRandom random)
{
    /// <summary>Of items ranked by how unsure they are, so many that differ.</summary>
    public ImmutableArray<(int Index, double Score)> Of(ImmutableArray<(int Index, double Score)> ranked, int count)
    {
        var rows = embeddings.Take([.. ranked.Select(static item => item.Index)]);
        var kept = WithoutDuplicates(rows);
        if (!isSpread)
            return [.. kept.Take(count).Select(i => ranked[i])];
        // One of each group, the least sure; the groups come in the order of these.
        var groups = Clusters.Find(rows.Take([.. kept]), count, random).Of;
        return [.. kept.Index().GroupBy(pair => groups[pair.Index])
            .SelectMany(static group => group.Select(static (pair, rank) => (Rank: rank, Place: pair.Item)))
            .OrderBy(static item => item.Rank).ThenBy(static item => item.Place).Take(count).Select(item => ranked[item.Place])];
    }

    private List<int> WithoutDuplicates(DenseMatrix rows)
    {
        var kept = new List<int>();
        for (var i = 0; i < rows.Rows; i++)
        {
            if (!kept.Exists(other => Math.Sqrt(Distances.Squared(rows.Row(i), rows.Row(other))) < duplicateDistance))
                kept.Add(i);
        }
        return kept;
    }
}
