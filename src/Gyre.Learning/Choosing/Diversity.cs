using System.Collections.Immutable;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Choosing;

/// <summary>Keeps a batch of unsure items from being one item many times.</summary>
internal sealed class Diversity(RowSource embeddings, ChoiceOptions options)
{
    /// <summary>Of items ranked by how unsure they are, so many that differ.</summary>
    public ImmutableArray<(int Index, double Score)> Of(ImmutableArray<(int Index, double Score)> ranked, int count)
    {
        var rows = embeddings.Take([.. ranked.Select(static item => item.Index)]);
        var kept = WithoutDuplicates(rows);
        if (!options.IsSpread)
            return [.. kept.Take(count).Select(i => ranked[i])];
        // The least sure one is the first centre; the others follow by their distance.
        var cover = FarthestFirst.Choose(RowSource.Of(rows.Take([.. kept])), [0], Math.Max(0, count - 1));
        return [.. cover.Picks.Prepend(0).Take(count).Select(i => ranked[kept[i]])];
    }

    private List<int> WithoutDuplicates(DenseMatrix rows)
    {
        var kept = new List<int>();
        for (var i = 0; i < rows.Rows; i++)
        {
            if (!kept.Exists(other => Math.Sqrt(Distances.Squared(rows.Row(i), rows.Row(other))) < options.DuplicateDistance))
                kept.Add(i);
        }
        return kept;
    }
}
