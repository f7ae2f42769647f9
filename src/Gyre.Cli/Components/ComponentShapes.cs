using Gyre.Cli.Forms;
using Gyre.Core;

namespace Gyre.Cli.Components;

/// <summary>Components as people and programs read them; templates in the words of component files.</summary>
internal static class ComponentShapes
{
    public static MapValue Of(Component component) => Shape.Object(
        ("name", Value.Of(component.Name)),
        ("description", Shape.Text(component.Description)),
        ("image", Shape.Text(component.Image)),
        ("command", Shape.List(component.Command, argument => Value.Of(Text(argument)))),
        ("environment", new MapValue([.. component.Environment.DistinctBy(variable => variable.Name).Select(variable => new KeyValuePair<string, Value>(variable.Name, Value.Of(Text(variable.Value))))])),
        ("inputs", Shape.List(component.Inputs, Of)),
        ("outputs", Shape.List(component.Outputs, Of)));

    /// <summary>The type of a value, or the title of an artifact.</summary>
    public static string TypeOf(ComponentInput input) => TypeOf(input.ParameterType, input.ArtifactType, input.IsList);

    /// <inheritdoc cref="TypeOf(ComponentInput)"/>
    public static string TypeOf(ComponentOutput output) => TypeOf(output.ParameterType, output.ArtifactType, output.IsList);

    /// <summary>An argument in the words of a component file: <c>--rate={inputValue: rate}</c>.</summary>
    public static string Text(ArgumentTemplate template) => string.Concat(template.Parts.Select(Text));

    private static Value Of(ComponentInput input) => Shape.Object(
        ("name", Value.Of(input.Name)),
        ("type", Value.Of(TypeOf(input))),
        ("artifact", Value.Of(input.ArtifactType is not null)),
        ("optional", Value.Of(input.Optional)),
        ("default", input.Default ?? Value.Null),
        ("choices", Value.Of(input.Choices)),
        ("description", Shape.Text(input.Description)));

    private static Value Of(ComponentOutput output) => Shape.Object(
        ("name", Value.Of(output.Name)),
        ("type", Value.Of(TypeOf(output))),
        ("artifact", Value.Of(output.ArtifactType is not null)),
        ("description", Shape.Text(output.Description)));

    private static string TypeOf(ParameterType? parameter, ArtifactType? artifact, bool isList)
    {
        var type = parameter is { } value ? Shown.Word(value) : Shown.Clean(artifact?.Title ?? "");
        return isList ? $"list of {type}" : type;
    }

    private static string Text(TemplatePart part) => part switch
    {
        TextPart text => text.Text,
        PlaceholderPart { Name: null } placeholder => $"{{{Word(placeholder.Kind)}}}",
        PlaceholderPart placeholder => $"{{{Word(placeholder.Kind)}: {placeholder.Name}}}",
        PresentPart present => $"{{if {present.Input}: {string.Join(' ', present.Then.Select(Text))}{(present.Else.IsEmpty ? "" : $", else: {string.Join(' ', present.Else.Select(Text))}")}}}",
        _ => "",
    };

    private static string Word(PlaceholderKind kind) => kind switch
    {
        // The file of a value and that of an artifact are asked for by the same word.
        PlaceholderKind.OutputValueFile => "outputPath",
        PlaceholderKind.WholeInput => "executorInput",
        _ => char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString()[1..],
    };
}
