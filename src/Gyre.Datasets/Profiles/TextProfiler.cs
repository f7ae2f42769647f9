using Gyre.Datasets.Checks;

namespace Gyre.Datasets.Profiles;

/// <summary>Counts values by their text.</summary>
/// <param name="budget">How many it keeps.</param>
/// <param name="shown">How many of the most frequent are told.</param>
internal sealed class TextCounts(ProfileBudget budget, int shown)
{
    private readonly ValueCounts _counts = new(budget.Labels, budget.LabelBytes);
    private readonly DistinctEstimate _distinct = new();
    private long _total;

    public void Add(ReadOnlySpan<byte> text)
    {
        _total++;
        _counts.Add(text);
        _distinct.Add(text);
    }

    public ColumnProfile Describe(ColumnProfile profile)
    {
        var top = _counts.Top(shown).ToList();
        return profile with
        {
            Distinct = _counts.HasMore ? Math.Max(_counts.Distinct + 1, _distinct.Count()) : _counts.Distinct,
            IsDistinctExact = !_counts.HasMore,
            Top = [.. top],
            Others = _total - top.Sum(static one => one.Count),
        };
    }
}

/// <summary>Labels.</summary>
internal sealed class LabelProfiler(DatasetElement element, ProfileBudget budget) : ColumnProfiler(element)
{
    private const int Shown = 1000;

    private readonly TextCounts _counts = new(budget, Shown);

    protected override ColumnProfile Describe(ColumnProfile profile) => _counts.Describe(profile);

    protected override bool TryTake(ReadOnlySpan<byte> text)
    {
        _counts.Add(text);
        return true;
    }
}

/// <summary>Texts, with their lengths.</summary>
internal sealed class TextProfiler(DatasetElement element, ProfileBudget budget)
    : NumberProfiler(element, ProfileMeasure.Length, budget, isWhole: true)
{
    private const int Shown = 20;

    private readonly TextCounts _counts = new(budget, Shown);

    protected override ColumnProfile Describe(ColumnProfile profile) => _counts.Describe(base.Describe(profile));

    protected override bool TryTake(ReadOnlySpan<byte> text)
    {
        _counts.Add(text);
        Add(LengthOf(text));
        return true;
    }

    /// <summary>Characters: bytes that do not continue one.</summary>
    private static int LengthOf(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var one in text)
            count += (one & 0xc0) != 0x80 ? 1 : 0;
        return count;
    }
}
