using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Gyre.Core;
using Gyre.Execution.Formats.Kubeflow;
using Gyre.Execution.Layout;

namespace Gyre.Execution.Supervision.Components;

/// <summary>Fills the templates of a component in one pass: what is put in is never looked through.</summary>
internal sealed class TemplateRenderer
{
    private readonly AttemptOrder _order;
    private readonly ComponentOrder _component;
    private readonly ComponentPlaces _places;
    private readonly Dictionary<string, Value> _values;
    private readonly string _wholeInput;

    /// <param name="order">The attempt.</param>
    /// <param name="component">Its component.</param>
    /// <param name="places">Where everything lies.</param>
    /// <param name="values">Input values that are there.</param>
    /// <param name="wholeInput">What stands for everything the component is given.</param>
    public TemplateRenderer(AttemptOrder order, ComponentOrder component, ComponentPlaces places, Dictionary<string, Value> values, string wholeInput)
    {
        _order = order;
        _component = component;
        _places = places;
        _values = values;
        _wholeInput = wholeInput;
    }

    /// <summary>Input values with the component's own defaults for those that are absent or null.</summary>
    public static Dictionary<string, Value> ValuesOf(ComponentOrder component)
    {
        var values = component.Values.Entries.Where(entry => !entry.Value.IsNull).ToDictionary(StringComparer.Ordinal);
        foreach (var input in component.Component.Inputs)
        {
            if (input is { ParameterType: not null, Default: { IsNull: false } value })
                values.TryAdd(input.Name, value);
        }
        return values;
    }

    /// <summary>The arguments of a list of templates; one that is present or not may be none or several.</summary>
    /// <exception cref="LayoutException">A placeholder has nothing to stand for.</exception>
    public IEnumerable<string> Arguments(IEnumerable<ArgumentTemplate> templates) => templates.SelectMany(template =>
        template.Parts is [PresentPart part] ? Arguments(Chosen(part)) : [Text(template)]);

    /// <summary>A template as one text.</summary>
    /// <exception cref="LayoutException">As above.</exception>
    public string Text(ArgumentTemplate template) => template.Parts is [TextPart only] ? only.Text : string.Concat(template.Parts.Select(Text));

    /// <summary>A piece of a template.</summary>
    /// <exception cref="LayoutException">As above.</exception>
    public string Text(TemplatePart part) => part switch
    {
        TextPart text => text.Text,
        PlaceholderPart placeholder => Text(placeholder),
        PresentPart present => string.Concat(Chosen(present).Select(Text)),
        _ => throw new InvalidOperationException($"Cannot convert {part.GetType().Name} to text."),
    };

    private ImmutableArray<ArgumentTemplate> Chosen(PresentPart part) =>
        _values.ContainsKey(part.Input) || (_places.Inputs.TryGetValue(part.Input, out var placed) && placed.Count > 0) ? part.Then : part.Else;

    private string Text(PlaceholderPart placeholder) => placeholder.Kind switch
    {
        PlaceholderKind.InputValue => ComponentText.Of(_values.GetValueOrDefault(NameOf(placeholder))
            ?? throw new LayoutException(
                $"The command of '{_component.Component.Name}' uses the input '{placeholder.Name}', which has no value.")),
        PlaceholderKind.InputPath => First(placeholder).Path,
        PlaceholderKind.InputUri => First(placeholder).Uri,
        PlaceholderKind.InputMetadata => Metadata(placeholder, First(placeholder).Artifact.Metadata),
        PlaceholderKind.InputArtifact => ComponentText.Json(ExecutorInput.InputArtifact(First(placeholder))),
        PlaceholderKind.OutputPath or PlaceholderKind.OutputUri => _places.OutputPath(Output(placeholder, isValue: false).Name),
        PlaceholderKind.OutputMetadata => Metadata(placeholder, Output(placeholder, isValue: false).Metadata),
        PlaceholderKind.OutputValueFile => _places.ValueFile(Output(placeholder, isValue: true).Name),
        PlaceholderKind.ReportFile => _places.ReportFile,
        PlaceholderKind.WholeInput => _wholeInput,
        PlaceholderKind.RunName or PlaceholderKind.RunResource => _component.RunName,
        PlaceholderKind.RunId => _order.Run.ToString(),
        PlaceholderKind.RunCreated => Instant(_component.RunCreated),
        PlaceholderKind.RunScheduled => Instant(_component.RunScheduled),
        PlaceholderKind.TaskName => _component.TaskName,
        PlaceholderKind.TaskId => GuidIds.FromNames(_order.Run.ToString(), _order.NodePath).ToString("D"),
        PlaceholderKind.Root => _places.Root,
        PlaceholderKind.Workspace => _places.Workspace,
        _ => throw new LayoutException(
            $"The command of '{_component.Component.Name}' has a placeholder of unknown kind '{placeholder.Kind}'."),
    };

