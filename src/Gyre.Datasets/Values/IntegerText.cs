using System.Numerics;
using Gyre.Core;

namespace Gyre.Datasets.Values;

/// <summary>
/// Whole numbers as Python's <c>int()</c> reads them: a sign, blanks around, leading zeros, single underscores between digits and
/// the digits of any script; at most 4,300 digits.
/// </summary>
internal static class IntegerText
{
    private const int DigitsOfLong = 18;

    /// <summary>Reads a number that fits into 64 bits, in the usual spelling without asking for memory, or any other as a big
    /// one.</summary>
    public static bool TryParse(ReadOnlySpan<byte> cell, out long value, out BigInteger? big)
    {
        big = null;
        if (TryParseShort(cell, out value))
            return true;
        if (!NumberText.TryReadInteger(CellText.Plain(cell), out var number))
            return false;
        if (number >= long.MinValue && number <= long.MaxValue)
            value = (long)number;
        else
            big = number;
        return true;
    }

    /// <summary>Reads a number that fits into 64 bits.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long value) => TryParse(text, out value, out var big) && big is null;

    private static bool TryParseShort(ReadOnlySpan<byte> cell, out long value)
    {
        value = 0;
        var digits = cell is [(byte)'-' or (byte)'+', ..] ? cell[1..] : cell;
        if (digits.Length is 0 or > DigitsOfLong)
            return false;
        foreach (var digit in digits)
        {
            if ((uint)(digit - '0') > 9)
                return false;
            value = 10 * value + (digit - '0');
        }
        value = cell[0] == '-' ? -value : value;
        return true;
    }
}
