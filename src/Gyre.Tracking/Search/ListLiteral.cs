using System.Collections.Immutable;

namespace Gyre.Tracking.Search;

/// <summary>Reads <c>('a', "b")</c>.</summary>
internal static class ListLiteral
{
    /// <summary>The texts of a list in brackets.</summary>
    /// <param name="bracket">With its brackets.</param>
    /// <exception cref="TrackingException">It is empty, or holds something else than texts.</exception>
    public static ImmutableArray<string> Read(string bracket)
    {
        var inside = bracket[1..^1];
        var tokens = SearchLexer.Read(inside);
        if (tokens.Count == 0)
            throw SearchText.Refuse("While parsing a list in the query, expected a non-empty list of string values, but got empty list");
        var items = ImmutableArray.CreateBuilder<string>((tokens.Count + 1) / 2);
        var shown = new List<string>();
        var onlyTexts = true;
        for (var i = 0; i < tokens.Count; i++)
        {
            var text = tokens[i].In(inside);
            if (i % 2 == 1)
            {
                if (text != ",")
                    throw IllFormed();
                continue;
            }
            if (tokens[i].Kind != TokenKind.Number && !SearchText.IsQuoted(text, '\'') && !SearchText.IsQuoted(text, '"'))
                throw IllFormed();
            onlyTexts &= tokens[i].Kind != TokenKind.Number;
            items.Add(tokens[i].Kind == TokenKind.Number ? text : text[1..^1].Replace(text[..1] + text[..1], text[..1], StringComparison.Ordinal));
            shown.Add(tokens[i].Kind == TokenKind.Number ? text : SearchText.Quote(items[^1]));
        }
        if (!onlyTexts)
            throw SearchText.Refuse($"While parsing a list in the query, expected string value, punctuation, or whitespace, but got different type in list: {Show(shown, tokens.Count)}");
        return items.ToImmutable();
    }

    private static string Show(List<string> items, int tokens) => tokens == 1 ? items[0] : $"({string.Join(", ", items)}{(items.Count == 1 ? "," : "")})";

    private static TrackingException IllFormed() =>
        SearchText.Refuse("While parsing a list in the query, expected a non-empty list of string values, but got ill-formed list.");
}
