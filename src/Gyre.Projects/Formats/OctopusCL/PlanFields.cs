using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.OctopusCL;

/// <summary>
/// The fields of one mapping of a plan, with the leniency of the library that reads plans in Python: numbers and flags may be texts. What
/// does not fit is noted, and reading goes on.
/// </summary>
internal sealed class PlanFields
{
    private static readonly ImmutableArray<string> Truths = [
        "t", "T", "true", "True", "TRUE", "on", "On", "ON", "y", "Y", "yes", "Yes", "YES", "1"];

    private static readonly ImmutableArray<string> Falsehoods =
        ["f", "F", "false", "False", "FALSE", "off", "Off", "OFF", "n", "N", "no", "No", "NO", "0"];

    private readonly YamlMapping? _map;
    private readonly Problems _problems;

    private PlanFields(YamlMapping? map, DocumentPath path, Problems problems) => (_map, Path, _problems) = (map, path, problems);

    public DocumentPath Path { get; }

    public YamlPlace Place => _map?.Place ?? default;

    /// <summary>Reads a mapping; what is none, and fields that are not known, are noted.</summary>
    public static PlanFields Of(YamlNode? node, DocumentPath path, string what, Problems problems, params ReadOnlySpan<string> known)
    {
        if (node is not YamlMapping map)
        {
            problems.Error("plan.type", $"{what} is not a mapping.", path, node?.Place ?? default, "Write fields with values.");
            return new PlanFields(null, path, problems);
        }
        foreach (var entry in map.Entries)
        {
            if (!known.Contains(entry.Key))
                problems.Error(
                    "plan.unknown-field", $"The field '{Short(entry.Key)}' is not known here.", path.Key(entry.Key), entry.KeyPlace,
                    Suggestions.Remedy(entry.Key, known.ToArray()) ?? $"Known are {string.Join(", ", known.ToArray())}.");
        }
        return new PlanFields(map, path, problems);
    }

    /// <summary>Whether there is anything to read; else it is noted already.</summary>
    public bool IsThere => _map is not null;

    public YamlNode? Find(string field) => _map?.Find(field) is { } node && node is not YamlScalar { Value: NullValue } ? node : null;

    /// <summary>The value of a field; a missing one is noted, and so is null.</summary>
    public YamlNode? Require(string field)
    {
        if (_map is null)
            return null;
        if (Find(field) is { } node)
            return node;
        var isNull = _map.Find(field) is not null;
        Error("plan.missing", isNull ? $"'{field}' has no value." : $"'{field}' is missing.", field, $"Add '{field}'.");
        return null;
    }

    public string RequireText(string field) => Require(field) is { } node ? TextOf(node, field) : "";

    public string? Text(string field) => Find(field) is { } node ? TextOf(node, field) : null;

    public bool Flag(string field)
    {
        if (Find(field) is not { } node)
            return false;
        var text = node is YamlScalar { Value: not TimestampValue } scalar ? scalar.Text : "";
        if (node is YamlScalar { Value: BooleanValue { Flag: var flag } })
            return flag;
        if (Truths.Contains(text))
            return true;
        if (!Falsehoods.Contains(text))
            Error("plan.type", $"'{field}' is not true or false.", field, "Write true or false.");
        return false;
    }

    /// <summary>A whole number; one with a fraction is cut off, as <c>int()</c> does.</summary>
    public int? Whole(string field, YamlNode node)
    {
        BigInteger? number = node switch
        {
            YamlScalar { Value: IntegerValue { Number: var whole } } => whole,
            YamlScalar { Value: FloatValue { Number: var real } } when double.IsFinite(real) => new BigInteger(real),
            YamlScalar { Value: TextValue { Text: var text } }
                when BigInteger.TryParse(
                    text.Trim().Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
                    out var parsed) => parsed,
            _ => null,
        };
        if (number is { } found && found >= int.MinValue && found <= int.MaxValue)
            return (int)found;
        Error("plan.type", $"'{field}' is not a whole number.", field, "Write a number such as 4.");
        return null;
    }

    /// <summary>One of some words, in any case.</summary>
    public string Word(string field, YamlNode? node, params ReadOnlySpan<string> words)
    {
        if (node is null)
            return words[0];
        var text = TextOf(node, field);
        var lower = text.ToLowerInvariant();
        if (!words.Contains(lower))
            Error("plan.value", $"'{field}' is '{Short(text)}'.", field, $"Use {string.Join(", ", words.ToArray())}.");
        return lower;
    }

    /// <summary>The elements of a list with their paths; what is no list is noted.</summary>
    public IEnumerable<(YamlNode Item, DocumentPath Path)> List(string field, YamlNode? node)
    {
        if (node is null)
            return [];
        if (node is YamlSequence list)
            return list.Items.Select((item, index) => (item, Path.Key(field).At(index)));
        Error("plan.type", $"'{field}' is not a list.", field, "Write a list, with a dash before each entry.");
        return [];
    }

    public void Error(string code, string message, string field, string? remedy) =>
        _problems.Error(code, message, Path.Key(field), _map?.PlaceOf(field) ?? default, remedy);

    public static string Short(string text) => text.Length <= 100 ? text : $"{text[..100]}...";

    private string TextOf(YamlNode node, string field)
    {
        if (node is YamlScalar { Value: TextValue { Text: var text } })
            return text;
        Error("plan.type", $"'{field}' is not a text.", field, "Write a text; put a number into quotes.");
        return "";
    }
}
