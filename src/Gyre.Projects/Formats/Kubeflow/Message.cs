using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.Kubeflow;

/// <summary>An entry of a mapping whose keys are names of the user's.</summary>
internal readonly record struct NamedNode(string Name, YamlPlace NamePlace, YamlNode Node, DocumentPath Path);

/// <summary>
/// A mapping with known fields, which may be written <c>likeThis</c> or <c>like_this</c>. A field without value counts as absent; one that is not known is warned
/// of, because the format grows; one of the wrong type is an error and reads as absent.
/// </summary>
internal sealed class Message
{
    private static readonly ConcurrentDictionary<string, string> SnakeNames = new(StringComparer.Ordinal);

    private readonly Problems _problems;

    private Message(YamlMapping map, DocumentPath path, Problems problems) => (Map, Path, _problems) = (map, path, problems);

    public YamlMapping Map { get; }

    public DocumentPath Path { get; }

    /// <summary>Null when there is nothing, or something else than a mapping, which is then an error.</summary>
    public static Message? Of(YamlNode? node, DocumentPath path, Problems problems, params ReadOnlySpan<string> known)
    {
        if (node is null or YamlScalar { Value: NullValue })
            return null;
        if (node is not YamlMapping map)
        {
            problems.Error("structure.type", $"Expected a mapping, found {Described(node)}.", path, node.Place);
            return null;
        }
        var message = new Message(map, path, problems);
        message.CheckFields(known);
        return message;
    }

    private void CheckFields(ReadOnlySpan<string> known)
    {
        foreach (var entry in Map.Entries)
        {
            if (!IsKnown(entry.Key, known))
                _problems.Warning(
                    "field.unknown",
                    $"Unknown field '{Names.Shown(entry.Key)}'; it is ignored.",
                    Path.Key(entry.Key),
                    entry.KeyPlace,
                    Suggestions.Remedy(entry.Key, known.ToArray()));
        }
        foreach (var field in known)
        {
            if (SnakeOf(field) is var snake && snake != field && Map.FindEntry(field) is not null && Map.FindEntry(snake) is { } second)
                _problems.Error(
                    "field.twice",
                    $"'{field}' and '{snake}' are two spellings of the same field.",
                    Path.Key(snake),
                    second.KeyPlace,
                    "Remove one of them.");
        }
    }

    private static bool IsKnown(string key, ReadOnlySpan<string> known)
    {
        foreach (var field in known)
        {
            if (key == field || key == SnakeOf(field))
                return true;
        }
        return false;
    }

    /// <summary>Whether it is written at all, be it as null.</summary>
    public bool Has(string field) => Entry(field) is not null;

    public YamlNode? Node(string field) => Entry(field)?.Value is { } node and not YamlScalar { Value: NullValue } ? node : null;

    public DocumentPath Where(string field) => Path.Key(Entry(field)?.Key ?? field);

    /// <summary>Where the field's value starts, or the mapping when it is absent.</summary>
    public YamlPlace Place(string field) => Entry(field)?.Value.Place ?? Map.Place;

    public YamlPlace KeyPlace(string field) => Entry(field)?.KeyPlace ?? Map.Place;

    public Message? Child(string field, params ReadOnlySpan<string> known) => Of(Node(field), Where(field), _problems, known);

    public string? Text(string field) => Text(Node(field), Where(field));

    public bool? Flag(string field)
    {
        if (Node(field) is not { } node)
            return null;
        if (node is YamlScalar { Value: BooleanValue flag })
            return flag.Flag;
        WrongType(node, Where(field), "true or false");
        return null;
    }

    /// <summary>A number, also one in quotes, as the format has it for large ones.</summary>
    public double? Number(string field)
    {
        if (Node(field) is not { } node)
            return null;
        if (node is YamlScalar { Value: var value } && (value.TryGetNumber(out var number)
            || (value is TextValue && double.TryParse(((TextValue)value).Text, NumberStyles.Float, CultureInfo.InvariantCulture, out number))) && double.IsFinite(number))
            return number;
        WrongType(node, Where(field), "a number");
        return null;
    }

    /// <summary>A whole number of a range, both ends included.</summary>
    public int? Whole(string field, int min, int max)
    {
        if (Number(field) is not { } number)
            return null;
        if (double.IsInteger(number) && number >= min && number <= max)
            return (int)number;
        _problems.Error(
            "structure.range",
            $"'{field}' must be a whole number from {min} to {max}, found {Described(Node(field)!)}.",
            Where(field),
            Place(field));
        return null;
    }

    /// <summary>Entries under names that the user chose, in document order.</summary>
    public IReadOnlyList<NamedNode> Table(string field)
    {
        if (Node(field) is not { } node)
            return [];
        var where = Where(field);
        if (node is YamlMapping map)
            return [.. map.Entries.Select(entry => new NamedNode(entry.Key, entry.KeyPlace, entry.Value, where.Key(entry.Key)))];
        WrongType(node, where, "a mapping");
        return [];
    }

    /// <summary>Elements of a list; their names are empty.</summary>
    public IReadOnlyList<NamedNode> List(string field)
    {
        if (Node(field) is not { } node)
            return [];
        var where = Where(field);
        if (node is YamlSequence list)
            return [.. list.Items.Select((item, index) => new NamedNode("", item.Place, item, where.At(index)))];
        WrongType(node, where, "a list");
        return [];
    }

    /// <summary>Texts of a list, each with its place.</summary>
    public IEnumerable<(string Text, NamedNode Item)> Texts(string field) => List(field).Select(item => (Text: Text(item.Node, item.Path), item)).Where(pair => pair.Text is not null)!;

    private string? Text(YamlNode? node, DocumentPath where)
    {
        if (node is null)
            return null;
        if (node is YamlScalar { Value: TextValue { Text: var text } })
            return text;
        WrongType(
            node,
            where,
            "a string",
            node is YamlScalar { Value: not NullValue } scalar ? $"Put it in quotes: \"{Names.Shown(scalar.Text)}\"." : null);
        return null;
    }

    public void WrongType(YamlNode node, DocumentPath where, string wanted, string? remedy = null) =>
        _problems.Error("structure.type", $"Expected {wanted}, found {Described(node)}.", where, node.Place, remedy);

    public static string Described(YamlNode node) => node switch
    {
        YamlSequence => "a list",
        YamlMapping => "a mapping",
        YamlScalar { Value: NullValue } => "empty",
        YamlScalar { Value: TextValue } scalar => $"the string '{Names.Shown(scalar.Text)}'",
        YamlScalar scalar => Names.Shown(scalar.Text),
        _ => "an unknown value",
    };

    private YamlEntry? Entry(string field) => Map.FindEntry(field) ?? Map.FindEntry(SnakeOf(field));

    private static string SnakeOf(string field) => SnakeNames.GetOrAdd(field, static name =>
    {
        var snake = new StringBuilder();
        foreach (var c in name)
            snake.Append(char.IsAsciiLetterUpper(c) ? "_" + char.ToLowerInvariant(c) : c.ToString());
        return snake.ToString();
    });
}
