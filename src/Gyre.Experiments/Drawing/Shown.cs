using System.Globalization;
using System.Net;
using System.Text;

namespace Gyre.Experiments.Drawing;

/// <summary>Texts and numbers as pictures and reports show them.</summary>
internal static class Shown
{
    /// <summary>
    /// Text from outside without characters that XML forbids or that change the order of letters; then at most so many characters.
    /// </summary>
    public static string Clean(string text, int limit = 200)
    {
        var clean = new StringBuilder(Math.Min(text.Length, limit) + 1);
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length >= limit)
                return clean.Append('…').ToString();
            clean.Append(rune.Value is '\n' or '\r' or '\t' ? " " : IsHarmful(rune) ? "\uFFFD" : rune.ToString());
        }
        return clean.ToString();
    }

    /// <summary>Cleaned, for text and attributes of XML and HTML.</summary>
    public static string Escape(string text, int limit = 200) => Encode(Clean(text, limit));

    /// <summary>For text and attributes of XML and HTML; the text is clean.</summary>
    public static string Encode(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Lines of a message from outside, each clean, at most so many.</summary>
    public static IEnumerable<string> Lines(string text, int limit = 40)
    {
        var lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        return lines.Length <= limit
            ? lines.Select(static line => Clean(line, 400))
            : [.. lines.Take(limit / 2).Select(static line => Clean(line, 400)), $"... {lines.Length - (limit / 2 * 2)} lines left out ...",
                .. lines.TakeLast(limit / 2).Select(static line => Clean(line, 400))];
    }

    /// <summary>A number with four significant digits, and a proper zero.</summary>
    public static string Number(double number)
    {
        if (double.IsNaN(number))
            return "NaN";
        if (double.IsInfinity(number))
            return number > 0 ? "∞" : "-∞";
        var size = Math.Abs(number);
        if (size is > 0 and (< 1e-4 or >= 1e6))
            return number.ToString("0.###e+0", CultureInfo.InvariantCulture);
        var decimals = size == 0 ? 0 : Math.Clamp(3 - (int)Math.Floor(Math.Log10(size)), 0, 4);
        var text = number.ToString("0." + new string('#', decimals), CultureInfo.InvariantCulture);
        return text is "-0" ? "0" : text;
    }

    /// <summary>A coordinate.</summary>
    public static string Place(double number) => (Math.Round(number, 1) + 0.0).ToString("0.#", CultureInfo.InvariantCulture);

    private static bool IsHarmful(Rune rune) =>
        Rune.IsControl(rune)
        || rune.Value is 0xFFFE or 0xFFFF or 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
