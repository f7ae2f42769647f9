using System.Collections.Immutable;

namespace Gyre.Core.Events;

/// <summary>The types of events that a home knows. Immutable.</summary>
public sealed class EventTypes
{
    private readonly Dictionary<string, EventType> _byName;

    private EventTypes(ImmutableArray<EventType> all, Dictionary<string, EventType> byName, bool takesAny) =>
        (All, _byName, TakesAny) = (all, byName, takesAny);

    /// <summary>The types that the program itself writes.</summary>
    public static EventTypes Standard { get; } = new EventTypes([], [], takesAny: false).With(
    [
        .. RunEvents.All, .. NodeEvents.All, .. CycleEvents.All, .. CacheEvents.All, .. CatalogEvents.All, .. TriggerEvents.All,
        .. RegistryEvents.All, .. TrackingEvents.All, .. VariableEvents.All, .. DeploymentEvents.All,
    ]);

    /// <summary>All types, those of one writer together.</summary>
    public ImmutableArray<EventType> All { get; }

    /// <summary>Whether a name that is not in the table is let pass; see <see cref="TakingAny"/>.</summary>
    public bool TakesAny { get; }

    /// <summary>These types and more.</summary>
    /// <exception cref="ArgumentException">Two types have one name, or two of them one word.</exception>
    public EventTypes With(IEnumerable<EventType> more)
    {
        ImmutableArray<EventType> all = [.. All, .. more];
        if (Twice(all.Select(type => type.Name)) is { } name)
            throw new ArgumentException($"Two event types have the name '{name}'.", nameof(more));
        if (Twice(all.SelectMany(type => type.Words).Select(word => word.Word)) is { } word)
            throw new ArgumentException($"Two event types have the notification word '{word}'.", nameof(more));
        return new EventTypes(all, all.ToDictionary(type => type.Name, StringComparer.Ordinal), TakesAny);
    }

    /// <summary>
    /// The same table for files that were accepted earlier: a type that has gone must not make the rest of one unreadable.
    /// </summary>
    public EventTypes TakingAny() => new(All, _byName, takesAny: true);

    /// <summary>The type of a name; null when there is none.</summary>
    public EventType? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Whether something may wait for events of the name.</summary>
    public bool Knows(string name) => TakesAny || _byName.ContainsKey(name);

    /// <summary>The names that were probably meant: the closest one, else all with the same first word. May be empty.</summary>
    public IReadOnlyList<string> Suggest(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var names = All.Select(type => type.Name);
        if (NearestWords.Closest(name, names) is { } closest)
            return [closest];
        var first = FirstWord(name);
        return [.. names.Where(known => FirstWord(known) == first)];
    }

    /// <summary>A sentence for somebody who gave a name that is not known: what was probably meant, else all names.</summary>
    public string Remedy(string name) => Suggest(name) switch
    {
        [] => $"Available event types: {string.Join(", ", All.Select(type => type.Name))}.",
        [var only] => $"Did you mean '{only}'?",
        var several => $"Did you mean one of: {string.Join(", ", several)}?",
    };

    private static string FirstWord(string name) => name.Split('.')[0];

    private static string? Twice(IEnumerable<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return names.FirstOrDefault(name => !seen.Add(name));
    }
}
