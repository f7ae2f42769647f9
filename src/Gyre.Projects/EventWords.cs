using System.Collections.Immutable;
using Gyre.Core.Events;

namespace Gyre.Projects;

/// <summary>What notifications can tell, in words for people and in the types of the event log.</summary>
public sealed class EventWords
{
    private readonly EventTypes _types;

    /// <summary>The words of these types.</summary>
    public EventWords(EventTypes types)
    {
        ArgumentNullException.ThrowIfNull(types);
        _types = types;
        var told = types.All.Where(type => type.IsTold).ToList();
        All = [.. told.SelectMany(type => type.Words).Select(word => word.Word), .. told.Select(type => type.Name)];
    }

    /// <summary>All words, then all types.</summary>
    public ImmutableArray<string> All { get; }

    /// <summary>Whether a notification may ask for it.</summary>
    public bool IsKnown(string word) => _types.TakesAny || All.Contains(word, StringComparer.Ordinal);

    /// <summary>Whether events of the type can be told at all.</summary>
    public bool IsTold(string type) => _types.Find(type) is { IsTold: true };

    /// <summary>Whether one of the words means the event.</summary>
    public bool Match(IEnumerable<string> words, string type, string? state)
    {
        var fitting = Fitting(type, state).ToList();
        return words.Any(asked => asked == type || fitting.Contains(asked, StringComparer.Ordinal));
    }

    /// <summary>The narrowest word for an event; its type when there is none.</summary>
    public string Of(string type, string? state) => Fitting(type, state).FirstOrDefault() ?? type;

    private IEnumerable<string> Fitting(string type, string? state) =>
        from word in _types.Find(type)?.Words ?? []
        where word.State is null || word.State == state
        orderby word.State is null
        select word.Word;
}
