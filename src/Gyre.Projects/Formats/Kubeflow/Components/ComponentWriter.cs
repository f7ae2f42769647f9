using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Gyre.Core;

namespace Gyre.Projects.Formats.Kubeflow.Components;

/// <summary>
/// Writes a component as a file that <see cref="ComponentReader"/> and the kfp SDK read. What only this program gives a step, a container
/// of a Kubeflow cluster does not have: a component that needs it is refused.
/// </summary>
internal sealed class ComponentWriter
{
    private const string Code = "component.export";
    private const string NeverCached =
        "# It reads or changes something beside its inputs: turn the cache off for its tasks (set_caching_options(False)).\n";

    /// <summary>Variables and folders of steps that are not components.</summary>
    private static readonly string[] OnlyHere = ["VH_", "/valohai/"];

    private readonly Component _component;
    private readonly StringBuilder _text = new();

    private ComponentWriter(Component component) => _component = component;

    /// <param name="component">The component.</param>
    /// <param name="image">Overrules the component's own; null for that.</param>
    /// <exception cref="InvalidInputException">A component file cannot say it.</exception>
    public static string Write(Component component, string? image)
    {
        var writer = new ComponentWriter(component);
        writer.Document(image ?? component.Image ?? throw Refuse(
            $"Component '{component.Name}' has no container image.", "Give one that has 'gyre' on its search path with --image."));
        return writer._text.ToString();
    }

    private static InvalidInputException Refuse(string message, string remedy) => new(Code, message, remedy);

    private void Document(string image)
    {
        if (_component.IsNeverCached)
            Add(NeverCached);
        Add($"name: {Quote(_component.Name)}\n");
        if (_component.Description is { } description)
            Add($"description: {Quote(description)}\n");
        List("inputs", _component.Inputs, Input);
        List("outputs", _component.Outputs, Output);
        Add($"implementation:\n  container:\n    image: {Quote(image)}\n");
        if (!_component.Command.IsEmpty)
            Command();
        Variables();
    }

    private void List<T>(string key, ImmutableArray<T> items, Func<T, IEnumerable<string>> entries)
    {
        if (items.IsEmpty)
            return;
        Add($"{key}:\n");
        foreach (var item in items)
            Add($"  - {{{string.Join(", ", entries(item))}}}\n");
    }

    private IEnumerable<string> Input(ComponentInput input)
    {
        yield return $"name: {Quote(input.Name)}";
        yield return $"type: {TypeOf(input.Name, input.ParameterType, input.ArtifactType, input.IsList)}";
        if (DescriptionOf(input) is { } description)
            yield return $"description: {Quote(description)}";
        if (input.Default is { } value)
            yield return $"default: {Quote(value.ToString())}";
        else if (input.Optional)
            yield return "optional: true";
    }

    private IEnumerable<string> Output(ComponentOutput output)
    {
        if (output.Metadata.Entries.Length > 0)
        {
            throw Refuse(
                $"The output '{output.Name}' of component '{_component.Name}' starts with properties, which a component file cannot say.",
                "Let the program write them.");
        }
        yield return $"name: {Quote(output.Name)}";
        yield return $"type: {TypeOf(output.Name, output.ParameterType, output.ArtifactType, output.IsList)}";
        if (output.Description is { } description)
            yield return $"description: {Quote(description)}";
    }

    /// <summary>A component file has no choices; people still see them, and the program refuses other values.</summary>
    private static string? DescriptionOf(ComponentInput input) => input.Choices.IsEmpty
        ? input.Description
        : $"{input.Description} One of: {string.Join(", ", input.Choices)}.".Trim();

    private string TypeOf(string name, ParameterType? parameter, ArtifactType? artifact, bool isList)
    {
        if (isList)
        {
            throw Refuse(
                $"'{name}' of component '{_component.Name}' is a list of artifacts, which a component file cannot say.",
                "Declare one artifact that is a folder.");
        }
        return parameter switch
        {
            ParameterType.String => "String",
            ParameterType.Integer => "Integer",
            ParameterType.Float => "Float",
            ParameterType.Flag => "Boolean",
            ParameterType.List => "JsonArray",
            ParameterType.Map => "JsonObject",
            _ => ArtifactOf(artifact!),
        };
    }

