using System.Globalization;
using Gyre.Datasets.Values;

namespace Gyre.Datasets.Checks;

/// <summary>Checks and counts the values of one element.</summary>
internal abstract class ColumnCheck(DatasetElement element, RowPlace place)
{
    private long _values;
    private long _nulls;
    private long _missing;
    private long _invalid;

    /// <summary>The element.</summary>
    public DatasetElement Element { get; } = element;

    /// <summary>The row that is being looked at.</summary>
    protected RowPlace Place { get; } = place;

    /// <summary>The check of an element.</summary>
    public static ColumnCheck Of(DatasetElement element, RowPlace place, FileReferences files)
    {
        ColumnCheck check = element.Type switch
        {
            ElementType.Boolean => new BooleanColumn(element, place),
            ElementType.Integer => new IntegerColumn(element, place),
            ElementType.Float => new FloatColumn(element, place),
            ElementType.Datetime => new MomentColumn(element, place),
            ElementType.Category or ElementType.Text => new TextColumn(element, place),
            ElementType.Shape => new ShapeColumn(element, place),
            _ => new FileColumn(element, place, files),
        };
        return element.MultiValue == MultiValue.None ? check : new MultiValueColumn(check, place);
    }

    /// <summary>Looks at a cell.</summary>
    public void Take(ReadOnlySpan<byte> cell)
    {
        switch (CellText.KindOf(cell))
        {
            case CellKind.Value:
                TakeValue(cell);
                break;
            case CellKind.Null:
                TakeNull(cell);
                break;
            default:
                _missing++;
                if (Element.IsRequired)
                    Place.Error(
                        "dataset.value.missing", $"Missing value for required element \"{Element.Name}\".", "Fill in the cell.",
                        Element.Name, "");
                break;
        }
    }

    /// <summary>A row that ends before the cell, which is reported once for all its cells.</summary>
    public void TakeNothing() => _missing++;

    /// <summary>What was found.</summary>
    /// <param name="absent">Rows that have no such column.</param>
    public ElementSummary Summary(long absent) => Describe(new ElementSummary(Element)
    {
        Values = _values,
        Nulls = _nulls,
        Missing = _missing + absent,
        Invalid = _invalid,
    });

    /// <summary>Looks at one value of a cell with several.</summary>
    /// <returns>Whether it is valid.</returns>
    public bool TakeItem(ReadOnlySpan<byte> text)
    {
        if (TryTake(text))
            return true;
        Refuse(text);
        return false;
    }

    /// <summary>Adds what is known about the values.</summary>
    public abstract ElementSummary Describe(ElementSummary summary);

    /// <summary>Counts a value.</summary>
    /// <returns>False when it is not valid.</returns>
    protected abstract bool TryTake(ReadOnlySpan<byte> text);

    /// <summary>Says that a value is not valid.</summary>
    protected abstract void Refuse(ReadOnlySpan<byte> text);

    private void TakeValue(ReadOnlySpan<byte> cell)
    {
        if (TakeItem(cell))
            _values++;
        else
            _invalid++;
    }

    private void TakeNull(ReadOnlySpan<byte> cell)
    {
        _nulls++;
        if (Element.IsNullable)
            return;
        Place.Error(
            "dataset.value.null", $"Element \"{Element.Name}\" is not nullable.", "Fill in a value, or make the element nullable.",
            Element.Name,
            CellText.Shown(cell));
    }
}

/// <summary>Texts and labels.</summary>
internal sealed class TextColumn(DatasetElement element, RowPlace place) : ColumnCheck(element, place)
{
    private const int MaxLabels = 100_000;
    private const int MaxTexts = 1000;
    private readonly ValueCounts _counts = new(element.Type == ElementType.Category ? MaxLabels : MaxTexts);

    public override ElementSummary Describe(ElementSummary summary) => summary with
    {
        Distinct = _counts.Distinct,
        HasMoreDistinct = _counts.HasMore,
        Top = [.. _counts.Top(Element.Role == ElementRole.Output ? 100 : 10)],
    };

    protected override bool TryTake(ReadOnlySpan<byte> text)
    {
        _counts.Add(text);
        return true;
    }

    protected override void Refuse(ReadOnlySpan<byte> text)
    {
    }
}

/// <summary>Truth values.</summary>
internal sealed class BooleanColumn(DatasetElement element, RowPlace place) : ColumnCheck(element, place)
{
    private long _true;
    private long _false;

    public override ElementSummary Describe(ElementSummary summary)
    {
        ValueCount[] counts = [new("false", _false), new("true", _true)];
        return summary with
        {
            Distinct = counts.Count(static count => count.Count > 0),
            Top = [.. counts.Where(static count => count.Count > 0).OrderByDescending(static count => count.Count)],
        };
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

    protected override void Refuse(ReadOnlySpan<byte> text) => Place.Error(
        "dataset.value.boolean", $"Invalid value for element \"{Element.Name}\": \"{CellText.Shown(text)}\" is not a boolean.",
        "Use true, false, 0 or 1.",
        Element.Name, CellText.Shown(text));
}

/// <summary>Numbers with a range and a mean.</summary>
internal struct NumberRange
{
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;
    private double _sum;
    private long _count;
    private long _notFinite;

