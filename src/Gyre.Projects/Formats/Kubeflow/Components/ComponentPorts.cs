using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.Kubeflow.Components;

/// <summary>Reads the declared inputs and outputs, and finds them for those who refer to them.</summary>
internal sealed class ComponentPorts(Problems problems, ComponentUses uses)
{
    private readonly Dictionary<string, (string Written, ComponentInput Port)> _inputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Written, ComponentOutput Port)> _outputs = new(StringComparer.Ordinal);

    public ImmutableArray<ComponentInput> ReadInputs(YamlMapping map, DocumentPath path) => [.. Items(map, "inputs", path).Select(item => ReadInput(item.Map, item.Path)).OfType<ComponentInput>()];

    public ImmutableArray<ComponentOutput> ReadOutputs(YamlMapping map, DocumentPath path) => [.. Items(map, "outputs", path).Select(item => ReadOutput(item.Map, item.Path)).OfType<ComponentOutput>()];

    /// <summary>The input that a placeholder names; reported when there is none.</summary>
    public ComponentInput? FindInput(YamlScalar name, DocumentPath path) => Find(name, path, "input", _inputs);

    /// <summary>The output that a placeholder names; reported when there is none.</summary>
    public ComponentOutput? FindOutput(YamlScalar name, DocumentPath path) => Find(name, path, "output", _outputs);

    /// <summary>Where an input is taken as a file, or null.</summary>
    public YamlPlace? UsedAsFile(string input) => uses.InputFile(input);

    /// <summary>Keys that nothing reads are no errors: such files come from everywhere.</summary>
    public void WarnOfUnknown(YamlMapping map, DocumentPath path, string owner, params string[] known)
    {
        foreach (var entry in map.Entries.Where(entry => !known.Contains(entry.Key, StringComparer.Ordinal)))
            problems.Warning(
                "component.unknown-key",
                $"Unknown key '{Names.Shown(entry.Key)}' in {owner}; it is ignored.",
                path.Key(entry.Key),
                entry.KeyPlace,
                Suggestions.Remedy(entry.Key, known));
    }

    private T? Find<T>(YamlScalar name, DocumentPath path, string kind, Dictionary<string, (string Written, T Port)> ports)
        where T : class
    {
        if (ports.TryGetValue(ComponentNames.Of(name.Text), out var found))
            return found.Port;
        var remedy = Suggestions.Remedy(name.Text, ports.Values.Select(port => port.Written))
            ?? $"Declare it under '{kind}s', or remove the reference.";
        problems.Error(
            $"component.unknown-{kind}",
            $"The command refers to the {kind} '{Names.Shown(name.Text)}', which is not declared.",
            path,
            name.Place,
            remedy);
        return null;
    }

    private IEnumerable<(YamlMapping Map, DocumentPath Path)> Items(YamlMapping map, string key, DocumentPath path)
    {
        switch (map.Find(key))
        {
            case null or YamlScalar { Value: NullValue }:
                yield break;
            case YamlSequence list:
                for (var i = 0; i < list.Items.Length; i++)
                {
                    if (list.Items[i] is YamlMapping item)
                        yield return (item, path.Key(key).At(i));
                    else
                        problems.Error(
                            "component.shape",
                            $"Each element of '{key}' must be a mapping.",
                            path.Key(key).At(i),
                            list.Items[i].Place,
                            "Write {name: NAME, type: String}.");
                }
                break;
            case var other:
                problems.Error("component.shape", $"'{key}' must be a list.", path.Key(key), other.Place, "Write each as '- {name: NAME, type: String}'.");
                break;
        }
    }

    private ComponentInput? ReadInput(YamlMapping map, DocumentPath path)
    {
        WarnOfUnknown(map, path, "an input", "name", "type", "description", "default", "optional", "annotations");
        if (ReadName(map, path, "input", _inputs) is not { } name)
            return null;
        var declared = ComponentTypes.Of(map.Find("type"));
        var type = uses.InputFile(name) is null ? declared : ComponentTypes.AsArtifact(declared);
        var given = map.Find("default") is { } node && node is not YamlScalar { Value: NullValue } ? node : null;
        var input = new ComponentInput
        {
            Name = name,
            ParameterType = type.Parameter,
            ArtifactType = type.Artifact,
            Default = given is null ? null : ReadDefault(type, given, path),
            Optional = given is not null || ReadOptional(map, path) || ComponentTypes.IsFinalStatus(map.Find("type")),
            Description = TextOf(map, "description"),
        };
        _inputs[name] = (TextOf(map, "name")!, input);
        return input;
    }

    private ComponentOutput? ReadOutput(YamlMapping map, DocumentPath path)
    {
        WarnOfUnknown(map, path, "an output", "name", "type", "description", "annotations");
        if (ReadName(map, path, "output", _outputs) is not { } name)
            return null;
        var declared = ComponentTypes.Of(map.Find("type"));
        var type = uses.OutputFile(name) is null ? declared : ComponentTypes.AsArtifact(declared);
        var output = new ComponentOutput { Name = name, ParameterType = type.Parameter, ArtifactType = type.Artifact, Description = TextOf(map, "description") };
        _outputs[name] = (TextOf(map, "name")!, output);
        return output;
    }

    private string? ReadName<T>(YamlMapping map, DocumentPath path, string kind, Dictionary<string, (string Written, T Port)> known)
    {
        if (TextOf(map, "name") is not { } written)
        {
            problems.Error($"component.{kind}-name", $"An {kind} has no name.", path, map.Place, "Add 'name: ...'.");
            return null;
        }
        var name = ComponentNames.Of(written);
        if (written.Length > 256 || !SafePath.TryParse(name, out _, out _))
            problems.Error(
                $"component.{kind}-name",
                $"The {kind} name '{Names.Shown(written)}' is not valid.",
                path.Key("name"),
                map.PlaceOf("name"),
                "Use letters, digits and spaces.");
        else if (known.TryGetValue(name, out var other))
            problems.Error(
                $"component.{kind}-name",
                $"Two {kind}s have the name '{name}': '{Names.Shown(other.Written)}' and '{Names.Shown(written)}'.",
                path.Key("name"),
                map.PlaceOf("name"),
                "Rename one of them. Only letters and digits distinguish names.");
        else
            return name;
        return null;
    }

    private Value? ReadDefault(ComponentType type, YamlNode node, DocumentPath path)
    {
        if (type.Parameter is not { } parameter)
        {
            problems.Warning(
                "component.default",
                "Artifacts cannot have a default; it is ignored.",
                path.Key("default"),
                node.Place,
                "Remove it and set 'optional: true', or pass the value with inputValue.");
            return null;
        }
        if (!ComponentTypes.TryReadDefault(parameter, node, out var value))
            problems.Error(
                "component.default",
                $"The default '{Names.Shown(node.ToValue().ToString())}' is not {Wanted(parameter)}.",
                path.Key("default"),
                node.Place,
                "Write the default as a string that matches its type.");
        return value;
    }

    private bool ReadOptional(YamlMapping map, DocumentPath path)
    {
        switch (map.Find("optional"))
        {
            case null or YamlScalar { Value: NullValue }:
                return false;
            case YamlScalar { Text: var word } when bool.TryParse(word, out var optional):
                return optional;
            case var other:
                problems.Error(
                    "component.optional", "'optional' must be true or false.", path.Key("optional"), other.Place, "Use 'optional: true'.");
                return false;
        }
    }

    private static string Wanted(ParameterType type) => type switch
    {
        ParameterType.Integer => "an integer",
        ParameterType.Float => "a number",
        ParameterType.Flag => "true or false",
        ParameterType.List => "a JSON list",
        ParameterType.Map => "a JSON object",
        _ => "a string",
    };

    /// <summary>The text of a scalar as it is written; null for none.</summary>
    internal static string? TextOf(YamlMapping map, string key) => map.Find(key) is YamlScalar { Value: not NullValue, Text: var text } ? text : null;
}
