using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.Kubeflow.Components;

/// <summary>Elements of a command (texts, placeholders, <c>concat</c>, <c>if</c>) to templates of arguments.</summary>
internal sealed class ComponentElements(Problems problems, ComponentPorts ports)
{
    private static readonly string[] Known =
        ["inputValue", "inputPath", "inputUri", "inputMetadata", "outputPath", "outputUri", "outputMetadata", "executorInput", "concat", "if"];

    /// <summary>The arguments of a list of elements; an <c>if</c> may bring none or several.</summary>
    public ImmutableArray<ArgumentTemplate> ReadList(YamlNode? node, DocumentPath path)
    {
        var arguments = ImmutableArray.CreateBuilder<ArgumentTemplate>();
        if (node is YamlSequence list)
        {
            for (var i = 0; i < list.Items.Length; i++)
                arguments.AddRange(Read(list.Items[i], path.At(i)));
        }
        else if (node is not (null or YamlScalar { Value: NullValue }))
        {
            problems.Error(
                "component.shape", "Expected a list of arguments.", path, node.Place, "Start each element with '- ', or write [a, b].");
        }
        return arguments.ToImmutable();
    }

    /// <summary>A single text: what an <c>if</c> brings is joined.</summary>
    public ArgumentTemplate ReadText(YamlNode node, DocumentPath path) => Join([node], path);

    private ImmutableArray<ArgumentTemplate> Read(YamlNode node, DocumentPath path)
    {
        switch (node)
        {
            case YamlScalar { Value: not NullValue } scalar:
                WarnOfPlaceholderText(scalar, path);
                return [ArgumentTemplate.Literal(scalar.Text)];
            case YamlMapping { Entries: [var entry] } when Known.Contains(entry.Key, StringComparer.Ordinal):
                return ReadElement(entry, path.Key(entry.Key));
            default:
                var unknown = (node as YamlMapping)?.Entries.Select(entry => entry.Key).FirstOrDefault(key => !Known.Contains(key, StringComparer.Ordinal));
                var problem = unknown is null ? "An argument must be a string or a single placeholder." : $"Unknown placeholder '{Names.Shown(unknown)}'. Available: {string.Join(", ", Known)}.";
                problems.Error("component.element", problem, path, node.Place, (unknown is null ? null : Suggestions.Remedy(unknown, Known)) ?? "Use a string, or a placeholder such as {inputValue: NAME}.");
                return [];
        }
    }

    private ImmutableArray<ArgumentTemplate> ReadElement(YamlEntry entry, DocumentPath path) => entry.Key switch
    {
        "concat" => [ReadConcat(entry.Value, path)],
        "if" => ReadIf(entry.Value, path),
        "executorInput" => [Of(new PlaceholderPart(PlaceholderKind.WholeInput))],
        _ => ReadPlaceholder(entry, path) is { } part ? [Of(part)] : [],
    };

    private PlaceholderPart? ReadPlaceholder(YamlEntry entry, DocumentPath path)
    {
        if (entry.Value is not YamlScalar { Value: not NullValue } name)
        {
            problems.Error(
                "component.element", $"'{entry.Key}' requires a name.", path, entry.Value.Place, $"Write {{{entry.Key}: NAME}}.");
            return null;
        }
        return entry.Key[0] == 'i' ? ReadInput(entry.Key, name, path) : ReadOutput(entry.Key, name, path);
    }

    private PlaceholderPart? ReadInput(string element, YamlScalar name, DocumentPath path)
    {
        if (ports.FindInput(name, path) is not { } input)
            return null;
        if (element != "inputValue")
            return new PlaceholderPart(element switch { "inputPath" => PlaceholderKind.InputPath, "inputUri" => PlaceholderKind.InputUri, _ => PlaceholderKind.InputMetadata }, input.Name);
        if (input.ParameterType is not null)
            return new PlaceholderPart(PlaceholderKind.InputValue, input.Name);
        var remedy = ports.UsedAsFile(input.Name) is { } place
            ? $"Line {place.Line} uses this input as a file; declare a second input for the value."
            : $"Declare the input with the type String, or use {{inputPath: {Names.Shown(name.Text)}}}.";
        problems.Error(
            "component.not-a-value",
            $"The input '{Names.Shown(name.Text)}' is an artifact ({input.ArtifactType!.Title}), but inputValue requires a value.",
            path,
            name.Place,
            remedy);
        return null;
    }

