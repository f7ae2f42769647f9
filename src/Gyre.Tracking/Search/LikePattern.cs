using System.Globalization;
using System.Text;

namespace Gyre.Tracking.Search;

/// <summary>
/// Patterns in which <c>%</c> is any text and <c>_</c> one character (code point), and nothing escapes them. LIKE minds the case. ILIKE does not for A to Z, and for these alone:
/// that is what SQLite knows, and PostgreSQL is made to do the same.
/// </summary>
internal static class LikePattern
{
    /// <summary>The longest pattern, in UTF-16 units; SQLite has a limit of its own.</summary>
    public const int MaxLength = 5000;

    /// <summary>The most <c>%</c> in a pattern; each may cost a pass over the value.</summary>
    public const int MaxWildcards = 100;

    /// <exception cref="TrackingException">The pattern could make a search slow.</exception>
    public static void Require(string pattern)
    {
        if (pattern.Length > MaxLength || pattern.Count(c => c == '%') > MaxWildcards)
            throw SearchText.Refuse(string.Create(CultureInfo.InvariantCulture, $"A pattern may have at most {MaxLength} characters, and '%' at most {MaxWildcards} times."));
    }

    /// <summary>SQLite's LIKE does not mind the case, its GLOB does: the pattern in GLOB's characters.</summary>
    public static string ToGlob(string pattern)
    {
        var glob = new StringBuilder(pattern.Length + 8);
        foreach (var c in pattern)
        {
            _ = c switch
            {
                '%' => glob.Append('*'),
                '_' => glob.Append('?'),
                '*' or '?' or '[' => glob.Append('[').Append(c).Append(']'),
                _ => glob.Append(c),
            };
        }
        return glob.ToString();
    }

    /// <summary>A to Z in small letters, everything else as it is.</summary>
    public static string ToLowerAscii(string text) => string.Create(text.Length, text, static (span, from) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = char.IsAsciiLetterUpper(from[i]) ? (char)(from[i] | 0x20) : from[i];
    });

    /// <summary>Whether a short text of the program's own, such as the name of a status, fits; ASCII only.</summary>
    public static bool Fits(string text, string pattern)
    {
        var (at, from, star, retry) = (0, 0, -1, 0);
        while (at < text.Length)
        {
            if (from < pattern.Length && pattern[from] == '%')
            {
                (star, retry) = (from++, at);
            }
            else if (from < pattern.Length && (pattern[from] == '_' || pattern[from] == text[at]))
            {
                from++;
                at++;
            }
            else if (star >= 0)
            {
                from = star + 1;
                at = ++retry;
            }
            else
            {
                return false;
            }
        }
        return pattern.AsSpan(from).TrimStart('%').IsEmpty;
    }
}
