using System.Collections.Immutable;

namespace Gyre.Core.Events;

/// <summary>
/// What events of one name tell: the only place where the name is written as text. Who appends an event names the type, and who filters on
/// events finds the type in the <see cref="EventTypes"/> of the home.
/// </summary>
public sealed record EventType
{
    /// <summary>A type with the fields of its data, in the order in which they are documented.</summary>
    /// <param name="name">Dotted words: <c>run.ended</c>.</param>
    /// <param name="subject">What its events are about, with capitals for what differs: <c>run/ID</c>.</param>
    /// <param name="summary">What happened, as a sentence.</param>
    /// <param name="fields">The fields of the data; names differ.</param>
    /// <exception cref="ArgumentException">The name is not two dotted words in lower case, or two fields have one name.</exception>
    public EventType(string name, string subject, string summary, params ReadOnlySpan<EventField> fields)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!IsName(name))
            throw new ArgumentException($"'{name}' must be two dotted words of lowercase letters, digits, '_' and '-'.", nameof(name));
        (Name, Subject, Summary, Fields) = (name, subject, summary, [.. fields]);
        if (Fields.Select(field => field.Name).Distinct(StringComparer.Ordinal).Count() < Fields.Length)
            throw new ArgumentException($"Two fields of '{name}' have the same name.", nameof(fields));
    }

    /// <summary>Dotted words: <c>run.ended</c>.</summary>
    public string Name { get; }

    /// <summary>What its events are about: <c>run/ID</c>.</summary>
    public string Subject { get; }

    /// <summary>What happened, as a sentence.</summary>
    public string Summary { get; }

    /// <summary>The fields of the data.</summary>
    public ImmutableArray<EventField> Fields { get; }

    /// <summary>Grows when a field goes or changes its meaning; a field that is added leaves it. Default 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Whether notifications can tell people of it: it is about a run or a cycle. Default false.</summary>
    public bool IsTold { get; init; }

    /// <summary>Under which words people are told of it, the narrow ones first; empty when only under its name.</summary>
    public ImmutableArray<EventWord> Words { get; init; } = [];

    /// <summary>Whether triggers may wait for it. Default true.</summary>
    public bool StartsTriggers { get; init; } = true;

    /// <summary>What is wrong with the data of an event of this type: a sentence for each field; nothing when it is as declared.</summary>
    public IEnumerable<string> Check(MapValue data)
    {
        ArgumentNullException.ThrowIfNull(data);
        foreach (var field in Fields)
        {
            if (data.Find(field.Name) is { IsNull: false } value)
            {
                if (!field.Takes(value))
                    yield return $"{Name}: '{field.Name}' is not of the kind {KebabCase.Of(field.Kind)}: {value}";
            }
            else if (!field.IsOptional)
            {
                yield return $"{Name}: the field '{field.Name}' is missing.";
            }
        }
        foreach (var (key, _) in data.Entries.Where(entry => Fields.All(field => field.Name != entry.Key)))
            yield return $"{Name}: the field '{key}' is not declared.";
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private static bool IsName(string name) => name.Split('.') is { Length: 2 } words && words.All(IsWord);

    private static bool IsWord(string word) =>
        word.Length > 0 && word.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-');
}

/// <summary>A word under which people are told of an event.</summary>
/// <param name="Word">Such as <c>run-failed</c>.</param>
/// <param name="State">Only of events with this <c>state</c> in their data; null for all.</param>
public sealed record EventWord(string Word, string? State = null);
