using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.Kubeflow;

/// <summary>Parses texts with placeholders, and the two forms of arguments that are more than a text: <c>Concat</c> and <c>IfPresent</c>.</summary>
internal sealed class TemplateReader(Problems problems)
{
    /// <summary>Forms inside each other.</summary>
    private const int MaxDepth = 16;

    private static readonly ArgumentTemplate Nothing = new([]);

    /// <summary>An argument of a program: a text, a text that is one of the forms as JSON, or one of the forms as a mapping.</summary>
    public ArgumentTemplate Argument(YamlNode node, DocumentPath path, TemplateScope scope)
    {
        var place = new TemplatePlace(node.Place, path, scope);
        if (node is YamlScalar { Value: not TextValue } or YamlSequence)
        {
            Refuse(
                place,
                "structure.type",
                $"Expected a string, found {Message.Described(node)}.",
                node is YamlScalar { Value: not NullValue } scalar ? $"Put it in quotes: \"{Names.Shown(scalar.Text)}\"." : null);
            return Nothing;
        }
        return new ArgumentTemplate(Parts(node.ToValue(), place, 0));
    }

    /// <summary>A text in which only placeholders count.</summary>
    public ArgumentTemplate Text(string text, YamlPlace where, DocumentPath path, TemplateScope scope) => new(TextParts(text, new TemplatePlace(where, path, scope)));

    /// <summary>A value with placeholders in its texts and keys.</summary>
    public ValueTemplate Value(Value value, YamlPlace where, DocumentPath path, TemplateScope scope) => Value(value, new TemplatePlace(where, path, scope));

    private ValueTemplate Value(Value value, TemplatePlace place) => value switch
    {
        _ when !HasPlaceholders(value) => new FixedTemplate(value),
        TextValue text => new TextTemplate(new ArgumentTemplate(TextParts(text.Text, place))),
        ListValue list => new ListTemplate([.. list.Items.Select(item => Value(item, place))]),
        MapValue map => new MapTemplate([.. map.Entries.Select(entry => new MapTemplateEntry(new ArgumentTemplate(TextParts(entry.Key, place)), Value(entry.Value, place)))]),
        _ => new FixedTemplate(value),
    };

    private static bool HasPlaceholders(Value value) => value switch
    {
        TextValue text => Placeholders.AreIn(text.Text),
        ListValue list => list.Items.Any(HasPlaceholders),
        MapValue map => map.Entries.Any(entry => Placeholders.AreIn(entry.Key) || HasPlaceholders(entry.Value)),
        _ => false,
    };

    private ImmutableArray<TemplatePart> Parts(Value value, TemplatePlace place, int depth)
    {
        if (depth > MaxDepth)
            return Refuse(place, "template.too-deep", $"{place.Owner}: 'Concat' and 'IfPresent' are nested deeper than {MaxDepth} levels.");
        return value switch
        {
            TextValue { Text: var text } => AsForm(text, place) is { } form ? Parts(form, place, depth + 1) : TextParts(text, place),
            MapValue { Entries: [("Concat", ListValue list)] } => Joined([.. list.Items.SelectMany(item => Parts(item, place, depth + 1))]),
            MapValue { Entries: [("IfPresent", MapValue condition)] } => Present(condition, place, depth),
            _ => Refuse(
                place,
                "template.form",
                $"{place.Owner}: '{Names.Shown(value.ToString())}' is not a valid argument.",
                "Use a string, {\"Concat\": [...]} or {\"IfPresent\": {\"InputName\": ..., \"Then\": ...}}."),
        };
    }

    /// <summary>What is joined is one argument, also when a single condition is all there is to join.</summary>
    private static ImmutableArray<TemplatePart> Joined(ImmutableArray<TemplatePart> parts) => parts is [PresentPart] ? parts.Insert(0, new TextPart("")) : parts;

    private ImmutableArray<TemplatePart> Present(MapValue condition, TemplatePlace place, int depth)
    {
        if (condition.Find("InputName") is not TextValue { Text: var input } || condition.Find("Then") is not { IsNull: false } then)
            return Refuse(place, "template.form", $"{place.Owner}: 'IfPresent' requires 'InputName' (a string) and 'Then'.");
        foreach (var (name, _) in condition.Entries.Where(entry => entry.Key is not ("InputName" or "Then" or "Else")))
            problems.Warning(
                "field.unknown",
                $"{place.Owner}: unknown key '{Names.Shown(name)}' in 'IfPresent'; it is ignored.",
                place.Path,
                place.Where);
        if (!place.Scope.HasInput(input))
            return Refuse(
                place,
                "placeholder.undeclared",
                $"{place.Owner}: 'IfPresent' refers to the input '{Names.Shown(input)}', which the component does not declare.");
        return [new PresentPart(input, Branch(then, place, depth), condition.Find("Else") is { IsNull: false } other ? Branch(other, place, depth) : [])];
    }

    private ImmutableArray<ArgumentTemplate> Branch(Value value, TemplatePlace place, int depth) => value is ListValue list
        ? [.. list.Items.Select(item => new ArgumentTemplate(Parts(item, place, depth + 1)))]
        : [new ArgumentTemplate(Parts(value, place, depth + 1))];

    /// <summary>A text that is one of the forms as JSON; every other text, also other JSON, is a text.</summary>
    private MapValue? AsForm(string text, TemplatePlace place)
    {
        var start = text.AsSpan().TrimStart();
        if (start is not ['{', .. var inner] || inner.TrimStart() is not ['"', .. var word] || !(word.StartsWith("Concat\"") || word.StartsWith("IfPresent\"")))
            return null;
        try
        {
            return ValueJson.Parse(text) is MapValue { Entries.Length: 1 } form ? form : null;
        }
        catch (JsonException)
        {
            Refuse(
                place,
                "template.form",
                $"{place.Owner}: '{Names.Shown(text)}' starts like 'Concat' or 'IfPresent' but is not valid JSON.",
                "Check the commas, brackets and quotes.");
            return null;
        }
    }

    private ImmutableArray<TemplatePart> TextParts(string text, TemplatePlace place)
    {
        if (text.Length == 0)
            return [];
        if (!Placeholders.AreIn(text))
            return [new TextPart(text)];
        var parts = Placeholders.Parse(text, out var unknown);
        if (unknown is not null)
            return Refuse(
                place,
                "placeholder.unknown",
                $"{place.Owner}: unknown placeholder '{unknown}'.",
                "Text that starts with '{{$' is a placeholder; '{{' without '$' is plain text.");
        foreach (var part in parts.OfType<PlaceholderPart>())
        {
            if (place.Scope.Refuse(part) is { } reason)
                Refuse(place, "placeholder.undeclared", $"{place.Owner}: a placeholder cannot be resolved: {reason}.");
        }
        return parts;
    }

    private ImmutableArray<TemplatePart> Refuse(TemplatePlace place, string code, string message, string? remedy = null)
    {
        problems.Error(code, message, place.Path, place.Where, remedy);
        return [];
    }

    private sealed record TemplatePlace(YamlPlace Where, DocumentPath Path, TemplateScope Scope)
    {
        public string Owner => Scope.Owner;
    }
}
