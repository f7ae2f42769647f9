using System.Globalization;
using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>Compares a document with a shape and reports every difference with its place and the rule it breaks.</summary>
internal sealed class ShapeChecker(Problems problems)
{
    private delegate void Report(string rule, string message, DocumentPath path, YamlPlace place, string? remedy);

    public void Check(YamlNode node, Shape shape, DocumentPath path) => Visit(node, shape, path, (rule, message, where, place, remedy) =>
        problems.Error("structure." + KebabCase.Of(rule), message, where, place, remedy));

    private static void Visit(YamlNode node, Shape shape, DocumentPath path, Report report)
    {
        switch (shape)
        {
            case TextShape text:
                VisitText(node, text, path, report);
                break;
            case NumberShape number:
                VisitNumber(node, number, path, report);
                break;
            case BooleanShape when node is not YamlScalar { Value: BooleanValue }:
                WrongType(node, "true or false", path, report);
                break;
            case ListShape list:
                VisitList(node, list, path, report);
                break;
            case MapShape map:
                VisitMap(node, map, path, report);
                break;
            case ChoiceShape choice:
                VisitChoice(node, choice, path, report);
                break;
        }
    }

    private static bool Fits(YamlNode node, Shape shape)
    {
        var fits = true;
        Visit(node, shape, DocumentPath.Root, (_, _, _, _, _) => fits = false);
        return fits;
    }

    private static void VisitText(YamlNode node, TextShape shape, DocumentPath path, Report report)
    {
        if (node is not YamlScalar { Value: TextValue { Text: var text } })
        {
            var remedy = node is YamlScalar { Value: not NullValue } scalar ? $"Put it in quotes: \"{Shown(scalar.Text)}\"." : null;
            WrongType(node, "a string", path, report, remedy);
            return;
        }
        if (text.Length > shape.MaxLength && new StringInfo(text).LengthInTextElements > 0 && text.EnumerateRunes().Count() > shape.MaxLength)
            report("maxLength", $"'{Shown(text)}' is longer than {shape.MaxLength} characters.", path, node.Place, null);
        if (shape.Pattern is { } pattern && !pattern.IsMatch(text))
            report("pattern", $"'{Shown(text)}' does not match the pattern '{pattern}'.", path, node.Place, null);
        if (shape.Words.Count > 0 && !shape.Words.Contains(text, StringComparer.Ordinal))
            report("enum", $"'{Shown(text)}' is not one of {Listed(shape.Words)}.", path, node.Place, Suggestions.Remedy(text, shape.Words));
    }

    private static void VisitNumber(YamlNode node, NumberShape shape, DocumentPath path, Report report)
    {
        if (node is not YamlScalar { Value: var value } || !value.TryGetNumber(out var number) || (shape.IsInteger && value is FloatValue && !double.IsInteger(number)))
        {
            WrongType(node, shape.IsInteger ? "an integer" : "a number", path, report);
            return;
        }
        if (number < shape.Min)
            report("minimum", $"{value} is less than the minimum of {NumberOf(shape.Min)}.", path, node.Place, null);
        if (number > shape.Max)
            report("maximum", $"{value} is greater than the maximum of {NumberOf(shape.Max)}.", path, node.Place, null);
    }

    private static void VisitList(YamlNode node, ListShape shape, DocumentPath path, Report report)
    {
        if (node is not YamlSequence sequence)
        {
            WrongType(node, "a list", path, report, node is YamlScalar { Value: NullValue } ? null : "Start each element with '- '.");
            return;
        }
        if (sequence.Items.Length > shape.MaxItems)
            report(
                "items",
                $"The list has {sequence.Items.Length} elements; the maximum is {shape.MaxItems}.",
                path,
                node.Place,
                shape.TooManyRemedy);
        for (var i = 0; i < sequence.Items.Length; i++)
            Visit(sequence.Items[i], shape.Item, path.At(i), report);
    }