    public NumberRange()
    {
    }

    public void Add(double number)
    {
        if (!double.IsFinite(number))
        {
            _notFinite++;
            return;
        }
        _min = Math.Min(_min, number);
        _max = Math.Max(_max, number);
        _sum += number;
        _count++;
    }

    public readonly ElementSummary Describe(ElementSummary summary) => summary with
    {
        NotFinite = _notFinite,
        Min = _count == 0 ? null : _min.ToString(CultureInfo.InvariantCulture),
        Max = _count == 0 ? null : _max.ToString(CultureInfo.InvariantCulture),
        Mean = _count == 0 || !double.IsFinite(_sum) ? null : _sum / _count,
    };
}

/// <summary>Doubles.</summary>
internal sealed class FloatColumn(DatasetElement element, RowPlace place) : ColumnCheck(element, place)
{
    private NumberRange _range = new();

    public override ElementSummary Describe(ElementSummary summary) => _range.Describe(summary);

    protected override bool TryTake(ReadOnlySpan<byte> text)
    {
        if (!FloatText.TryParse(text, out var value))
            return false;
        _range.Add(value);
        return true;
    }

    protected override void Refuse(ReadOnlySpan<byte> text) => Place.Error(
        "dataset.value.float", $"Invalid value for element \"{Element.Name}\": \"{CellText.Shown(text)}\" is not a number.",
        "Use digits with a point, such as 1.5 or 1e-3.", Element.Name, CellText.Shown(text));
}

/// <summary>Whole numbers. Range and mean are those of the nearest doubles.</summary>
internal sealed class IntegerColumn(DatasetElement element, RowPlace place) : ColumnCheck(element, place)
{
    private NumberRange _range = new();
    private long _min = long.MaxValue;
    private long _max = long.MinValue;
    private bool _hasBig;

    public override ElementSummary Describe(ElementSummary summary)
    {
        var described = _range.Describe(summary);
        return _hasBig || _min > _max ? described : described with
        {
            Min = _min.ToString(CultureInfo.InvariantCulture),
            Max = _max.ToString(CultureInfo.InvariantCulture),
        };
    }

    protected override bool TryTake(ReadOnlySpan<byte> text)
    {
        if (!IntegerText.TryParse(text, out var value, out var big))
            return false;
        _range.Add(big is { } number ? (double)number : value);
        _hasBig |= big is not null;
        if (big is null)
            (_min, _max) = (Math.Min(_min, value), Math.Max(_max, value));
        return true;
    }

    protected override void Refuse(ReadOnlySpan<byte> text) => Place.Error(
        "dataset.value.integer", $"Invalid value for element \"{Element.Name}\": \"{CellText.Shown(text)}\" is not a whole number.",
        "Use digits only, such as 12 or -3.", Element.Name, CellText.Shown(text));
}

/// <summary>Dates and times.</summary>
internal sealed class MomentColumn(DatasetElement element, RowPlace place) : ColumnCheck(element, place)
{
    private DateTime _min = DateTime.MaxValue;
    private DateTime _max = DateTime.MinValue;

    public override ElementSummary Describe(ElementSummary summary) =>
        _min > _max ? summary : summary with { Min = Shown(_min), Max = Shown(_max) };

    protected override bool TryTake(ReadOnlySpan<byte> text)
    {
        if (!MomentText.TryParse(text, out var value))
            return false;
        _min = value < _min ? value : _min;
        _max = value > _max ? value : _max;
        return true;
    }

    protected override void Refuse(ReadOnlySpan<byte> text) => Place.Error(
        "dataset.value.datetime", $"Invalid value for element \"{Element.Name}\": \"{CellText.Shown(text)}\" is not a date.",
        "Use a form such as 2023-08-29T19:04:25 or 2023-08-29, without fractions and time zones.", Element.Name, CellText.Shown(text));

    private static string Shown(DateTime moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
}

/// <summary>Paths of files.</summary>
internal sealed class FileColumn(DatasetElement element, RowPlace place, FileReferences files) : ColumnCheck(element, place)
{
    public override ElementSummary Describe(ElementSummary summary) => summary;

    protected override bool TryTake(ReadOnlySpan<byte> text) => files.Refer(text, Element.Name, Place);

    protected override void Refuse(ReadOnlySpan<byte> text)
    {
        // Said where it was looked up.
    }
}

/// <summary>The type without a text form.</summary>
internal sealed class ShapeColumn(DatasetElement element, RowPlace place) : ColumnCheck(element, place)
{
    public override ElementSummary Describe(ElementSummary summary) => summary;

    protected override bool TryTake(ReadOnlySpan<byte> text) => false;

    protected override void Refuse(ReadOnlySpan<byte> text) => Place.Error(
        "dataset.value.shape",
        $"Invalid value for element \"{Element.Name}\": \"{CellText.Shown(text)}\". The type shape has no text form.",
        "Leave the cell empty, or use another type.", Element.Name, CellText.Shown(text));
}
