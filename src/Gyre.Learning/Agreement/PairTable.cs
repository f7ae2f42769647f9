namespace Gyre.Learning.Agreement;

/// <summary>How often two people gave each pair of categories to the same item.</summary>
internal sealed class PairTable
{
    private readonly long[,] _counts;
    private readonly long[] _first;
    private readonly long[] _second;

    private PairTable(long[,] counts)
    {
        _counts = counts;
        var categories = counts.GetLength(0);
        (_first, _second) = (new long[categories], new long[categories]);
        for (var i = 0; i < categories; i++)
        {
            for (var j = 0; j < categories; j++)
            {
                _first[i] += counts[i, j];
                _second[j] += counts[i, j];
            }
        }
    }

    private long Total => _first.Sum();

    public static PairTable Of(IReadOnlyList<int?> first, IReadOnlyList<int?> second, int categories)
    {
        if (first.Count != second.Count)
            throw new ArgumentException($"There are {first.Count} labels of one and {second.Count} of the other; both counts must be the same.", nameof(second));
        ArgumentOutOfRangeException.ThrowIfLessThan(categories, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(categories, MaxCategories);
        var counts = new long[categories, categories];
        for (var item = 0; item < first.Count; item++)
        {
            if (Check(first[item], categories) is { } a && Check(second[item], categories) is { } b)
                counts[a, b]++;
        }
        return new(counts);
    }

    /// <summary>Of a confusion matrix, for those who have one.</summary>
    public static PairTable Of(long[,] counts) => new(counts);

    public CohenKappa Kappa()
    {
        double? observed = Total == 0 ? null : (double)Enumerable.Range(0, _first.Length).Sum(i => _counts[i, i]) / Total;
        return new(
            (int)Total, observed, Weighted(static (i, j) => i == j ? 0 : 1), Weighted(static (i, j) => Math.Abs(i - j)),
            Weighted(static (i, j) => (double)(i - j) * (i - j)));
    }

    /// <summary>1 - observed disagreement / disagreement by chance; the same as (po - pe) / (1 - pe) for the weights 0 and 1.</summary>
    private double? Weighted(Func<int, int, double> weight)
    {
        var (seen, chance) = (0.0, 0.0);
        for (var i = 0; i < _first.Length; i++)
        {
            for (var j = 0; j < _first.Length; j++)
            {
                seen += weight(i, j) * _counts[i, j];
                chance += weight(i, j) * _first[i] * _second[j];
            }
        }
        return chance == 0 ? null : 1 - (seen * Total / chance);
    }

    private static int? Check(int? category, int categories) => category is null or >= 0 && !(category >= categories)
        ? category
        : throw new ArgumentException($"There is a category {category}; they go from 0 to {categories - 1}.", nameof(category));

    private const int MaxCategories = 10_000;
}
