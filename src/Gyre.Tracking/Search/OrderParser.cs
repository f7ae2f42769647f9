using System.Collections.Immutable;

namespace Gyre.Tracking.Search;

/// <summary>Reads orders of the form <c>metrics.acc DESC</c>.</summary>
internal static class OrderParser
{
    /// <summary>The most keys of an order.</summary>
    public const int MaxKeys = 32;

    /// <summary>Reads the keys of an order, the first one the most important.</summary>
    /// <param name="target">What is ordered; not logged models.</param>
    /// <param name="clauses">As a client sent them.</param>
    /// <exception cref="TrackingException">One cannot be read, names no field, or a field that was named before (<see cref="TrackingError.InvalidParameter"/>).</exception>
    public static ImmutableArray<OrderKey> Parse(SearchTarget target, IReadOnlyList<string> clauses)
    {
        if (clauses.Count > MaxKeys)
            throw SearchText.Refuse($"`order_by` has more than {MaxKeys} fields.");
        var keys = clauses.Select(clause => ParseOne(target, clause)).ToImmutableArray();
        return keys.Select(k => k.Field).Distinct().Count() == keys.Length ? keys : throw SearchText.Refuse($"`order_by` contains duplicate fields: {SearchText.List(clauses)}");
    }

    private static OrderKey ParseOne(SearchTarget target, string clause)
    {
        SearchText.Require(clause, "order_by clause");
        var tokens = SearchLexer.Read(clause);
        if (tokens.Count is 0 or > 2 || tokens[0].Kind != TokenKind.Identifier)
            throw NotReadable(clause);
        return new OrderKey(target.OrderField(tokens[0].In(clause)), tokens.Count == 1 || IsAscending(tokens[1], clause));
    }

    private static bool IsAscending(Token direction, string clause)
    {
        var word = direction.In(clause);
        if (word.Equals("ASC", StringComparison.OrdinalIgnoreCase))
            return true;
        if (word.Equals("DESC", StringComparison.OrdinalIgnoreCase))
            return false;
        throw direction.Kind == TokenKind.Identifier ? SearchText.Refuse($"Invalid ordering key in order_by clause '{clause}'.") : NotReadable(clause);
    }

    private static TrackingException NotReadable(string clause) => SearchText.Refuse($"Invalid order_by clause '{clause}'. Could not be parsed.");
}
