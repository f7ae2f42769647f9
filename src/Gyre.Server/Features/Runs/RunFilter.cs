using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;
using Gyre.Server.Http;

namespace Gyre.Server.Features.Runs;

/// <summary>Reads which runs are wanted of an address.</summary>
internal static class RunFilter
{
    /// <summary>The list that cursors are bound to.</summary>
    private const string List = "runs";

    private const int MaxOffset = 10_000_000;
    private const int MaxText = 500;

    /// <exception cref="InvalidInputException">A parameter is unknown, given twice, or malformed.</exception>
    public static RunQuery Read(HttpRequest request, Cursors cursors)
    {
        QueryParameters.Only(
            request, "limit", "cursor", "offset", "state", "project", "pipeline", "since", "text", "waiting", "count", "order_by");
        var cursor = request.Query["cursor"] is [{ } given] ? given : null;
        var offset = QueryParameters.Offset(request, MaxOffset);
        if (cursor is not null && offset > 0)
            throw QueryParameters.Refusal("query.offset", "offset", "'offset' and 'cursor' cannot be used together.");
        var (order, ascending) = OrderOf(request);
        return new RunQuery
        {
            Project = TextOf(request, "project"),
            Pipeline = TextOf(request, "pipeline"),
            Since = SinceOf(request),
            States = StatesOf(request),
            Text = TextOf(request, "text"),
            Waiting = QueryParameters.Flag(request, "waiting"),
            OrderBy = order,
            Ascending = ascending,
            After = cursor is null ? null : PlaceOf(cursors.Read(ListOf(order, ascending), cursor), order),
            Limit = QueryParameters.Number(request, "limit", 100, 1000),
            Offset = offset,
            Counted = QueryParameters.Flag(request, "count"),
        };
    }

    /// <summary>Where the next page begins, as it is now: also when the run has changed by then.</summary>
    public static string CursorBehind(RunView run, RunQuery query, Cursors cursors)
    {
        var place = RunPlace.Of(run, query.OrderBy);
        var key = place.Text ?? place.Number?.ToString(CultureInfo.InvariantCulture) ?? "";
        return cursors.Write(ListOf(query.OrderBy, query.Ascending), place.Run.Value, key);
    }

    private static string ListOf(RunOrder order, bool ascending) =>
        order == RunOrder.Created && !ascending ? List : $"{List} by {order} {(ascending ? "up" : "down")}";

    private static RunPlace PlaceOf((Guid Place, string Key) read, RunOrder order)
    {
        var run = new RunId(read.Place);
        return order switch
        {
            RunOrder.Created => new RunPlace(run, null, null),
            RunOrder.State or RunOrder.Pipeline => new RunPlace(run, null, read.Key),
            _ => new RunPlace(run, long.Parse(read.Key, CultureInfo.InvariantCulture), null),
        };
    }

    private static (RunOrder Order, bool Ascending) OrderOf(HttpRequest request)
    {
        if (TextOf(request, "order_by") is not { } text)
            return (RunOrder.Created, false);
        var word = text.StartsWith('-') ? text[1..] : text;
        foreach (var order in Enum.GetValues<RunOrder>())
        {
            if (KebabCase.Of(order) == word)
                return (order, !text.StartsWith('-'));
        }
        var known = string.Join(", ", Enum.GetValues<RunOrder>().Select(static order => KebabCase.Of(order)));
        throw QueryParameters.Refusal(
            "query.order_by", "order_by",
            $"Runs cannot be ordered by '{Quotes.Shorten(word)}'. Use: {known}; with '-' in front for descending order.");
    }

    /// <summary>A text of an address; null where there is none.</summary>
    /// <exception cref="InvalidInputException">It is too long.</exception>
    public static string? TextOf(HttpRequest request, string name)
    {
        if (request.Query[name] is not [{ Length: > 0 } text])
            return null;
        return text.Length <= MaxText
            ? text
            : throw QueryParameters.Refusal($"query.{name}", name, $"'{name}' must have at most {MaxText} characters.");
    }

    private static DateTimeOffset? SinceOf(HttpRequest request)
    {
        if (TextOf(request, "since") is not { } text)
            return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since)
            ? since
            : throw QueryParameters.Refusal("query.since", "since", "'since' must be a time such as 2026-05-01T12:00:00Z.");
    }

    private static ImmutableArray<RunState> StatesOf(HttpRequest request) =>
        TextOf(request, "state") is { } text ? [.. text.Split(',').Select(StateOf)] : [];

    private static RunState StateOf(string word)
    {
        foreach (var state in Enum.GetValues<RunState>())
        {
            if (KebabCase.Of(state) == word)
                return state;
        }
        var known = string.Join(", ", Enum.GetValues<RunState>().Select(static state => KebabCase.Of(state)));
        throw QueryParameters.Refusal("query.state", "state", $"'{Quotes.Shorten(word)}' is not a state of runs. Use: {known}.");
    }
}
