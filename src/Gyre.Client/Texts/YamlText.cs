using System.Text;

namespace Gyre.Client.Texts;

/// <summary>Strings as YAML scalars that every reader takes for strings.</summary>
internal static class YamlText
{
    private static readonly HashSet<string> Words = new(["null", "true", "false", "yes", "no", "on", "off", "y", "n"], StringComparer.OrdinalIgnoreCase);

    public static string Scalar(string text)
    {
        if (IsPlain(text))
            return text;
        return text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF' || char.IsSurrogate(c)) ? Quoted(text) : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    /// <summary>Whether it needs no quotes: nothing that YAML could read as more than a text.</summary>
    public static bool IsPlain(string text) => text.Length > 0 && (char.IsAsciiLetter(text[0]) || IsHexWord(text)) && !Words.Contains(text) && text[^1] is not (' ' or ':')
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or ' ' or ':' or '%' or '+')
        && !text.Contains(": ", StringComparison.Ordinal);

    /// <summary>An id of digits and letters that is no number of any kind: an <c>e</c> alone could be an exponent.</summary>
    private static bool IsHexWord(string text) => text.All(char.IsAsciiHexDigitLower) && text.AsSpan().ContainsAny("acdf");

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            quoted.Append(rune.Value switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                >= 0x20 and < 0x7F => rune.ToString(),
                <= 0xFF => $"\\x{rune.Value:X2}",
                <= 0xFFFF => $"\\u{rune.Value:X4}",
                _ => $"\\U{rune.Value:X8}",
            });
        }
        return quoted.Append('"').ToString();
    }
}
