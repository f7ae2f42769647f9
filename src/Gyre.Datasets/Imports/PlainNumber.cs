using System.Buffers;
using Gyre.Datasets.Values;

namespace Gyre.Datasets.Imports;

/// <summary>
/// What a column of numbers is made of. Narrower than what the format reads: codes with leading zeros, telephone numbers and digits that no
/// number of the machine holds stay texts.
/// </summary>
internal static class PlainNumber
{
    private static readonly SearchValues<byte> Characters = SearchValues.Create("+-.0123456789Ee"u8);

    /// <summary>Whether it is a whole number of 64 bits.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> text)
    {
        var digits = text is [(byte)'-', ..] ? text[1..] : text;
        return digits.Length is > 0 and < 20 && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && (digits.Length == 1 || digits[0] != '0')
            && IntegerText.TryParse(text, out _, out var big) && big is null;
    }

    /// <summary>Whether it is a finite number that a double holds.</summary>
    public static bool IsReal(ReadOnlySpan<byte> text)
    {
        var body = text is [(byte)'-', ..] ? text[1..] : text;
        if (body.IsEmpty || body[0] == '+' || body.ContainsAnyExcept(Characters) || body is [(byte)'0', >= (byte)'0' and <= (byte)'9', ..])
            return false;
        // Digits alone are a whole number; one that is too long for 64 bits would lose some of them.
        return body.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            ? FloatText.TryParse(text, out var number) && double.IsFinite(number)
            : IsWhole(text);
    }

    /// <summary>Whether it is one of the words for what is no finite number.</summary>
    public static bool IsNotFinite(ReadOnlySpan<byte> text) =>
        text.Length is >= 3 and <= 9 && (text[0] | 0x20) is 'n' or 'i' or '-' or '+'
            && FloatText.TryParse(text, out var number) && !double.IsFinite(number) && !text.ContainsAnyInRange((byte)'0', (byte)'9');
}
