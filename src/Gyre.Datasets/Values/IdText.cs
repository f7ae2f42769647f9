using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Gyre.Datasets.Values;

/// <summary>
/// Identifiers of examples as Python's <c>uuid.UUID</c> reads them: any version, any case, with or without hyphens wherever they
/// stand, in braces, behind <c>urn:uuid:</c>.
/// </summary>
internal static class IdText
{
    private const int Digits = 32;
    private const int Longest = 1024;

    public static bool TryParse(ReadOnlySpan<byte> cell, out Guid id)
    {
        if (cell.Length == 36 && Utf8Parser.TryParse(cell, out id, out var length, 'D') && length == cell.Length)
            return true;
        id = default;
        return cell.Length <= Longest && TryParseAny(cell, out id);
    }

    private static bool TryParseAny(ReadOnlySpan<byte> cell, out Guid id)
    {
        id = default;
        var text = Encoding.UTF8.GetString(cell).Replace("urn:", "", StringComparison.Ordinal).Replace(
            "uuid:", "", StringComparison.Ordinal);
        text = text.Trim('{', '}').Replace("-", "", StringComparison.Ordinal);
        if (text.EnumerateRunes().Count() != Digits)
            return false;
        var number = HexDigits(CellText.Plain(Encoding.UTF8.GetBytes(text)));
        if (number.Length == 0 || !UInt128.TryParse(number, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            return false;
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        id = new Guid(bytes, bigEndian: true);
        return true;
    }

    /// <summary>The digits of what Python takes for a number of base 16; empty when it is none.</summary>
    private static string HexDigits(string text)
    {
        var body = text is ['+', ..] ? text[1..] : text;
        if (body.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
            body = body[2..] is ['_', .. var rest] ? rest : body[2..];
        var parts = body.Split('_');
        return Array.Exists(parts, static part => part.Length == 0) ? "" : string.Concat(parts);
    }
}
