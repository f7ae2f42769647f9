using System.Text;
using Gyre.Datasets.Values;

namespace Gyre.Datasets.Checks;

/// <summary>
/// Cells with several values: a JSON array with items of the element's type. Other programs check such a cell as one value, so
/// one value is accepted as well.
/// </summary>
internal sealed class MultiValueColumn(ColumnCheck item, RowPlace place) : ColumnCheck(item.Element, place)
{
    public override ElementSummary Describe(ElementSummary summary) => item.Describe(summary);

    protected override bool TryTake(ReadOnlySpan<byte> text)
    {
        if (CellText.Trim(text) is not [(byte)'[', ..] || !MultiValueText.TryParse(text, out var items))
            return item.TakeItem(text);
        var valid = true;
        foreach (var value in items)
            valid &= TakeOne(value);
        return valid;
    }

    protected override void Refuse(ReadOnlySpan<byte> text)
    {
        // Said about its items.
    }

    private bool TakeOne(string? value)
    {
        if (value is not null)
            return item.TakeItem(Encoding.UTF8.GetBytes(value));
        if (!Element.IsNullable)
        {
            Place.Error("dataset.value.null", $"Element \"{Element.Name}\" is not nullable, but one of its values is null.",
                "Fill in a value, or make the element nullable.", Element.Name, "null");
        }
        return Element.IsNullable;
    }
}