    private PlaceholderPart? ReadOutput(string element, YamlScalar name, DocumentPath path)
    {
        if (ports.FindOutput(name, path) is not { } output)
            return null;
        var kind = element switch
        {
            "outputUri" => PlaceholderKind.OutputUri,
            "outputMetadata" => PlaceholderKind.OutputMetadata,
            _ => output.ParameterType is null ? PlaceholderKind.OutputPath : PlaceholderKind.OutputValueFile,
        };
        return new PlaceholderPart(kind, output.Name);
    }

    private ArgumentTemplate ReadConcat(YamlNode node, DocumentPath path)
    {
        if (node is YamlSequence list)
            return Join(list.Items, path);
        problems.Error("component.element", "'concat' requires a list.", path, node.Place, "Write {concat: [a, {inputValue: NAME}]}.");
        return ArgumentTemplate.Literal("");
    }

    /// <summary>One argument, whatever its pieces bring.</summary>
    private ArgumentTemplate Join(ImmutableArray<YamlNode> pieces, DocumentPath path)
    {
        var parts = ImmutableArray.CreateBuilder<TemplatePart>();
        for (var i = 0; i < pieces.Length; i++)
            parts.AddRange(Read(pieces[i], path.At(i)).SelectMany(argument => argument.Parts));
        // Alone, an optional part could bring several arguments or none.
        if (parts is [] or [PresentPart])
            parts.Insert(0, new TextPart(""));
        return new ArgumentTemplate(parts.ToImmutable());
    }

    private ImmutableArray<ArgumentTemplate> ReadIf(YamlNode node, DocumentPath path)
    {
        if (node is not YamlMapping map)
        {
            problems.Error(
                "component.element",
                "'if' requires a mapping with 'cond', 'then' and 'else'.",
                path,
                node.Place,
                "Write {if: {cond: {isPresent: NAME}, then: [...], else: [...]}}.");
            return [];
        }
        ports.WarnOfUnknown(map, path, "an 'if'", "cond", "then", "else");
        var then = ReadBranch(map.Find("then"), path.Key("then"));
        var otherwise = ReadBranch(map.Find("else"), path.Key("else"));
        switch (map.Find("cond"))
        {
            case YamlScalar { Text: var word } when bool.TryParse(word, out var always):
                return always ? then : otherwise;
            case YamlMapping { Entries: [{ Key: "isPresent", Value: YamlScalar name }] }:
                return ports.FindInput(name, path.Key("cond")) is { } input ? [Of(new PresentPart(input.Name, then, otherwise))] : [];
            case var condition:
                problems.Error(
                    "component.condition",
                    "The 'cond' of an 'if' must be true, false or {isPresent: NAME}.",
                    path.Key("cond"),
                    condition?.Place ?? map.Place,
                    "Conditions on values cannot be evaluated before the step starts; check the value in the program.");
                return [];
        }
    }

    private ImmutableArray<ArgumentTemplate> ReadBranch(YamlNode? node, DocumentPath path) => node switch
    {
        null or YamlScalar { Value: NullValue } => [],
        YamlSequence => ReadList(node, path),
        _ => Read(node, path),
    };

    private void WarnOfPlaceholderText(YamlScalar scalar, DocumentPath path)
    {
        if (scalar.Text.Contains("{{$", StringComparison.Ordinal))
            problems.Warning(
                "component.placeholder-text",
                "The text contains '{{$'. Compiled pipelines replace it, but component files do not.",
                path,
                scalar.Place,
                "Use {inputValue: NAME}, {outputPath: NAME} or {executorInput: null}.");
    }

    private static ArgumentTemplate Of(TemplatePart part) => new([part]);
}
