using System.Text;

namespace Gyre.Architecture.Tests;

/// <summary>The code of a C# file: what stands in comments and texts is blank, line breaks stay.</summary>
internal static class CodeText
{
    public static string Of(string source)
    {
        var code = new StringBuilder(source);
        for (var at = 0; at < source.Length;)
        {
            var end = EndOf(source, at);
            for (var i = at; end > at && i < end; i++)
            {
                if (code[i] != '\n')
                    code[i] = ' ';
            }

            at = Math.Max(end, at + 1);
        }

        return code.ToString();
    }

    /// <summary>Where the comment or text that begins here ends; the same place when none does.</summary>
    private static int EndOf(string source, int at)
    {
        var rest = source.AsSpan(at);
        if (rest.StartsWith("//"))
            return After(source, at, "\n", at);
        if (rest.StartsWith("/*"))
            return After(source, at + 2, "*/", at + 2);
        if (rest[0] == '\'')
            return Quoted(source, at + 1, '\'', escapes: true);
        var prefix = rest.IndexOfAnyExcept('$', '@');
        if (prefix < 0 || rest[prefix] != '"')
            return at;
        var quotes = rest[prefix..].IndexOfAnyExcept('"');
        if (quotes < 0)
            quotes = rest.Length - prefix;
        if (quotes >= 3)
            return After(source, at + prefix + quotes, new string('"', quotes), at);
        return quotes == 2 && !rest[..prefix].Contains('@')
            ? at + prefix + 2
            : Quoted(source, at + prefix + 1, '"', escapes: !rest[..prefix].Contains('@'));
    }

    private static int After(string source, int from, string mark, int least)
    {
        var found = source.IndexOf(mark, from, StringComparison.Ordinal);
        return found < 0 ? source.Length : Math.Max(found + mark.Length, least);
    }

    /// <summary>Behind the closing quote. Without escapes a quote is written twice; a text inside a hole of the text is skipped with it.</summary>
    private static int Quoted(string source, int at, char quote, bool escapes)
    {
        for (; at < source.Length; at++)
        {
            if (escapes && source[at] == '\\')
                at++;
            else if (source[at] == quote && !escapes && at + 1 < source.Length && source[at + 1] == quote)
                at++;
            else if (source[at] == quote)
                return at + 1;
        }

        return source.Length;
    }
}