    private PlacedArtifact First(PlaceholderPart placeholder) => _places.Inputs.TryGetValue(NameOf(placeholder), out var placed) && placed.Count > 0
        ? placed[0]
        : throw new LayoutException(
            $"The command of '{_component.Component.Name}' uses the input '{placeholder.Name}', which has no artifact.");

    private ComponentOutput Output(PlaceholderPart placeholder, bool isValue) =>
        _component.Component.Outputs.FirstOrDefault(output => output.Name == NameOf(placeholder) && output.ParameterType is not null == isValue)
        ?? throw new LayoutException($"The command of '{_component.Component.Name}' refers to the output '{placeholder.Name}', which is not a declared {(isValue ? "value" : "artifact")}.");

    private static string Metadata(PlaceholderPart placeholder, MapValue metadata) => placeholder.Key is not { } key
        ? ComponentText.Json(metadata)
        : ComponentText.Of(metadata.Find(key) ?? throw new LayoutException(
            $"The component's command uses the property '{key}', which the artifact '{placeholder.Name}' does not have."));

    private string NameOf(PlaceholderPart placeholder) =>
        placeholder.Name ?? throw new LayoutException($"A placeholder of kind '{placeholder.Kind}' in the command of '{_component.Component.Name}' has no name.");

    private static string Instant(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

/// <summary>The variables a component declares.</summary>
internal static class ComponentVariables
{
    /// <summary>
    /// The order's variables with the component's over them. In the text of a declaration <c>$(NAME)</c> is an earlier variable, and stays as it is when there is
    /// none; <c>$$</c> is a dollar sign. What a placeholder brings is not looked through.
    /// </summary>
    /// <exception cref="LayoutException">A placeholder has nothing to stand for.</exception>
    public static IEnumerable<KeyValuePair<string, string>> Of(AttemptOrder order, Component component, TemplateRenderer renderer)
    {
        var known = new Dictionary<string, string>(order.Secrets.Concat(order.Environment).DistinctBy(variable => variable.Key), StringComparer.Ordinal);
        foreach (var variable in component.Environment)
        {
            var value = string.Concat(variable.Value.Parts.Select(part => part is TextPart text ? Expand(text.Text, known) : renderer.Text(part)));
            known[variable.Name] = value;
            yield return new(variable.Name, value);
        }
    }

    private static string Expand(string text, Dictionary<string, string> known)
    {
        var expanded = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '$' || i + 1 == text.Length)
            {
                expanded.Append(text[i]);
            }
            else if (text[i + 1] == '$')
            {
                expanded.Append('$');
                i++;
            }
            else if (text[i + 1] == '(' && text.IndexOf(')', i) is var end && end > 0 && known.TryGetValue(text[(i + 2)..end], out var value))
            {
                expanded.Append(value);
                i = end;
            }
            else
            {
                expanded.Append('$');
            }
        }
        return expanded.ToString();
    }
}
