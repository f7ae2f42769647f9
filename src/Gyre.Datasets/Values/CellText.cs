using System.Buffers;
using System.Globalization;
using System.Text;

namespace Gyre.Datasets.Values;

/// <summary>What a cell holds.</summary>
internal enum CellKind
{
    /// <summary>Nothing, or blanks.</summary>
    Missing,

    /// <summary>One of the words for null.</summary>
    Null,

    /// <summary>Something else.</summary>
    Value,
}

/// <summary>
/// Text of cells in UTF-8, read as the format's own programs do: what is a blank and what is a digit is what Python says, which
/// is neither what .NET nor what ASCII says.
/// </summary>
internal static class CellText
{
    /// <summary>Missing, null or a value.</summary>
    public static CellKind KindOf(ReadOnlySpan<byte> cell)
    {
        if (cell.IsEmpty)
            return CellKind.Missing;
        // No blank, and no word for null begins like this.
        if (cell[0] is > (byte)' ' and < 0x7f && (cell[0] | 0x20) != 'n')
            return CellKind.Value;
        var text = Trim(cell);
        if (text.IsEmpty)
            return CellKind.Missing;
        return text.Length == 4 && (Ascii.EqualsIgnoreCase(text, "null"u8) || Ascii.EqualsIgnoreCase(text, "none"u8))
            ? CellKind.Null
            : CellKind.Value;
    }

    /// <summary>Without blanks at either end.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        while (Rune.DecodeFromUtf8(text, out var rune, out var length) == OperationStatus.Done && IsBlank(rune))
            text = text[length..];
        while (Rune.DecodeLastFromUtf8(text, out var rune, out var length) == OperationStatus.Done && IsBlank(rune))
            text = text[..^length];
        return text;
    }

    /// <summary>The text with blanks at either end taken off and every decimal digit of Unicode turned into that of ASCII.</summary>
    public static string Plain(ReadOnlySpan<byte> cell)
    {
        var plain = new StringBuilder(cell.Length);
        foreach (var rune in Encoding.UTF8.GetString(Trim(cell)).EnumerateRunes())
        {
            if (!rune.IsAscii && Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber)
                plain.Append((char)('0' + (int)Rune.GetNumericValue(rune)));
            else
                plain.Append(rune.ToString());
        }
        return plain.ToString();
    }

    /// <summary>At most 200 characters, for messages.</summary>
    public static string Shown(ReadOnlySpan<byte> cell)
    {
        var text = Encoding.UTF8.GetString(cell[..Math.Min(cell.Length, 800)]);
        return text.Length <= 200 ? text : text[..200] + "...";
    }

    /// <summary>The separators of ASCII are blanks here.</summary>
    public static bool IsBlank(Rune rune) => Rune.IsWhiteSpace(rune) || rune.Value is >= 0x1c and <= 0x1f;
}
