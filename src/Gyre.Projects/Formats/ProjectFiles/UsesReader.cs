using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>Gives a step the component that it uses, and the parameters, inputs and outputs that follow from it.</summary>
internal sealed class UsesReader(Problems problems, ComponentShelf shelf)
{
    /// <summary>Keys that say what a component says already.</summary>
    public static IReadOnlyList<string> Excluded { get; } = ["command", "parameters", "inputs", "outputs", "strict-commands", "fixed-folders", "source-path"];

    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>The step as it is when it uses nothing, or when what it uses is not to be had.</summary>
    public Step Apply(Step step, YamlMapping map, DocumentPath path)
    {
        if (map.Text("uses") is not { } uses)
            return step;
        var entry = shelf.Find(uses);
        if (_told.Add(uses))
            problems.Add(entry.Diagnostics);
        if (entry.Refusal is { } refusal)
            problems.Error(refusal.Code, $"Step '{Names.Shown(step.Name)}': {refusal.Message}", path.Key("uses"), map.PlaceOf("uses"), refusal.Remedy);
        return entry.Component is { } component ? Derive(step, uses, component, map.Map("with"), path.Key("with")) : step;
    }

    private Step Derive(Step step, string uses, Component component, YamlMapping? with, DocumentPath path)
    {
        CheckNames(step, component, with, path);
        return step with
        {
            Component = component,
            // By kind, not by remembering 'cache: false': what is to be read or changed may have changed since.
            Cache = component.IsNeverCached ? new CachePolicy { Enabled = false } : step.Cache,
            Other = new MapValue(step.Other.Entries.Add(new("uses", Value.Of(ComponentReference.WithoutPassword(uses))))),
            Image = step.Image ?? component.Image,
            Parameters = [.. component.Inputs.Where(input => input.ParameterType is not null).Select(input => ReadParameter(step, input, with?.FindEntry(input.Name), path))],
            Inputs = [.. component.Inputs.Where(input => input.ArtifactType is not null).Select(input => ReadInput(step, input, with?.FindEntry(input.Name), path))],
            Outputs = [.. component.Outputs.Select(output => new OutputDefinition { Name = output.Name, ArtifactType = output.ArtifactType?.Title, ParameterType = output.ParameterType, Description = output.Description })],
        };
    }

    private void CheckNames(Step step, Component component, YamlMapping? with, DocumentPath path)
    {
        var names = component.Inputs.Select(input => input.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in with?.Entries.Where(entry => !names.Contains(entry.Key)) ?? [])
            problems.Error("with.unknown-input", $"Step '{Names.Shown(step.Name)}': component '{Names.Shown(component.Name)}' has no input '{Names.Shown(entry.Key)}'.", path.Key(entry.Key), entry.KeyPlace, Suggestions.Remedy(entry.Key, names) ?? (names.Count == 0 ? "The component has no inputs." : $"Available inputs: {string.Join(", ", names.Take(20))}."));
    }

    private ParameterDefinition ReadParameter(Step step, ComponentInput input, YamlEntry? given, DocumentPath path)
    {
        var parameter = new ParameterDefinition
        {
            Name = input.Name,
            Type = input.ParameterType!.Value,
            Default = input.Default,
            Optional = input.Optional,
            Choices = input.Choices,
            Other = input.Description is null ? new MapValue([]) : new MapValue([new("description", Value.Of(input.Description))]),
        };
        if (given is not { } entry || entry.Value.ToValue() is NullValue)
            return parameter;
        var converted = ParameterValues.Convert(parameter, entry.Value.ToValue());
        foreach (var diagnostic in converted.Diagnostics)
            problems.Error("with.value", $"Step '{Names.Shown(step.Name)}': {diagnostic.Message}", path.Key(input.Name), entry.Value.Place, diagnostic.Remedy);
        return converted.Value is { } value ? parameter with { Default = value } : parameter;
    }

    private InputDefinition ReadInput(Step step, ComponentInput input, YamlEntry? given, DocumentPath path)
    {
        var definition = new InputDefinition
        {
            Name = input.Name,
            Optional = input.Optional,
            ArtifactType = input.ArtifactType!.Title,
            Other = input.Description is null ? new MapValue([]) : new MapValue([new("description", Value.Of(input.Description))]),
        };
        if (given is not { } entry || entry.Value.ToValue() is NullValue)
            return definition;
        ImmutableArray<string> uris = entry.Value switch
        {
            YamlScalar { Value: TextValue { Text: var text } } => [text],
            YamlSequence { Items.Length: > 0 } list when list.Items.All(item => item is YamlScalar { Value: TextValue }) => [.. list.Items.Cast<YamlScalar>().Select(item => item.Text)],
            _ => [],
        };
        if (uris.IsEmpty)
            problems.Error(
                "with.value",
                $"Step '{Names.Shown(step.Name)}': the input '{input.Name}' is an artifact ({definition.ArtifactType}) and requires the "
                    + "path or URI of a file.",
                path.Key(input.Name),
                entry.Value.Place,
                "Use a path in the project, a URI, or a list of them.");
        return definition with { Default = uris };
    }
}
