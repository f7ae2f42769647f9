using System.Collections.Immutable;

namespace Gyre.Tracking.Search;

/// <summary>Page tokens of searches for logged models. They hold the query, so that the message about another query can say what differs.</summary>
internal static class LoggedModelPageToken
{
    /// <summary>Writes a token.</summary>
    /// <param name="key">The server's own.</param>
    /// <param name="offset">Results before the page.</param>
    /// <param name="experiments">Ids, as the client sent them.</param>
    /// <param name="filter">As the client sent it; null or empty for none.</param>
    /// <param name="order">As parsed.</param>
    public static string Write(ReadOnlySpan<byte> key, long offset, IReadOnlyList<string> experiments, string? filter, ImmutableArray<LoggedModelOrder> order) => PageToken.Seal(
        key, new PageToken.Payload { Offset = offset, Experiments = SearchText.List(experiments), Filter = Shown(filter), OrderBy = Shown(order) });

    /// <summary>Reads a token; null or empty is the first page.</summary>
    /// <returns>Results to skip.</returns>
    /// <exception cref="TrackingException">It is no token, or of another query, whose difference the message names.</exception>
    public static long Read(ReadOnlySpan<byte> key, string? token, IReadOnlyList<string> experiments, string? filter, ImmutableArray<LoggedModelOrder> order)
    {
        if (string.IsNullOrEmpty(token))
            return 0;
        var payload = PageToken.Open(key, token);
        Require("Experiment IDs", "experiment IDs", "do", SearchText.List(experiments), payload.Experiments);
        Require("Filter string", "filter string", "does", Shown(filter), payload.Filter);
        Require("Order by", "order by", "does", Shown(order), payload.OrderBy);
        return payload.Offset;
    }

    private static void Require(string what, string requested, string verb, string expected, string? found)
    {
        if (expected != found)
            throw SearchText.Refuse($"{what} in the page token {verb} not match the requested {requested}. Expected: {expected}. Found: {found}");
    }

    private static string Shown(string? filter) => string.IsNullOrEmpty(filter) ? "None" : filter;

    private static string Shown(ImmutableArray<LoggedModelOrder> order) => order.IsEmpty ? "None" : $"[{string.Join(", ", order.Select(Shown))}]";

    private static string Shown(LoggedModelOrder key)
    {
        var name = (key.Field.Kind == FieldKind.Metric ? "metrics." : "") + key.Field.Key;
        return $"{{'field_name': {SearchText.Quote(name)}, 'ascending': {(key.Ascending ? "True" : "False")}, 'dataset_name': {ShownOrNone(key.DatasetName)}, 'dataset_digest': {ShownOrNone(key.DatasetDigest)}}}";
    }

    private static string ShownOrNone(string? text) => text is null ? "None" : SearchText.Quote(text);
}
