using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Storage;
using Shouldly;

namespace Gyre.Testing.Storage;

/// <summary>Whether what was appended to an event log is what the table of types says.</summary>
public static class EventChecks
{
    private const int PageSize = 1000;
    private const int MostProblems = 10;

    /// <summary>
    /// Fails when an event has a type that is not in the table, or data that its type does not declare. Events about <c>thing/...</c> are
    /// made
    /// up by tests.
    /// </summary>
    public static async Task CheckAsync(IEventLog log, EventTypes types)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(types);
        for (long after = 0; await log.ReadAsync(after, PageSize, null,
            CancellationToken.None) is { Count: > 0 } page; after = page[^1].Sequence)
        {
            page.Where(static found => !found.Subject.StartsWith("thing/", StringComparison.Ordinal))
                .SelectMany(found => Problems(found.Type, found.Subject, found.Data, types)).Take(MostProblems).ShouldBeEmpty();
        }
    }

    /// <summary>What is wrong with one event.</summary>
    public static IEnumerable<string> Problems(string type, string subject, string data, EventTypes types)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(types);
        if (types.Find(type) is not { } known)
            return [$"'{type}' is not a type of events."];
        var kind = known.Subject[..(known.Subject.IndexOf('/', StringComparison.Ordinal) + 1)];
        IEnumerable<string> aboutSubject = subject.StartsWith(kind, StringComparison.Ordinal)
            ? []
            : [$"{type}: the subject is '{subject}', not {known.Subject}."];
        return [.. aboutSubject, .. known.Check((MapValue)ValueJson.Parse(data))];
    }
}
