using System.Buffers;
using System.Globalization;
using Gyre.Core;

namespace Gyre.Datasets.Values;

/// <summary>
/// Numbers as Python's <c>float()</c> reads them: <c>1e5</c>, <c>.5</c>, <c>5.</c>, <c>nan</c>, <c>-Infinity</c>, blanks around,
/// single underscores between digits and the digits of any script.
/// </summary>
internal static class FloatText
{
    // Up to here the integer and the power of ten are exact, so that one division rounds once (Clinger 1990, the fast path).
    private const ulong ExactInteger = 1UL << 53;

    private static readonly SearchValues<byte> PlainCharacters = SearchValues.Create("+-.0123456789Ee"u8);

    private static readonly double[] PowersOfTen =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    ];

    public static bool TryParse(ReadOnlySpan<byte> cell, out double value) =>
        TryParseShort(cell, out value) || TryParseAny(cell, out value);

    /// <summary>A sign, digits and a point: nearly every number of nearly every file.</summary>
    private static bool TryParseShort(ReadOnlySpan<byte> cell, out double value)
    {
        value = 0;
        if (cell.Length is 0 or > 19)
            return false;
        var negative = cell[0] == '-';
        ulong digits = 0;
        var (count, point) = (0, -1);
        for (var i = negative || cell[0] == '+' ? 1 : 0; i < cell.Length; i++)
        {
            var digit = (uint)(cell[i] - '0');
            if (digit <= 9)
            {
                digits = 10 * digits + digit;
                count++;
            }
            else if (cell[i] == '.' && point < 0)
            {
                point = count;
            }
            else
            {
                return false;
            }
        }
        if (count == 0 || digits > ExactInteger)
            return false;
        value = point < 0 ? digits : digits / PowersOfTen[count - point];
        value = negative ? -value : value;
        return true;
    }

    private static bool TryParseAny(ReadOnlySpan<byte> cell, out double value) => IsPlain(cell)
        ? double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
        : NumberText.TryReadDouble(CellText.Plain(cell), out value);

    /// <summary>Nothing but what .NET and Python read alike.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> cell) => !cell.ContainsAnyExcept(PlainCharacters);
}
