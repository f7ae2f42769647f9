using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.Kubeflow.Components;

/// <summary>Reads a component file: a name, inputs, outputs, and a container whose command is made of texts and placeholders.</summary>
internal sealed class ComponentReader
{
    private static readonly string[] CompiledKeys = ["pipelineInfo", "pipelineSpec", "deploymentSpec", "schemaVersion"];

    private readonly Problems _problems;
    private readonly ComponentUses _uses = new();
    private readonly ComponentPorts _ports;
    private readonly ComponentElements _elements;

    private ComponentReader(Problems problems)
    {
        _problems = problems;
        _ports = new ComponentPorts(problems, _uses);
        _elements = new ComponentElements(problems, _ports);
    }

    /// <param name="root">The document, or null when it is empty.</param>
    /// <param name="file">For messages, and the name of a component that has none.</param>
    public static ComponentReading Read(YamlNode? root, string file)
    {
        var problems = new Problems(file);
        var component = new ComponentReader(problems).Read(root);
        return new ComponentReading(problems.Errors > 0 ? null : component, problems.ToList());
    }

    private Component? Read(YamlNode? root)
    {
        if (root is not YamlMapping map || map.Entries.Any(entry => CompiledKeys.Contains(entry.Key, StringComparer.Ordinal)))
        {
            RefuseDocument(root);
            return null;
        }
        _ports.WarnOfUnknown(map, DocumentPath.Root, "a component", "name", "description", "metadata", "inputs", "outputs", "implementation");
        var container = FindContainer(map);
        foreach (var key in (string[])["command", "args", "env"])
            _uses.Collect(container?.Find(key));
        var component = new Component
        {
            Name = ComponentPorts.TextOf(map, "name") ?? NameOf(_problems.File),
            Description = ComponentPorts.TextOf(map, "description"),
            Inputs = _ports.ReadInputs(map, DocumentPath.Root),
            Outputs = _ports.ReadOutputs(map, DocumentPath.Root),
        };
        if (Names.Refuse(component.Name) is { } reason)
            _problems.Error(
                "component.name",
                $"The component name '{Names.Shown(component.Name)}' is not valid: {reason}.",
                DocumentPath.Root.Key("name"),
                map.PlaceOf("name"),
                "Use a short name on one line.");
        return container is null ? null : ReadContainer(component, container, DocumentPath.Root.Key("implementation").Key("container"));
    }

    private void RefuseDocument(YamlNode? root)
    {
        var place = root?.Place ?? new YamlPlace(1, 1);
        if (root is YamlMapping)
            _problems.Error(
                "component.compiled",
                "This is a compiled pipeline, not a component file.",
                DocumentPath.Root,
                place,
                "Run it as a pipeline, or use the component.yaml from which it was compiled.");
        else
            _problems.Error(
                "component.shape",
                $"{(root is null ? "The file is empty" : "This is not a mapping")}; a component file has 'name', 'inputs', 'outputs' "
                    + "and 'implementation'.",
                DocumentPath.Root,
                place,
                "Start with 'name: ...'.");
    }

    private static string NameOf(string file)
    {
        var name = Path.GetFileName(file).Split('.')[0];
        return name.Length > 0 ? name : "component";
    }

    private YamlMapping? FindContainer(YamlMapping map)
    {
        var path = DocumentPath.Root.Key("implementation");
        if (map.Find("implementation") is not YamlMapping implementation)
        {
            _problems.Error(
                "component.implementation",
                "'implementation' is missing or is not a mapping, so there is nothing to run.",
                path,
                map.PlaceOf("implementation"),
                "Add 'implementation: {container: {image: ..., command: [...]}}'.");
            return null;
        }
        _ports.WarnOfUnknown(implementation, path, "an implementation", "container", "graph");
        if (implementation.Find("container") is YamlMapping container)
            return container;
        if (implementation.FindEntry("graph") is { } graph)
            _problems.Error(
                "component.graph",
                "The component is a graph of other components and cannot be used as a step.",
                path.Key("graph"),
                graph.KeyPlace,
                "Declare its tasks as steps with 'uses:' and connect them in a pipeline.");
        else
            _problems.Error("component.implementation", "The implementation has no 'container'.", path, implementation.Place, "Add 'container: {image: ..., command: [...]}'.");
        return null;
    }

    private Component ReadContainer(Component component, YamlMapping map, DocumentPath path)
    {
        _ports.WarnOfUnknown(map, path, "a container", "image", "command", "args", "env", "fileOutputs");
        var program = _elements.ReadList(map.Find("command"), path.Key("command"));
        var arguments = _elements.ReadList(map.Find("args"), path.Key("args"));
        var image = ComponentPorts.TextOf(map, "image");
        if (program.IsEmpty && _problems.Errors == 0)
            CheckNoProgram(image, arguments, map, path);
        var read = component with { Image = image, Command = program.AddRange(arguments), Environment = ReadVariables(map, path.Key("env")) };
        WarnOfUnguarded(read, map, path);
        return new ComponentFixedFiles(_problems, _ports).Apply(read, map, path);
    }

    private void CheckNoProgram(string? image, ImmutableArray<ArgumentTemplate> arguments, YamlMapping map, DocumentPath path)
    {
        if (image is null)
            _problems.Error(
                "component.command",
                "The container has neither a command nor an image.",
                path,
                map.Place,
                "Add 'command: [program, argument]'.");
        else if (!arguments.IsEmpty)
            _problems.Warning(
                "component.command",
                "The component has arguments but no command. Without containers, the first argument is run as the program.",
                path,
                map.PlaceOf("args"),
                "Add 'command: [program]'.");
    }

    private ImmutableArray<ComponentVariable> ReadVariables(YamlMapping map, DocumentPath path)
    {
        switch (map.Find("env"))
        {
            case null or YamlScalar { Value: NullValue }:
                return [];
            case YamlMapping variables:
                return [.. variables.Entries.Select(entry => ReadVariable(entry, path.Key(entry.Key)))];
            case var other:
                _problems.Error("component.shape", "'env' must map names to values.", path, other.Place, "Use 'env: {NAME: value}'.");
                return [];
        }
    }

    private ComponentVariable ReadVariable(YamlEntry entry, DocumentPath path)
    {
        if (entry.Key.Length == 0 || entry.Key.Any(c => c == '=' || char.IsControl(c)))
            _problems.Error(
                "component.variable",
                $"'{Names.Shown(entry.Key)}' is not a valid environment variable name.",
                path,
                entry.KeyPlace,
                "Use letters, digits and '_', and do not start with a digit.");
        return new ComponentVariable(entry.Key, entry.Value is YamlScalar { Value: NullValue } ? ArgumentTemplate.Literal("") : _elements.ReadText(entry.Value, path));
    }

    /// <summary>An argument that may be missing, with nothing that says what stands there then.</summary>
    private void WarnOfUnguarded(Component component, YamlMapping map, DocumentPath path)
    {
        var loose = component.Command.SelectMany(argument => argument.Parts).OfType<PlaceholderPart>().Where(part => part.Kind == PlaceholderKind.InputValue).Select(part => part.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var input in component.Inputs.Where(input => input is { Optional: true, Default: null, ParameterType: not null } && loose.Contains(input.Name)))
            _problems.Warning(
                "component.unguarded",
                $"The input '{input.Name}' is optional, but the command always uses its value; a run without it fails.",
                path,
                map.Place,
                $"Add a default, or write {{if: {{cond: {{isPresent: {input.Name}}}, then: [...]}}}}.");
    }
}