    private static string ArtifactOf(ArtifactType type)
    {
        const string Namespace = "system.";
        var title = type.Title.StartsWith(Namespace, StringComparison.Ordinal) ? type.Title[Namespace.Length..] : type.Title;
        return type.Version == ArtifactType.Any.Version ? Quote(title) : Quote($"{type.Title}@{type.Version}");
    }

    private void Command()
    {
        // The first word is the program, so that a reader of the file sees what runs with what.
        Add($"    command:\n      - {Argument(_component.Command[0])}\n");
        if (_component.Command.Length == 1)
            return;
        Add("    args:\n");
        foreach (var argument in _component.Command.Skip(1))
            Add($"      - {Argument(argument)}\n");
    }

    private void Variables()
    {
        if (_component.Environment.IsEmpty)
            return;
        Add("    env:\n");
        foreach (var variable in _component.Environment)
        {
            if (variable.Value.Parts.Any(static part => part is not TextPart))
            {
                throw Refuse(
                    $"The variable {variable.Name} of component '{_component.Name}' is made of inputs, which it cannot be in a container.",
                    "Pass the inputs as arguments.");
            }
            var text = string.Concat(variable.Value.Parts.Cast<TextPart>().Select(static part => part.Text));
            Add($"      {Quote(variable.Name)}: {Quote(text)}\n");
        }
    }

    private string Argument(ArgumentTemplate template) => template.Parts switch
    {
        [] => Quote(""),
        [var single] => Element(single),
        var several => $"{{concat: [{string.Join(", ", several.Select(Element))}]}}",
    };

    private string Element(TemplatePart part) => part switch
    {
        TextPart text => Text(text.Text),
        PlaceholderPart placeholder => Placeholder(placeholder),
        PresentPart present => $"{{if: {{cond: {{isPresent: {Quote(present.Input)}}}, then: [{Arguments(present.Then)}]"
            + (present.Else.IsEmpty ? "}}" : $", else: [{Arguments(present.Else)}]}}}}"),
        _ => throw new InvalidOperationException($"No element for {part.GetType().Name}."),
    };

    private string Arguments(ImmutableArray<ArgumentTemplate> templates) => string.Join(", ", templates.Select(Argument));

    private string Text(string text)
    {
        if (OnlyHere.FirstOrDefault(word => text.Contains(word, StringComparison.Ordinal)) is { } word)
        {
            throw Refuse(
                $"The command of component '{_component.Name}' uses '{word}', which only Gyre sets up for a step.",
                "Take files and values as {inputPath: NAME}, {inputValue: NAME} and {outputPath: NAME}.");
        }
        return Quote(text);
    }

    private string Placeholder(PlaceholderPart part)
    {
        var word = part switch
        {
            { Key: not null } => null,
            { Kind: PlaceholderKind.InputValue } => "inputValue",
            { Kind: PlaceholderKind.InputPath } => "inputPath",
            { Kind: PlaceholderKind.InputUri } => "inputUri",
            { Kind: PlaceholderKind.OutputPath or PlaceholderKind.OutputValueFile } => "outputPath",
            { Kind: PlaceholderKind.OutputUri } => "outputUri",
            { Kind: PlaceholderKind.WholeInput } => "executorInput",
            _ => null,
        };
        if (word is null)
        {
            throw Refuse(
                $"The command of component '{_component.Name}' uses a placeholder that the kfp SDK does not read: {part.Kind}.",
                "Use values, paths and URIs of inputs and outputs.");
        }
        return part.Name is { } name ? $"{{{word}: {Quote(name)}}}" : $"{{{word}: null}}";
    }

    private void Add(string text) => _text.Append(text);

    /// <summary>A text in double quotes: letters of every script stay readable, and nothing in it means something to YAML.</summary>
    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"", text.Length + 2);
        foreach (var c in text)
        {
            if (c is '"' or '\\')
                quoted.Append('\\').Append(c);
            else if (c == '\n')
                quoted.Append("\\n");
            else if (char.IsControl(c) || c is '\u2028' or '\u2029' or '\ufeff')
                quoted.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else
                quoted.Append(c);
        }
        return quoted.Append('"').ToString();
    }
}
