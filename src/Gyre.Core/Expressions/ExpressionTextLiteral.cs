using System.Globalization;
using System.Text;

namespace Gyre.Core.Expressions;

/// <summary>Reads a quoted text with its escapes.</summary>
internal static class ExpressionTextLiteral
{
    private const string Prefixes = "rRbBuUfF";

    /// <summary>False when no quoted text starts here.</summary>
    public static bool TryRead(string text, int start, out ExpressionToken token, out int next)
    {
        token = default;
        next = start;
        var at = start;
        while (at < text.Length && at - start < 2 && Prefixes.Contains(text[at], StringComparison.Ordinal))
            at++;
        if (at >= text.Length || text[at] is not ('\'' or '"'))
            return false;
        var prefix = text[start..at].ToUpperInvariant();
        if (prefix is "RR" or "UR" or "RU" or "BB" or "FF" or "UU" or "UB" or "BU" or "UF" or "FU" or "BF" or "FB")
            return false;
        var quote = Quote(text, at);
        var value = ReadBody(text, at + quote.Length, quote, raw: prefix.Contains('R', StringComparison.Ordinal), start, out next);
        var forbidden = prefix.Contains('B', StringComparison.Ordinal) ? "A bytes literal is" : prefix.Contains('F', StringComparison.Ordinal) ? "A formatted string is" : null;
        token = new ExpressionToken(ExpressionTokenKind.Text, text[start..next], value, start, forbidden);
        return true;
    }

    private static string Quote(string text, int at)
    {
        var triple = new string(text[at], 3);
        return string.CompareOrdinal(text, at, triple, 0, 3) == 0 ? triple : text[at].ToString();
    }

    private static string ReadBody(string text, int at, string quote, bool raw, int start, out int next)
    {
        var value = new StringBuilder();
        for (; at < text.Length; at++)
        {
            if (string.CompareOrdinal(text, at, quote, 0, quote.Length) == 0)
            {
                next = at + quote.Length;
                return value.ToString();
            }
            if (quote.Length == 1 && text[at] is '\n' or '\r')
                break;
            if (text[at] != '\\' || at + 1 >= text.Length)
                value.Append(text[at]);
            else if (raw)
                value.Append(text[at]).Append(text[++at]);
            else
                at += ReadEscape(text, at, value) - 1;
        }
        throw new ExpressionException(ExpressionErrorKind.Syntax, "A string is not closed.", start);
    }

    /// <summary>Appends what an escape stands for and returns its length.</summary>
    private static int ReadEscape(string text, int at, StringBuilder value)
    {
        var c = text[at + 1];
        switch (c)
        {
            case '\n':
                return 2;
            case '\\' or '\'' or '"':
                value.Append(c);
                return 2;
            case 'x':
                return ReadHex(text, at, 2, value);
            case 'u':
                return ReadHex(text, at, 4, value);
            case 'U':
                return ReadHex(text, at, 8, value);
            case 'N':
                throw new ExpressionException(
                    ExpressionErrorKind.Syntax, "Character names are not supported; write the character itself.", at);
            case >= '0' and <= '7':
                return ReadOctal(text, at, value);
        }
        var index = "abfnrtv".IndexOf(c, StringComparison.Ordinal);
        _ = index < 0 ? value.Append('\\').Append(c) : value.Append("\a\b\f\n\r\t\v"[index]);
        return 2;
    }

    private static int ReadHex(string text, int at, int digits, StringBuilder value)
    {
        if (at + 2 + digits > text.Length || !uint.TryParse(text.AsSpan(at + 2, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || !Rune.IsValid(code))
            throw new ExpressionException(
                ExpressionErrorKind.Syntax,
                $"'\\{text[at + 1]}' must be followed by {digits} hexadecimal digits of a valid character.",
                at);
        value.Append(new Rune(code).ToString());
        return 2 + digits;
    }

    private static int ReadOctal(string text, int at, StringBuilder value)
    {
        var length = 0;
        var code = 0;
        for (; length < 3 && at + 1 + length < text.Length && text[at + 1 + length] is >= '0' and <= '7'; length++)
            code = code * 8 + (text[at + 1 + length] - '0');
        value.Append((char)code);
        return 1 + length;
    }
}
