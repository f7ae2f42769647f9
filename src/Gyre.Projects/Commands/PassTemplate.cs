using System.Text;
using Gyre.Core;

namespace Gyre.Projects.Commands;

/// <summary>
/// The template of an argument: cut at white space first, then each piece filled. Placeholders are <c>{name}</c>,
/// <c>{value}</c>, <c>{v}</c>, optionally with a format (<c>{v:.3f}</c>) or conversion (<c>{v!r}</c>).
/// </summary>
internal static class PassTemplate
{
    private const string WhiteSpace = " \t\n\r\f\v";

    private delegate string Fill(string field, char conversion, string format);

    /// <summary>Why the template cannot be filled whatever the value, or null.</summary>
    public static string? Refuse(string template)
    {
        try
        {
            foreach (var piece in Pieces(template))
                FillPiece(piece, Check);
            return null;
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>The arguments that the template gives for a value, not quoted.</summary>
    /// <exception cref="FormatException">The template is broken, or its format does not take the value.</exception>
    public static IEnumerable<string> Apply(string template, string name, Value value) =>
        [.. Pieces(template).Select(piece => FillPiece(piece, (field, conversion, format) => FillField(field == "name" ? Value.Of(name) : value, conversion, format)))];

    private static string[] Pieces(string template) => template.Split(WhiteSpace.ToCharArray(), StringSplitOptions.RemoveEmptyEntries);

    private static string Check(string field, char conversion, string format)
    {
        if (field is not ("name" or "value" or "v"))
            throw new FormatException(field.Length == 0 ? "a placeholder is empty" : $"unknown placeholder '{field}'");
        if (conversion is not ('\0' or 'r' or 's' or 'a'))
            throw new FormatException($"unknown conversion '!{conversion}'");
        ValueFormat.Check(format);
        return "";
    }

    private static string FillField(Value value, char conversion, string format) => conversion switch
    {
        '\0' => ValueFormat.Apply(value, format),
        's' => ValueFormat.Apply(Value.Of(ValueText.Of(value)), format),
        _ => ValueFormat.Apply(Value.Of(ValueText.Quoted(value)), format),
    };

    private static string FillPiece(string piece, Fill fill)
    {
        var result = new StringBuilder();
        for (var i = 0; i < piece.Length; i++)
        {
            var c = piece[i];
            var doubled = i + 1 < piece.Length && piece[i + 1] == c;
            if (c is not ('{' or '}'))
                result.Append(c);
            else if (doubled)
                result.Append(piece[i++]);
            else if (c == '}')
                throw new FormatException("unmatched '}'");
            else
                i = FillPlaceholder(piece, i, fill, result);
        }
        return result.ToString();
    }

    private static int FillPlaceholder(string piece, int open, Fill fill, StringBuilder result)
    {
        var close = piece.IndexOf('}', open);
        if (close < 0)
            throw new FormatException("unclosed '{' (a placeholder cannot contain white space)");
        var inside = piece[(open + 1)..close];
        if (inside.Contains('{', StringComparison.Ordinal))
            throw new FormatException("placeholders cannot be nested");
        var colon = inside.IndexOf(':', StringComparison.Ordinal);
        var format = colon < 0 ? "" : inside[(colon + 1)..];
        var field = colon < 0 ? inside : inside[..colon];
        var conversion = '\0';
        if (field.IndexOf('!', StringComparison.Ordinal) is >= 0 and var mark)
        {
            if (field.Length != mark + 2)
                throw new FormatException("a conversion must be a single letter after '!'");
            (conversion, field) = (field[mark + 1], field[..mark]);
        }
        Check(field, conversion, format);
        result.Append(fill(field, conversion, format));
        return close;
    }
}
