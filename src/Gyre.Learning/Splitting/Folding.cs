using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Learning.Splitting;

/// <summary>Rows dealt to folds like cards.</summary>
internal static class Folding
{
    public static ImmutableArray<IndexSplit> Plain(int rows, int folds, SeededRandom random)
    {
        Check(rows, folds);
        int[] order = [.. Enumerable.Range(0, rows)];
        random.Shuffle(order.AsSpan());
        return Deal(order, folds);
    }

    /// <summary>
    /// The classes are dealt one after the other without starting again at the first fold, so that the folds stay equally large.
    /// </summary>
    public static ImmutableArray<IndexSplit> Stratified(IReadOnlyList<string> labels, int folds, SeededRandom random)
    {
        Check(labels.Count, folds);
        var order = new List<int>(labels.Count);
        foreach (var (name, rows) in Stratification.ByName(labels))
        {
            random.Fork($"fold/{name}").Shuffle(rows.AsSpan());
            order.AddRange(rows);
        }
        return Deal([.. order], folds);
    }

    private static ImmutableArray<IndexSplit> Deal(int[] order, int folds)
    {
        var foldOf = new int[order.Length];
        for (var i = 0; i < order.Length; i++)
            foldOf[order[i]] = i % folds;
        return [.. Enumerable.Range(0, folds).Select(fold => Sides.Of([.. foldOf.Select(own => own == fold)]))];
    }

    private static void Check(int rows, int folds)
    {
        if (folds < 2 || folds > rows)
            throw PartitionOptions.Refuse(
                $"{rows} rows cannot be divided into {folds} folds.", "Use at least 2 folds and no more than there are rows.");
    }
}
