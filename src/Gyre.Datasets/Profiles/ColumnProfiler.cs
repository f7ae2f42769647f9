using System.Collections.Immutable;
using System.Text;
using Gyre.Datasets.Values;

namespace Gyre.Datasets.Profiles;

/// <summary>Collects what the examples hold for one element.</summary>
/// <param name="element">The element.</param>
internal abstract class ColumnProfiler(DatasetElement element)
{
    private long _values;
    private long _nulls;
    private long _missing;
    private long _invalid;

    /// <summary>The element.</summary>
    public DatasetElement Element { get; } = element;

    /// <summary>The collector of an element.</summary>
    /// <param name="element">The element.</param>
    /// <param name="budget">How much it may keep.</param>
    /// <param name="files">Looks up a file: its size, or null when it is not there.</param>
    public static ColumnProfiler Of(DatasetElement element, ProfileBudget budget, Func<string, long?> files) => element.Type switch
    {
        ElementType.Boolean => new BooleanProfiler(element),
        ElementType.Integer => new IntegerProfiler(element, budget),
        ElementType.Float => new FloatProfiler(element, budget),
        ElementType.Datetime => new MomentProfiler(element, budget),
        ElementType.Category => new LabelProfiler(element, budget),
        ElementType.Text => new TextProfiler(element, budget),
        ElementType.Shape => new ShapeProfiler(element),
        _ => new FileProfiler(element, budget, files),
    };

    /// <summary>Takes a cell.</summary>
    public void Take(ReadOnlySpan<byte> cell)
    {
        switch (CellText.KindOf(cell))
        {
            case CellKind.Missing:
                _missing++;
                break;
            case CellKind.Null:
                _nulls++;
                break;
            default:
                if (Element.MultiValue == MultiValue.None ? TryTake(cell) : TryTakeSeveral(cell))
                    _values++;
                else
                    _invalid++;
                break;
        }
    }

    /// <summary>Rows that have no such cell.</summary>
    public void TakeNothing(long rows) => _missing += rows;

    /// <summary>What was collected.</summary>
    public ColumnProfile Profile() => Describe(new ColumnProfile(Element.Name, Element.Role, Element.Type)
    {
        MultiValue = Element.MultiValue,
        Values = _values,
        Missing = _missing,
        Nulls = _nulls,
        Invalid = _invalid,
    });

    /// <summary>Adds what is known about the values.</summary>
    protected abstract ColumnProfile Describe(ColumnProfile profile);

    /// <summary>Takes a value.</summary>
    /// <returns>False when it is not valid.</returns>
    protected abstract bool TryTake(ReadOnlySpan<byte> text);

    private bool TryTakeSeveral(ReadOnlySpan<byte> cell)
    {
        if (CellText.Trim(cell) is not [(byte)'[', ..] || !MultiValueText.TryParse(cell, out var items))
            return TryTake(cell);
        var isValid = true;
        foreach (var item in items)
            isValid &= item is null ? Element.IsNullable : TryTake(Encoding.UTF8.GetBytes(item));
        return isValid;
    }
}

/// <summary>Truth values.</summary>
internal sealed class BooleanProfiler(DatasetElement element) : ColumnProfiler(element)
{
    private long _true;
    private long _false;

    protected override ColumnProfile Describe(ColumnProfile profile)
    {
        ImmutableArray<ValueCount> top =
            [.. new ValueCount[] { new("false", _false), new("true", _true) }.Where(static one => one.Count > 0)
                .OrderByDescending(static one => one.Count)];
        return profile with { Top = top, Distinct = top.Length, IsDistinctExact = true };
    }

    protected override bool TryTake(ReadOnlySpan<byte> text)
    {
        if (!BooleanText.TryParse(text, out var value))
            return false;
        if (value)
            _true++;
        else
            _false++;
        return true;
    }
}

/// <summary>What is a number, or has one.</summary>
internal abstract class NumberProfiler(DatasetElement element, ProfileMeasure measure, ProfileBudget budget, bool isWhole)
    : ColumnProfiler(element)
{
    private readonly NumberSummary _numbers = new(measure, budget.Numbers, isWhole);
    private long _notFinite;

    protected override ColumnProfile Describe(ColumnProfile profile)
    {
        var (distinct, isExact) = _numbers.Distinct();
        return profile with
        {
            NotFinite = _notFinite,
            Numbers = _numbers.Profile(),
            Distinct = distinct,
            IsDistinctExact = isExact,
        };
    }

    protected void Add(double number)
    {
        if (double.IsFinite(number))
            _numbers.Add(number);
        else
            _notFinite++;
    }
}

/// <summary>Doubles.</summary>
internal sealed class FloatProfiler(DatasetElement element, ProfileBudget budget)
    : NumberProfiler(element, ProfileMeasure.Value, budget, isWhole: false)
{
    protected override bool TryTake(ReadOnlySpan<byte> text)
    {
        if (!FloatText.TryParse(text, out var value))
            return false;
        Add(value);
        return true;
    }
}

/// <summary>Whole numbers, as the nearest doubles.</summary>
internal sealed class IntegerProfiler(DatasetElement element, ProfileBudget budget)
    : NumberProfiler(element, ProfileMeasure.Value, budget, isWhole: true)
{
    protected override bool TryTake(ReadOnlySpan<byte> text)
    {
        if (!IntegerText.TryParse(text, out var value, out var big))
            return false;
        Add(big is { } number ? (double)number : value);
        return true;
    }
}

/// <summary>Dates and times.</summary>
internal sealed class MomentProfiler(DatasetElement element, ProfileBudget budget)
    : NumberProfiler(element, ProfileMeasure.Seconds, budget, isWhole: true)
{
    protected override bool TryTake(ReadOnlySpan<byte> text)
    {
        if (!MomentText.TryParse(text, out var value))
            return false;
        Add((value - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond);
        return true;
    }
}

/// <summary>The type without a text form.</summary>
internal sealed class ShapeProfiler(DatasetElement element) : ColumnProfiler(element)
{
    protected override ColumnProfile Describe(ColumnProfile profile) => profile with { IsDistinctExact = true };

    protected override bool TryTake(ReadOnlySpan<byte> text) => false;
}
