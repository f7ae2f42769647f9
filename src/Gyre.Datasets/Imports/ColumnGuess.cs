using System.Text;
using Gyre.Datasets.Checks;
using Gyre.Datasets.Values;

namespace Gyre.Datasets.Imports;

/// <summary>Looks at all values of a column and tells which type fits them.</summary>
/// <param name="labelBytes">Bytes of distinct texts that it may keep.</param>
internal sealed class ColumnGuess(int labelBytes)
{
    /// <summary>Labels of a category; more distinct texts are texts.</summary>
    public const int MaxLabels = 1000;

    private const int LongestLabel = 100;
    private const int MaxClassNumbers = 50;

    private readonly ValueCounts _texts = new(MaxLabels, labelBytes);
    private ColumnGuess? _items;
    private bool _isBoolean = true;
    private bool _isWhole = true;
    private bool _isReal = true;
    private bool _isMoment = true;
    private bool _isList = true;
    private bool _hasReal;
    private DayOrder _order = DayOrder.Either;
    private bool _hasSlashes;
    private int _longest;

    /// <summary>Cells with a value.</summary>
    public long Values { get; private set; }

    /// <summary>Cells with nothing.</summary>
    public long Missing { get; private set; }

    /// <summary>Cells, or items of them, that say null.</summary>
    public long Nulls { get; private set; }

    /// <summary>Whether each value is a UUID.</summary>
    public bool AreIds { get; private set; } = true;

    /// <summary>Whether some moments have fractions or zones.</summary>
    public bool AreMomentsCut { get; private set; }

    /// <summary>Distinct texts; no more than are kept.</summary>
    public int Distinct => _texts.Distinct;

    /// <summary>Whether dates with slashes begin with the month.</summary>
    public bool IsMonthFirst => _order == DayOrder.MonthFirst;

    /// <summary>Whether nothing tells whether dates with slashes begin with the day or the month.</summary>
    public bool IsOrderOpen => _hasSlashes && _order == DayOrder.Either;

    /// <summary>Whether cells hold several values.</summary>
    public bool IsList => _isList && Values > 0;

    /// <summary>Takes a cell.</summary>
    public void Take(ReadOnlySpan<byte> cell)
    {
        switch (CellText.KindOf(cell))
        {
            case CellKind.Missing:
                Missing++;
                break;
            case CellKind.Null:
                Nulls++;
                break;
            default:
                TakeValue(cell);
                break;
        }
    }

    /// <summary>The type that fits.</summary>
    /// <param name="isOutput">Whether models are to predict it, so that a few whole numbers are classes.</param>
    public ElementType Type(bool isOutput)
    {
        if (IsList)
            return TypeOfItems();
        if (Values == 0)
            return ElementType.Text;
        if (_isBoolean)
            return ElementType.Boolean;
        if (_isWhole)
            return isOutput && Repeats(MaxClassNumbers) ? ElementType.Category : ElementType.Integer;
        if (_isReal && _hasReal)
            return ElementType.Float;
        if (_isMoment)
            return ElementType.Datetime;
        return _longest <= LongestLabel && (Repeats(MaxLabels) || (isOutput && !_texts.HasMore)) ? ElementType.Category : ElementType.Text;
    }

    /// <summary>Items are read by the rules of the format alone.</summary>
    private ElementType TypeOfItems()
    {
        var type = _items?.Type(isOutput: false) ?? ElementType.Text;
        return type == ElementType.Datetime && (_items!.AreMomentsCut || _items.IsMonthFirst) ? ElementType.Text : type;
    }

    private bool Repeats(int most) => !_texts.HasMore && _texts.Distinct <= most && 2L * _texts.Distinct <= Values;

    private void TakeValue(ReadOnlySpan<byte> cell)
    {
        Values++;
        _texts.Add(cell);
        _longest = Math.Max(_longest, cell.Length);
        var text = CellText.Trim(cell);
        AreIds = AreIds && IdText.TryParse(cell, out _);
        _isBoolean = _isBoolean && text.Length > 1 && BooleanText.TryParse(text, out _);
        _isWhole = _isWhole && PlainNumber.IsWhole(text);
        if (_isReal)
            TakeReal(text);
        if (_isMoment)
            TakeMoment(cell);
        _isList = _isList && TryTakeList(text);
    }

    private void TakeReal(ReadOnlySpan<byte> text)
    {
        var isReal = PlainNumber.IsReal(text);
        _hasReal |= isReal;
        _isReal = isReal || PlainNumber.IsNotFinite(text);
    }

    private void TakeMoment(ReadOnlySpan<byte> cell)
    {
        var order = ImportMoment.OrderOf(cell);
        _hasSlashes |= cell.Contains((byte)'/');
        _order &= order;
        var isCut = false;
        _isMoment = _order != DayOrder.None && ImportMoment.TryRead(cell, order == DayOrder.MonthFirst, out _, out isCut);
        AreMomentsCut |= isCut;
    }

    private bool TryTakeList(ReadOnlySpan<byte> text)
    {
        if (text is not [(byte)'[', ..] || !MultiValueText.TryParse(text, out var items))
            return false;
        _items ??= new ColumnGuess(labelBytes);
        foreach (var item in items)
        {
            if (item is null)
                Nulls++;
            else
                _items.Take(Encoding.UTF8.GetBytes(item));
        }
        // An item that is blank or a word for null has no value of its own.
        return _items.Missing == 0 && _items.Nulls == 0;
    }
}
