using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;

namespace Gyre.Experiments.Features;

/// <summary>Reads the entries of a map that came from outside: parameters of a component, or a document that it saved.</summary>
/// <param name="map">The map.</param>
/// <param name="code">Code of what is refused.</param>
/// <param name="subject">What an entry is called in messages.</param>
/// <param name="remedy">What to do about a wrong one; null to say only what is expected.</param>
internal sealed class MapReader(MapValue map, string code, string subject, string? remedy)
{
    /// <summary>Reads parameters that a plan gives.</summary>
    public static MapReader OfParameters(MapValue parameters) => new(parameters, "experiment.parameter", "parameter", null);

    /// <summary>Reads a document that a component saved.</summary>
    /// <exception cref="InvalidInputException">It is no map, or of another version or kind.</exception>
    public static MapReader OfState(Value state, string kind)
    {
        var read = State(state as MapValue ?? new MapValue([]));
        read.Whole("schemaVersion", 1, 1);
        read.Word("kind", null, kind);
        return read;
    }

    /// <summary>A document of a kind, to be read by <see cref="OfState"/>.</summary>
    public static MapValue StateOf(string kind, params IEnumerable<(string Name, Value Value)> entries) =>
        MapOf([("schemaVersion", Value.Of(1)), ("kind", Value.Of(kind)), .. entries]);

    /// <summary>A map of entries.</summary>
    public static MapValue MapOf(params IEnumerable<(string Name, Value Value)> entries) =>
        new([.. entries.Select(static entry => KeyValuePair.Create(entry.Name, entry.Value))]);

    /// <summary>A list of numbers.</summary>
    public static Value ListOf(IEnumerable<double> numbers) => Value.Of(numbers.Select(static number => Value.Of(number)));

    /// <summary>A list of texts.</summary>
    public static Value ListOf(IEnumerable<string> texts) => Value.Of(texts.Select(static text => Value.Of(text)));

    /// <summary>Whether there is an entry that is not null.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>An entry; null when it is missing or null.</summary>
    public Value? Find(string name) => map.Find(name) is { IsNull: false } value ? value : null;

    /// <summary>A whole number within bounds.</summary>
    public int Whole(string name, int min, int max, int? fallback = null)
    {
        var value = Find(name);
        if (value is null && fallback is { } usual)
            return usual;
        if (value is not null && value.TryGetNumber(out var number) && Math.Floor(number) == number && number >= min && number <= max)
            return (int)number;
        throw Refuse(name, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {min} to {max}"));
    }

    /// <summary>A truth value.</summary>
    public bool Flag(string name, bool? fallback = null) => Find(name) switch
    {
        BooleanValue flag => flag.Flag,
        null when fallback is { } usual => usual,
        _ => throw Refuse(name, "must be true or false"),
    };

    /// <summary>A text.</summary>
    public string Text(string name) => (Find(name) as TextValue)?.Text ?? throw Refuse(name, "must be a text");

    /// <summary>One of some words.</summary>
    public string Word(string name, string? fallback, params IReadOnlyCollection<string> words) => Find(name) switch
    {
        null when fallback is not null => fallback,
        TextValue text when words.Contains(text.Text, StringComparer.Ordinal) => text.Text,
        _ => throw Refuse(name, $"must be {string.Join(" or ", words.Select(static word => $"'{word}'"))}"),
    };

    /// <summary>Texts; one alone may stand without a list; empty when there is no entry.</summary>
    public ImmutableArray<string> Texts(string name) => Find(name) switch
    {
        null => [],
        TextValue text => [text.Text],
        ListValue list when list.Items.All(static item => item is TextValue) =>
            [.. list.Items.Select(static item => ((TextValue)item).Text)],
        _ => throw Refuse(name, "must be a list of texts"),
    };

    /// <summary>Finite numbers; one alone may stand without a list.</summary>
    /// <param name="name">Name of the entry.</param>
    /// <param name="isFit">Whether a number may stand there; null for all.</param>
    /// <param name="expected">What must stand there.</param>
    public ImmutableArray<double> Numbers(string name, string expected = "must be finite numbers", Func<double, bool>? isFit = null)
    {
        var items = Find(name) switch
        {
            ListValue list => list.Items,
            { } one => [one],
            null => throw Refuse(name, expected),
        };
        var numbers = ImmutableArray.CreateBuilder<double>(items.Length);
        foreach (var item in items)
        {
            if (!item.TryGetNumber(out var number) || !double.IsFinite(number) || isFit?.Invoke(number) == false)
                throw Refuse(name, expected);
            numbers.Add(number);
        }
        return numbers.MoveToImmutable();
    }

    /// <summary>A map inside a saved document.</summary>
    public MapReader Map(string name) => Find(name) is MapValue inner ? State(inner) : throw Refuse(name, "must be a map");

    /// <summary>Maps in a list inside a saved document.</summary>
    public IEnumerable<MapReader> Maps(string name) => Find(name) is ListValue list
        ? list.Items.Select(item => item is MapValue inner ? State(inner) : throw Refuse(name, "must be a list of maps"))
        : throw Refuse(name, "must be a list of maps");

    /// <summary>Refuses an entry.</summary>
    public InvalidInputException Refuse(string name, string expected) => new(
    [
        new Diagnostic(Severity.Error, code, $"The {subject} '{name}' {expected}.") { Path = name, Remedy = remedy },
    ]);

    private static MapReader State(MapValue map) =>
        new(map, "experiment.state", "entry", "The saved state is damaged or of another version: train the trial again.");
}
