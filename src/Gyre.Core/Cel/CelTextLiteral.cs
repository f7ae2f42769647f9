using System.Globalization;
using System.Text;

namespace Gyre.Core.Cel;

/// <summary>Reads <c>'...'</c>, <c>"..."</c>, the same with three quotes, and raw texts (<c>r'...'</c>).</summary>
internal static class CelTextLiteral
{
    private const string EscapeRemedy = "Write the backslash twice, or use a raw string r'...'.";

    /// <summary>False when no literal starts here.</summary>
    public static bool TryRead(string text, int start, out CelToken token, out int next)
    {
        (token, next) = (default, start);
        var open = start;
        while (open < text.Length && open < start + 2 && text[open] is 'r' or 'R' or 'b' or 'B')
            open++;
        if (open >= text.Length || text[open] is not ('\'' or '"'))
            return false;
        var prefix = text.AsSpan(start, open - start);
        if (prefix.IndexOfAny('b', 'B') >= 0)
            throw CelException.Syntax("Bytes literals are not supported.", start, "Use a string.");
        if (prefix.Length > 1)
            return false;
        var quote = IsTriple(text, open) ? text.Substring(open, 3) : text.Substring(open, 1);
        var content = ReadContent(text, start, open + quote.Length, quote, isRaw: prefix.Length == 1, out next);
        token = new CelToken(CelTokenKind.Text, content, start);
        return true;
    }

    private static bool IsTriple(string text, int open) => open + 2 < text.Length && text[open + 1] == text[open] && text[open + 2] == text[open];

    private static string ReadContent(string text, int start, int from, string quote, bool isRaw, out int next)
    {
        var content = new StringBuilder();
        for (var at = from; at < text.Length;)
        {
            var c = text[at];
            if (string.CompareOrdinal(text, at, quote, 0, quote.Length) == 0)
            {
                next = at + quote.Length;
                return content.ToString();
            }
            if (c is '\n' or '\r' && quote.Length == 1)
                throw CelException.Syntax(
                    "A string continues past the end of the line.", start, "Close the string, write \\n, or use three quotes.");
            if (c == '\\' && !isRaw)
                ReadEscape(text, ref at, content);
            else
                at = CopyCharacter(text, at, content);
        }
        throw CelException.Syntax("A string is not closed.", start, $"Add {quote} at the end.");
    }

    private static int CopyCharacter(string text, int at, StringBuilder content)
    {
        if (!Rune.TryGetRuneAt(text, at, out var rune))
            throw CelException.Syntax("A string contains half of a surrogate pair.", at);
        content.Append(rune.ToString());
        return at + rune.Utf16SequenceLength;
    }

    private static void ReadEscape(string text, ref int at, StringBuilder content)
    {
        var start = at++;
        var c = at < text.Length ? text[at++] : throw CelException.Syntax("A string is not closed.", start);
        switch (c)
        {
            case '\\' or '?' or '"' or '\'' or '`':
                content.Append(c);
                break;
            case 'a' or 'b' or 'f' or 'n' or 'r' or 't' or 'v':
                content.Append("\a\b\f\n\r\t\v"["abfnrtv".IndexOf(c, StringComparison.Ordinal)]);
                break;
            case 'x' or 'X':
                AppendCode(text, start, ref at, 2, content);
                break;
            case 'u':
                AppendCode(text, start, ref at, 4, content);
                break;
            case 'U':
                AppendCode(text, start, ref at, 8, content);
                break;
            case >= '0' and <= '3' when at + 1 < text.Length && text[at] is >= '0' and <= '7' && text[at + 1] is >= '0' and <= '7':
                content.Append((char)((c - '0') * 64 + (text[at] - '0') * 8 + (text[at + 1] - '0')));
                at += 2;
                break;
            default:
                throw CelException.Syntax(
                    "Invalid escape sequence in a string. Use \\\\ \\' \\\" \\` \\? \\a \\b \\f \\n \\r \\t \\v \\xHH \\uHHHH "
                        + "\\UHHHHHHHH \\OOO.",
                    start,
                    EscapeRemedy);
        }
    }

    private static void AppendCode(string text, int start, ref int at, int digits, StringBuilder content)
    {
        if (at + digits > text.Length || !uint.TryParse(text.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            throw CelException.Syntax($"An escape sequence requires {digits} hexadecimal digits.", start, EscapeRemedy);
        if (!Rune.IsValid(code))
            throw CelException.Syntax("An escape sequence does not denote a valid character.", start);
        content.Append(new Rune(code).ToString());
        at += digits;
    }
}
