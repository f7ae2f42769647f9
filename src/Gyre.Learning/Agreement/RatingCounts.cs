namespace Gyre.Learning.Agreement;

/// <summary>Fleiss' kappa from the number of ratings per item and category.</summary>
internal static class RatingCounts
{
    public static FleissKappa Kappa(IReadOnlyList<IReadOnlyList<int>> counts)
    {
        if (counts.Count == 0)
            return new(null, []);
        var ratings = counts[0].Sum();
        Check(counts, ratings);
        if (ratings < 2)
            return new(null, [.. counts.Select(static _ => (double?)null)]);
        double?[] perItem = [.. counts.Select(row =>
            row.Sum(static count => (double)count * (count - 1)) / ((double)ratings * (ratings - 1)))];
        var chance = Enumerable.Range(0, counts[0].Count)
            .Select(category => counts.Sum(row => (double)row[category]) / ((double)ratings * counts.Count))
                .Sum(static share => share * share);
        var isOneCategory = Enumerable.Range(0, counts[0].Count).Count(category => counts.Any(row => row[category] > 0)) < 2;
        return new(isOneCategory ? null : (perItem.Average(static share => share!.Value) - chance) / (1 - chance), [.. perItem]);
    }

    private static void Check(IReadOnlyList<IReadOnlyList<int>> counts, int ratings)
    {
        for (var item = 0; item < counts.Count; item++)
        {
            if (counts[item].Count != counts[0].Count || counts[item].Any(static count => count < 0) || counts[item].Sum() != ratings)
                throw new ArgumentException(
                    $"Item {item} has {counts[item].Sum()} ratings in {counts[item].Count} categories, the first {ratings} in {counts[0].Count}; they must be the same, and no count negative.",
                    nameof(counts));
        }
    }
}
