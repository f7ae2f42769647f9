using System.Collections.Frozen;

namespace Gyre.Tracking.Search;

/// <summary>What a stretch of a filter is.</summary>
internal enum TokenKind
{
    /// <summary>A name with its dots, parts of it quoted or not: <c>metrics.`my metric`</c>.</summary>
    Identifier,

    /// <summary>A decimal number, with its sign.</summary>
    Number,

    /// <summary>A text in single quotes.</summary>
    Text,

    /// <summary>A comparison operator.</summary>
    Comparison,

    /// <summary>A word that is no name.</summary>
    Keyword,

    /// <summary><c>+ - * /</c> and their like.</summary>
    Arithmetic,

    /// <summary>Opens a bracket.</summary>
    Open,

    /// <summary>Closes a bracket.</summary>
    Close,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>A stretch of a filter, without blanks around it.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int End)
{
    public string In(string text) => text[Start..End];
}

/// <summary>
/// Cuts a filter into tokens. Never fails: what is no token is <see cref="TokenKind.Other"/>, and the parser names it. One pass, without going back by more than a token.
/// </summary>
internal static class SearchLexer
{
    // The words that stand for themselves in SQL; a name with a dot before or behind is no keyword.
    private static readonly FrozenSet<string> Keywords = new[]
    {
        "ALL", "ALTER", "AND", "ANY", "AS", "ASC", "BEGIN", "BETWEEN", "BY", "CASE", "CAST", "COLUMN", "COMMIT", "CREATE", "CROSS", "DATABASE", "DEFAULT", "DELETE", "DESC",
        "DISTINCT", "DROP", "ELSE", "END", "ESCAPE", "EXCEPT", "EXEC", "EXECUTE", "EXISTS", "EXPLAIN", "FALSE", "FETCH", "FOR", "FROM", "FULL", "GRANT", "GROUP", "HAVING", "IF",
        "IN", "INDEX", "INNER", "INSERT", "INTERSECT", "INTO", "IS", "JOIN", "KEY", "LEFT", "LIMIT", "LOCATION", "NATURAL", "NOT", "NULL", "NULLS", "OFFSET", "ON", "OR", "ORDER",
        "OUTER", "PRIMARY", "RETURNING", "RIGHT", "ROLLBACK", "ROW", "ROWS", "SCHEMA", "SELECT", "SET", "SOME", "SOURCE", "TABLE", "THEN", "TO", "TRIGGER", "TRUE", "TRUNCATE",
        "TYPE", "UNION", "UNIQUE", "UPDATE", "USER", "USING", "VALUES", "VIEW", "WHEN", "WHERE", "WITH",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> WordComparisons = new[] { "LIKE", "ILIKE", "RLIKE" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static List<Token> Read(string text)
    {
        var tokens = new List<Token>();
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }
            var token = Next(text, at);
            tokens.Add(token);
            at = token.End;
        }
        return tokens;
    }

    private static Token Next(string text, int at)
    {
        var c = text[at];
        if (NumberEnd(text, at) is var number && number > at)
            return new Token(TokenKind.Number, at, number);
        if (PartEnd(text, at) is var part && part > at)
            return Word(text, at, part);
        return c switch
        {
            '\'' when QuotedEnd(text, at) is var end and > 0 => new Token(TokenKind.Text, at, end),
            '(' => new Token(TokenKind.Open, at, at + 1),
            ')' => new Token(TokenKind.Close, at, at + 1),
            '<' or '>' or '=' or '!' or '~' => new Token(TokenKind.Comparison, at, RunEnd(text, at, "<>=!~")),
            '+' or '-' or '*' or '/' or '%' or '^' or '&' or '|' or '@' or '#' => new Token(TokenKind.Arithmetic, at, RunEnd(text, at, "+-*/%^&|@#")),
            _ => new Token(TokenKind.Other, at, at + (char.IsHighSurrogate(c) && at + 1 < text.Length ? 2 : 1)),
        };
    }

    private static Token Word(string text, int at, int end)
    {
        var word = text.AsSpan(at, end - at);
        if (end < text.Length && text[end] == '.' && DottedEnd(text, end) is var dotted)
            return new Token(TokenKind.Identifier, at, dotted);
        if (WordComparisons.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word))
            return new Token(TokenKind.Comparison, at, end);
        if (word.Equals("NOT", StringComparison.OrdinalIgnoreCase) && NegatedLikeEnd(text, end) is var negated and > 0)
            return new Token(TokenKind.Comparison, at, negated);
        return new Token(Keywords.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word) ? TokenKind.Keyword : TokenKind.Identifier, at, end);
    }

    /// <summary>Follows the dots of a name; a dot that nothing follows belongs to it too, as a key that is empty.</summary>
    private static int DottedEnd(string text, int at)
    {
        while (at < text.Length && text[at] == '.')
        {
            var end = PartEnd(text, at + 1);
            if (end == at + 1 && DigitsEnd(text, end) is var digits && digits > end)
                end = digits;
            at = end;
        }
        return at;
    }

    private static int NegatedLikeEnd(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        var end = PartEnd(text, at);
        return end > at && WordComparisons.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text.AsSpan(at, end - at)) ? end : 0;
    }

    /// <summary>The end of one part of a name, bare or quoted; the start when there is none.</summary>
    private static int PartEnd(string text, int at)
    {
        if (at >= text.Length)
            return at;
        if (text[at] is '`' or '"')
            return Math.Max(at, QuotedEnd(text, at));
        if (!char.IsLetter(text[at]) && text[at] != '_')
            return at;
        var end = at + 1;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '_' or '$' or '#'))
            end++;
        return end;
    }

    private static int DigitsEnd(string text, int at)
    {
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_'))
            at++;
        return at;
    }

    /// <summary>Past the closing quote, a doubled one being a quote in the text; 0 when it is never closed.</summary>
    private static int QuotedEnd(string text, int at)
    {
        var quote = text[at];
        for (var i = at + 1; i < text.Length; i++)
        {
            if (text[i] != quote)
                continue;
            if (i + 1 >= text.Length || text[i + 1] != quote)
                return i + 1;
            i++;
        }
        return 0;
    }

    /// <summary>The end of a number such as <c>-1</c>, <c>.3</c>, <c>4.</c> or <c>1e-2</c>; the start when there is none, also when a letter follows.</summary>
    private static int NumberEnd(string text, int at)
    {
        var start = at;
        if (text[at] == '-')
            at++;
        var whole = AsciiDigitsEnd(text, at);
        var end = whole;
        if (end < text.Length && text[end] == '.')
            end = AsciiDigitsEnd(text, end + 1);
        if (end == at || (end == at + 1 && whole == at))
            return start;
        if (end < text.Length && text[end] is 'e' or 'E')
        {
            var exponent = end + 1;
            if (exponent < text.Length && text[exponent] is '-' or '+')
                exponent++;
            var power = AsciiDigitsEnd(text, exponent);
            if (power > exponent)
                end = power;
        }
        return end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_') ? start : end;
    }

    private static int AsciiDigitsEnd(string text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return at;
    }

    private static int RunEnd(string text, int at, string of)
    {
        while (at < text.Length && of.Contains(text[at], StringComparison.Ordinal))
            at++;
        return at;
    }
}
