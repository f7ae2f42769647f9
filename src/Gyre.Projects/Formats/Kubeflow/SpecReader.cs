using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.Kubeflow;

/// <summary>Builds a pipeline from a pipeline document and its platform document.</summary>
internal sealed class SpecReader(Problems problems)
{
    /// <summary>What the component of the whole pipeline is called.</summary>
    public const string Root = "root";

    private static readonly string[] Fields = ["pipelineInfo", "deploymentSpec", "schemaVersion", "sdkVersion", "components", "root", "defaultPipelineRoot"];

    /// <summary>Null with an error.</summary>
    public Pipeline? Read(YamlNode document, DocumentPath path, YamlNode? platform, DocumentPath platformPath)
    {
        if (Message.Of(document, path, problems, Fields) is not { } spec)
            return null;
        var name = ReadName(spec);
        CheckVersion(spec);
        var executors = (spec.Child("deploymentSpec", "executors")?.Table("executors") ?? []).ToDictionary(item => item.Name, StringComparer.Ordinal);
        var parts = new PlatformReader(problems).Read(platform, platformPath, executors.Keys);
        var components = new ComponentTable(spec.Table("components"), problems);
        var graphs = Readers(components, executors, parts);
        var graph = ReadRoot(spec, components, graphs);
        // What nothing uses is read too, so that all that is wrong is said at once.
        foreach (var component in components.Entries)
            graphs.Read(component, 1, null, new Reference(component.Message.Path, component.Message.Map.Place));
        return name is null || graph is null ? null : new Pipeline { Name = name, Graph = graph, SelfContained = true };
    }

    private GraphReader Readers(ComponentTable components, Dictionary<string, NamedNode> executors, Dictionary<string, PlatformPart> parts)
    {
        var templates = new TemplateReader(problems);
        var sources = new SourceReader(problems);
        var tasks = new TaskReader(problems, new BindingReader(problems, templates, sources), new LoopReader(problems, templates), new TaskPolicies(problems));
        return new GraphReader(problems, components, new ExecutorReader(problems, templates, executors, parts), tasks, new OutputReader(problems, sources));
    }

    private string? ReadName(Message spec)
    {
        var info = spec.Child("pipelineInfo", "name", "displayName", "description");
        var name = info?.Text("name");
        if (name is null && info?.Node("name") is not null)
            return null;
        if (string.IsNullOrEmpty(name))
        {
            problems.Error("pipeline.name", "The pipeline has no name.", info?.Where("name") ?? spec.Where("pipelineInfo"), info?.Place("name") ?? spec.Place("pipelineInfo"), "Add 'pipelineInfo: {name: ...}'.");
            return null;
        }
        if (Names.Refuse(name) is { } reason)
            problems.Error(
                "pipeline.name",
                $"The pipeline name '{Names.Shown(name)}' is not valid: {reason}.",
                info!.Where("name"),
                info.Place("name"),
                "Use a short name on one line.");
        return name;
    }

    private void CheckVersion(Message spec)
    {
        if (spec.Text("schemaVersion") is { } version && !version.StartsWith("2.", StringComparison.Ordinal))
            problems.Warning(
                "schema.version",
                $"Unsupported schema version '{Names.Shown(version)}'; version 2.x is required.",
                spec.Where("schemaVersion"),
                spec.Place("schemaVersion"));
        if (spec.Text("defaultPipelineRoot") is { Length: > 0 })
            problems.Hint(
                "root.not-used",
                "'defaultPipelineRoot' is ignored: artifacts are kept in the artifact store of the home.",
                spec.Where("defaultPipelineRoot"),
                spec.Place("defaultPipelineRoot"));
    }

    private Graph? ReadRoot(Message spec, ComponentTable components, GraphReader graphs)
    {
        if (spec.Node("root") is not { } node)
        {
            problems.Error(
                "pipeline.root",
                "The pipeline has no 'root'.",
                spec.Where("root"),
                spec.Place("root"),
                "Compile the pipeline again; its tasks belong under 'root.dag'.");
            return null;
        }
        if (components.Read(Root, node, spec.Where("root")) is not { } root)
            return null;
        if (root.Dag is null && root.ExecutorLabel is not null)
            problems.Error(
                "pipeline.root",
                "'root' has no 'dag'.",
                root.Message.Path,
                root.Message.Map.Place,
                "Put the tasks of the pipeline under 'root.dag'.");
        graphs.Read(root, 0, "The pipeline", new Reference(root.Message.Path, root.Message.Map.Place));
        return root.Graph?.Graph;
    }
}
