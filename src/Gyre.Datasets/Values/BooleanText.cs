using System.Text;

namespace Gyre.Datasets.Values;

/// <summary>true, false, 0 and 1 in any case, with blanks around them.</summary>
internal static class BooleanText
{
    public static bool TryParse(ReadOnlySpan<byte> cell, out bool value)
    {
        var text = CellText.Trim(cell);
        value = text is [(byte)'1'] || Ascii.EqualsIgnoreCase(text, "true"u8);
        return value || text is [(byte)'0'] || Ascii.EqualsIgnoreCase(text, "false"u8);
    }
}
