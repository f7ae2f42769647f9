using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.Kubeflow;

/// <summary>Reads what a leaf does: run a program, or register an artifact.</summary>
internal sealed class ExecutorReader(Problems problems, TemplateReader templates, IReadOnlyDictionary<string, NamedNode> executors, IReadOnlyDictionary<string, PlatformPart> platform)
{
    private static readonly string[] Kinds = ["container", "importer", "resolver", "customJob"];

    private static readonly string[] NotHonoured = ["downloadToWorkspace", "properties", "customProperties"];

    private readonly ResourceReader _resources = new(problems);

    /// <summary>Null with an error.</summary>
    public Leaf? Read(ComponentEntry entry, string? user)
    {
        var label = entry.ExecutorLabel!;
        var who = user ?? $"Component '{Names.Shown(entry.Name)}'";
        if (!executors.TryGetValue(label, out var item))
        {
            problems.Error(
                "executor.unknown",
                $"{who}: the executor '{Names.Shown(label)}' of component '{Names.Shown(entry.Name)}' is not defined.",
                entry.Message.Where("executorLabel"),
                entry.Message.Place("executorLabel"),
                Suggestions.Remedy(label, executors.Keys) ?? "Define it under 'deploymentSpec.executors'.");
            return null;
        }
        var owner = $"{who}, executor '{Names.Shown(label)}'";
        if (Message.Of(item.Node, item.Path, problems, Kinds) is not { } executor)
            return Refuse("executor.kind", $"{owner}: it is empty.", item.Path, item.NamePlace, "Add 'container: ...'.");
        var kinds = Kinds.Where(kind => executor.Node(kind) is not null).ToList();
        return kinds switch
        {
            ["container"] => ReadContainer(executor, entry, label, owner),
            ["importer"] => ReadImporter(executor, entry, owner),
            [("resolver" or "customJob") and var kind] => Refuse(
                "executor.unsupported",
                $"{owner}: executors of kind '{kind}' are not supported.",
                executor.Where(kind),
                executor.KeyPlace(kind),
                kind == "resolver" ? "Use an importer for the artifact." : "Use 'container'."),
            [] => Refuse("executor.kind", $"{owner}: it has neither 'container' nor 'importer'.", item.Path, executor.Map.Place, "Add 'container: ...'."),
            _ => Refuse(
                "executor.kind",
                $"{owner}: {string.Join(" and ", kinds.Select(kind => $"'{kind}'"))} are both set; only one is allowed.",
                item.Path,
                executor.Map.Place,
                "Keep one of them."),
        };
    }

    private ProgramLeaf? ReadContainer(Message executor, ComponentEntry entry, string label, string owner)
    {
        if (executor.Child("container", "image", "command", "args", "env", "resources", "lifecycle") is not { } container)
            return null;
        var image = container.Text("image");
        if (IsVolumeStub(image))
        {
            Refuse(
                "container.no-program",
                $"{owner}: the image '{Names.Shown(image!)}' creates or deletes a cluster volume; there is no program to run.",
                container.Where("image"),
                container.Place("image"),
                "Remove the task and pass files as artifacts.");
            return null;
        }
        if (container.Node("lifecycle") is not null)
            problems.Warning(
                "container.lifecycle",
                $"{owner}: 'lifecycle' is not supported and is ignored.",
                container.Where("lifecycle"),
                container.KeyPlace("lifecycle"));
        var scope = TemplateScope.OfProgram(owner, entry.Signature);
        var command = ReadArguments(container, "command", scope);
        var arguments = ReadArguments(container, "args", scope);
        if (command.IsEmpty)
            problems.Warning(
                "container.no-command",
                $"{owner}: it has an image but no command, so it cannot run as a plain process.",
                container.Where("command"),
                container.Place("command"),
                "Add the 'command' that the image runs.");
        var part = platform.GetValueOrDefault(label, PlatformPart.None);
        var component = new Component
        {
            Name = entry.ShortName,
            Image = image,
            // Arguments alone are for the program of the image; without it they would be taken for a program.
            Command = command.IsEmpty ? [] : command.AddRange(arguments),
            Environment = ReadVariables(container, scope, owner),
            Inputs = entry.Signature.Inputs,
            Outputs = entry.Signature.Outputs,
        };
        var step = new Step
        {
            Name = entry.ShortName,
            Image = image,
            Component = component,
            Resources = _resources.Read(container, owner),
            EnvironmentVariables = part.Secrets,
            TimeLimit = part.TimeLimit,
            Other = command.IsEmpty && container.Node("args") is { } kept ? new MapValue([new("args", TypedValues.Read(kept))]) : new MapValue([]),
        };
        return new ProgramLeaf(step, SizeOf(container.Node("command")) + SizeOf(container.Node("args")) + SizeOf(container.Node("env")));
    }