    private static void VisitMap(YamlNode node, MapShape shape, DocumentPath path, Report report)
    {
        if (node is not YamlMapping mapping)
        {
            WrongType(node, "a mapping", path, report);
            return;
        }
        foreach (var entry in mapping.Entries)
        {
            if (shape.Keys.TryGetValue(entry.Key, out var known) || (known = shape.Others) is not null)
                Visit(entry.Value, known, path.Key(entry.Key), report);
            else
                report(
                    "additionalProperties",
                    $"Unknown key '{Shown(entry.Key)}'. Available keys: {Listed([.. shape.Keys.Keys])}.",
                    path,
                    entry.KeyPlace,
                    Suggestions.Remedy(entry.Key, shape.Keys.Keys));
        }
        foreach (var key in shape.Required.Where(key => mapping.Find(key) is null))
            report("required", $"The required key '{key}' is missing.", path, node.Place, $"Add '{key}: ...'.");
        if (shape.Together?.Invoke(mapping) is { } broken)
            report(broken.Rule, broken.Message, path, node.Place, null);
    }

    /// <summary>Says that no shape fits, and then what keeps the one that was meant from fitting.</summary>
    private static void VisitChoice(YamlNode node, ChoiceShape shape, DocumentPath path, Report report)
    {
        if (shape.Options.Any(option => Fits(node, option)))
            return;
        var meant = shape.Meant is { } pick ? pick(node) : shape.Options.FirstOrDefault(option => SameKind(node, option));
        var details = new List<(string Rule, string Message, DocumentPath Path, YamlPlace Place, string? Remedy)>();
        if (meant is not null)
            Visit(node, meant, path, (rule, message, where, place, remedy) => details.Add((rule, message, where, place, remedy)));
        var reason = details.Count > 0
            ? string.Join(" ", details.Take(3).Select(detail => $"{detail.Message.TrimEnd('.')} (at {detail.Path})."))
            : $"Found {Described(node)}.";
        report(
            shape.Rule,
            $"The value does not match any allowed form{(shape.Names is null ? "" : $" ({shape.Names})")}. {reason}",
            path,
            node.Place,
            details.Select(detail => detail.Remedy).FirstOrDefault(remedy => remedy is not null));
        foreach (var (rule, message, where, place, remedy) in details.Where(detail => detail.Path.Length > path.Length || detail.Rule != shape.Rule))
            report(rule, message, where, place, remedy);
    }

    private static bool SameKind(YamlNode node, Shape shape) => shape switch
    {
        ListShape => node is YamlSequence,
        MapShape => node is YamlMapping,
        TextShape => node is YamlScalar { Value: TextValue },
        _ => false,
    };

    private static void WrongType(YamlNode node, string wanted, DocumentPath path, Report report, string? remedy = null)
    {
        if (node is YamlScalar { Value: NullValue } && remedy is null)
            remedy = "It is empty. Check the indentation of the lines below.";
        report("type", $"Expected {wanted}, found {Described(node)}.", path, node.Place, remedy);
    }

    private static string Described(YamlNode node) => node switch
    {
        YamlSequence => "a list",
        YamlMapping => "a mapping",
        YamlScalar { Value: NullValue } => "empty",
        YamlScalar { Value: BooleanValue } scalar => $"the boolean '{scalar.Text}'",
        YamlScalar { Value: IntegerValue or FloatValue } scalar => $"the number {Shown(scalar.Text)}",
        YamlScalar { Value: TimestampValue } scalar => $"the date {Shown(scalar.Text)}",
        YamlScalar scalar => $"the string '{Shown(scalar.Text)}'",
        _ => "an unknown value",
    };

    private static string Shown(string text) => text.Length <= 100 ? text : text[..100] + "...";

    private static string Listed(IReadOnlyList<string> words) => string.Join(", ", words.Select(word => $"'{word}'"));

    private static string NumberOf(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
