using System.Globalization;
using System.Text;

namespace Gyre.Tracking.Search;

/// <summary>How values are shown in messages, which clients compare to the letter, and what text is taken at all.</summary>
internal static class SearchText
{
    /// <summary>The longest filter or order clause, in UTF-16 units.</summary>
    public const int MaxLength = 64 * 1024;

    public static TrackingException Refuse(string message) => new(TrackingError.InvalidParameter, message);

    /// <summary>Refuses what is too long, and what no text column can hold: the character U+0000 and halves of surrogate pairs.</summary>
    public static void Require(string text, string what)
    {
        if (text.Length > MaxLength)
            throw Refuse(
                string.Create(CultureInfo.InvariantCulture, $"The {what} is {text.Length} characters long; the maximum is {MaxLength}."));
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0')
                throw Refuse(string.Create(
                    CultureInfo.InvariantCulture, $"The {what} contains the character U+0000 at position {i}, which cannot be stored."));
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                throw Refuse(string.Create(CultureInfo.InvariantCulture, $"The {what} is not valid Unicode at position {i}."));
            i++;
        }
    }

    /// <summary>A text in quotes: single ones, unless only double ones save escaping.</summary>
    public static string Quote(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var quoted = new StringBuilder(text.Length + 2).Append(quote);
        foreach (var c in text)
        {
            _ = c switch
            {
                '\\' => quoted.Append(@"\\"),
                '\n' => quoted.Append(@"\n"),
                '\r' => quoted.Append(@"\r"),
                '\t' => quoted.Append(@"\t"),
                _ when c == quote => quoted.Append('\\').Append(c),
                _ => quoted.Append(c),
            };
        }
        return quoted.Append(quote).ToString();
    }

    public static string List(IEnumerable<string> items) => $"[{string.Join(", ", items.Select(Quote))}]";

    public static string Set(IEnumerable<string> items) => $"{{{string.Join(", ", items.Select(Quote))}}}";

    public static string Tuple(IEnumerable<string> items) => $"({string.Join(", ", items.Select(Quote))})";

    public static bool IsQuoted(string text, char quote) => text.Length >= 2 && text[0] == quote && text[^1] == quote;

    /// <summary>Takes the quotes off a key, and then the back quotes.</summary>
    public static string Unquote(string key)
    {
        if (IsQuoted(key, '\'') || IsQuoted(key, '"'))
            key = key[1..^1];
        return IsQuoted(key, '`') ? key[1..^1] : key;
    }
}