    private ImmutableArray<ArgumentTemplate> ReadArguments(Message container, string field, TemplateScope scope) =>
        [.. container.List(field).Select(item => templates.Argument(item.Node, item.Path, scope))];

    private ImmutableArray<ComponentVariable> ReadVariables(Message container, TemplateScope scope, string owner)
    {
        var variables = ImmutableArray.CreateBuilder<ComponentVariable>();
        foreach (var item in container.List("env"))
        {
            if (Message.Of(item.Node, item.Path, problems, "name", "value") is not { } variable)
                continue;
            var name = variable.Text("name") ?? "";
            if (VariableNames.Check(name, owner, item, problems))
                variables.Add(new ComponentVariable(name, templates.Text(variable.Text("value") ?? "", variable.Place("value"), variable.Where("value"), scope)));
        }
        return variables.ToImmutable();
    }

    private ImporterLeaf? ReadImporter(Message executor, ComponentEntry entry, string owner)
    {
        if (executor.Child("importer", "artifactUri", "typeSchema", "metadata", "reimport", "downloadToWorkspace", "properties", "customProperties") is not { } importer)
            return null;
        if (entry.Signature.Outputs is not [{ ArtifactType: not null } output])
        {
            Refuse(
                "importer.output",
                $"{owner}: an importer has exactly one output artifact, but component '{Names.Shown(entry.Name)}' declares "
                    + $"{entry.Signature.Outputs.Length} outputs.",
                entry.Message.Where("outputDefinitions"),
                entry.Message.Place("outputDefinitions"),
                "Declare one artifact under 'outputDefinitions'.");
            return null;
        }
        foreach (var field in NotHonoured.Where(field => importer.Node(field) is { } node && node is not YamlScalar { Value: BooleanValue { Flag: false } }))
            problems.Warning(
                "importer.not-honoured",
                $"{owner}: '{field}' is not supported and is ignored.",
                importer.Where(field),
                importer.KeyPlace(field));
        var scope = TemplateScope.OfValues(owner, entry.Signature.HasValue);
        return ReadUri(importer, entry, scope) is { } uri
            ? new ImporterLeaf(uri, output.Name, importer.Node("typeSchema") is null ? output.ArtifactType : SignatureReader.ReadType(SignatureReader.Schema(importer, "typeSchema")), ReadMetadata(importer, scope), importer.Flag("reimport") ?? false)
            : null;
    }

    private ValueTemplate? ReadUri(Message importer, ComponentEntry entry, TemplateScope scope)
    {
        var uri = importer.Child("artifactUri", "constant", "constantValue", "runtimeParameter");
        if (uri?.Text("runtimeParameter") is { } name)
        {
            if (!entry.Signature.HasValue(name))
                Refuse(
                    "input.unknown",
                    $"{scope.Owner}: the component has no input parameter '{Names.Shown(name)}'.",
                    uri.Where("runtimeParameter"),
                    uri.Place("runtimeParameter"),
                    Suggestions.Remedy(name, entry.Signature.InputNames(artifacts: false)));
            return new TextTemplate(new ArgumentTemplate([new PlaceholderPart(PlaceholderKind.InputValue, name)]));
        }
        var (holder, field) = uri?.Child("constantValue", "stringValue") is { } old ? (old, "stringValue") : (uri, "constant");
        if (holder?.Text(field) is { } text)
            return templates.Value(Value.Of(text), holder.Place(field), holder.Where(field), scope);
        Refuse(
            "importer.uri",
            $"{scope.Owner}: an importer requires 'artifactUri' with either 'constant' or 'runtimeParameter'.",
            importer.Where("artifactUri"),
            importer.Place("artifactUri"),
            null);
        return null;
    }

    private ValueTemplate ReadMetadata(Message importer, TemplateScope scope)
    {
        if (importer.Node("metadata") is not { } node)
            return new FixedTemplate(new MapValue([]));
        if (node is not YamlMapping)
            importer.WrongType(node, importer.Where("metadata"), "a mapping");
        return templates.Value(TypedValues.Read(node), node.Place, importer.Where("metadata"), scope);
    }

    private static bool IsVolumeStub(string? image) => image is not null && (image.StartsWith("argostub/", StringComparison.Ordinal) || image.Contains("/argostub/", StringComparison.Ordinal));

    private static long SizeOf(YamlNode? node) => node switch
    {
        YamlScalar scalar => scalar.Text.Length,
        YamlSequence list => list.Items.Sum(SizeOf),
        YamlMapping map => map.Entries.Sum(entry => entry.Key.Length + SizeOf(entry.Value)),
        _ => 0,
    };

    private Leaf? Refuse(string code, string message, DocumentPath path, YamlPlace place, string? remedy)
    {
        problems.Error(code, message, path, place, remedy);
        return null;
    }
}
