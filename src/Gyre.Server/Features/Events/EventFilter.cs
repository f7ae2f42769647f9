using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Server.Http;
using Gyre.Storage;

namespace Gyre.Server.Features.Events;

/// <summary>Which events of the log a stream tells.</summary>
/// <param name="types">Names of types; null for all.</param>
internal sealed class EventFilter(IReadOnlySet<string>? types)
{
    public const string Parameter = "type";

    public const string Description = "Only events of these types, separated by commas; default all";

    /// <exception cref="InvalidInputException">There is no such type: nothing would ever come.</exception>
    public static EventFilter Read(HttpRequest request, EventTypes known)
    {
        if (request.Query[Parameter] is not [{ } given])
            return new EventFilter(null);
        var names = given.Split(',').ToHashSet(StringComparer.Ordinal);
        foreach (var name in names.Where(name => !known.Knows(name)))
        {
            throw new InvalidInputException(
            [
                new Diagnostic(Severity.Error, "event.unknown-type", $"Unknown event type '{Quotes.Shorten(name)}'.")
                {
                    Path = Parameter,
                    Remedy = known.Remedy(name),
                },
            ]);
        }
        return new EventFilter(names);
    }

    public bool Takes(StoredEvent found) => types is null || types.Contains(found.Type);
}
