using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Projects.Formats.ProjectFiles;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.Valohai;

/// <summary>Turns a posted pipeline into the domain: the same nodes, edges and checks as from a file.</summary>
internal sealed class PipelineBodyReader(Project project, Problems problems)
{
    private const string DefaultName = "pipeline";
    private readonly TemplateReader _templates = new(project, problems);

    public PostedPipeline Read(MapValue document)
    {
        var body = new PostedObject(document, DocumentPath.Root, problems);
        var title = body.Text("title");
        var nodes = ReadNodes(body, out var known);
        var name = NameOf(title, nodes);
        var edges = ReadEdges(body, name, nodes, known);
        var parameters = ReadParameters(body, nodes, out var given);
        return new PostedPipeline
        {
            Pipeline = new Pipeline
            {
                Name = name,
                Graph = new Graph { Nodes = [.. nodes.Values.OfType<Node>()], Edges = edges },
                Parameters = parameters,
                CacheScope = ScopeOf(name),
            },
            Parameters = given,
            Title = title,
            Tags = body.Texts("tags"),
        };
    }

    public PostedPipeline ReadSingle(MapValue document, bool isTask)
    {
        var body = new PostedObject(document, DocumentPath.Root, problems);
        var posted = _templates.Read(body, isTask);
        var name = posted.Step.Name.Length > 0 ? posted.Step.Name : DefaultName;
        Node node = posted.Sweep is { } sweep
            ? new TaskNode { Name = name, Step = posted.Step, Sweep = sweep }
            : new ExecutionNode { Name = name, Step = posted.Step };
        return new PostedPipeline
        {
            Pipeline = new Pipeline { Name = name, Graph = new Graph { Nodes = [node] }, CacheScope = ScopeOf(name) },
            Parameters = new MapValue([]),
            Title = body.Text("title"),
            Tags = body.Texts("tags"),
        };
    }

    /// <summary>As the project's pipeline of that name shares its results, or else any of them.</summary>
    private CacheScope? ScopeOf(string name) =>
        (project.Pipelines.FirstOrDefault(pipeline => pipeline.Name == name) ?? project.Pipelines.FirstOrDefault())?.CacheScope;

    /// <summary>
    /// Names of results (and so hits of the cache) hang on the pipeline's name, which the body does not hold: the project's pipeline that has the same nodes
    /// gives it, else the first word of the title would change with every turn, so that a neutral name is taken.
    /// </summary>
    private string NameOf(string? title, Dictionary<string, Node?> nodes)
    {
        var same = project.Pipelines.FirstOrDefault(pipeline =>
            pipeline.Graph.Nodes.Length == nodes.Count && pipeline.Graph.Nodes.All(node => nodes.ContainsKey(node.Name)));
        return same?.Name ?? project.Pipelines.FirstOrDefault(pipeline => pipeline.Name == title)?.Name ?? DefaultName;
    }

    private Dictionary<string, Node?> ReadNodes(PostedObject body, out Dictionary<string, int> known)
    {
        var nodes = new Dictionary<string, Node?>(StringComparer.Ordinal);
        known = new(StringComparer.Ordinal);
        foreach (var node in body.Objects("nodes"))
        {
            var name = node.RequiredText("name");
            if (Names.Refuse(name) is { } reason && name.Length > 0)
                node.Error("name", "posted.name", $"The node name is not valid: {reason}.");
            if (!known.TryAdd(name, 1))
                node.Error("name", "posted.duplicate-name", $"Another node has the name '{Names.Shown(name)}'.");
            nodes[name] = ReadNode(node, name);
        }
        if (nodes.Count == 0)
            body.Error("nodes", "posted.missing", "A pipeline must have at least one node.");
        return nodes;
    }

    private Node? ReadNode(PostedObject node, string name)
    {
        var append = node.Text("edge_merge_mode") == "append";
        var type = node.RequiredText("type");
        Node? read = type switch
        {
            "mimic" => new ReusedNode { Name = name, Source = node.RequiredText("source") },
            "execution" when node.Text("reuse_execution_id") is { Length: > 0 } id => new ReusedNode { Name = name, Source = id },
            "execution" when Template(node) is { } template => new ExecutionNode { Name = name, Step = _templates.Read(template, isTask: false).Step, AppendEdges = append },
            "task" when Template(node) is { } template && _templates.Read(template, isTask: true) is var posted =>
                new TaskNode { Name = name, Step = posted.Step, Sweep = posted.Sweep!, AppendEdges = append },
            "deployment" => new DeploymentNode { Name = name, Deployment = node.Text("deployment") ?? "", Endpoints = node.Texts("endpoints"), Aliases = node.Texts("aliases"), Commit = node.Text("commit") },
            _ => null,
        };
        if (read is null && type is not ("" or "execution" or "task"))
            node.Error(
                "type", "posted.word", $"'{Names.Shown(type)}' is not a valid node type. Use execution, task, deployment or mimic.");
        return read is null ? null : read with { OnError = OnErrorOf(node), Retry = node.Text("on_error") == "retry" ? RetryPolicy.Default : RetryPolicy.None, Actions = Actions(node, name) };
    }

    private static PostedObject? Template(PostedObject node)
    {
        if (node.Object("template") is { } template)
            return template;
        if (!node.Has("template"))
            node.Error("template", "posted.missing", "This field is required.");
        return null;
    }

    private static OnError OnErrorOf(PostedObject node)
    {
        switch (node.Text("on_error"))
        {
            case null or "" or "stop-all":
                return OnError.StopAll;
            case "stop-next":
                return OnError.StopNext;
            case "continue":
                return OnError.Continue;
            case "retry":
                return OnError.Retry;
            default:
                node.Error("on_error", "posted.word", "Use stop-all, stop-next, continue or retry.");
                return OnError.StopAll;
        }
    }

    private ImmutableArray<NodeAction> Actions(PostedObject node, string name)
    {
        if (node.Find("actions") is not ListValue { Items.IsEmpty: false } actions)
            return [];
        var map = new YamlMapping([new YamlEntry("actions", default, PlacelessYaml.Of(actions))], default);
        return new ActionReader(problems).Read(map, node.Path, $"Node '{Names.Shown(name)}'");
    }

    private ImmutableArray<Edge> ReadEdges(PostedObject body, string pipeline, Dictionary<string, Node?> nodes, Dictionary<string, int> known)
    {
        var checker = new EdgeChecker(problems, pipeline, nodes, known, wide: false);
        var sockets = new SocketReader(problems, wide: false);
        var edges = ImmutableArray.CreateBuilder<Edge>();
        foreach (var edge in body.Objects("edges"))
        {
            if (ReadEnd(edge, "source", sockets) is not { } source || ReadEnd(edge, "target", sockets) is not { } target)
                continue;
            var read = new Edge(source, target) { Configuration = edge.Find("configuration") as MapValue ?? new MapValue([]) };
            checker.Check(read, edge.Path, default);
            edges.Add(read);
        }
        checker.CheckCircles(edges, DocumentPath.Root, default);
        return edges.ToImmutable();
    }

    private static Socket? ReadEnd(PostedObject edge, string end, SocketReader sockets)
    {
        var node = edge.RequiredText(end + "_node");
        var type = edge.RequiredText(end + "_type");
        var key = edge.Text(end + "_key") ?? "*";
        if (node.Length == 0 || type.Length == 0)
            return null;
        // The reader cuts at dots, which a node's name may hold here; so it sees the type alone.
        return sockets.Read($"node.{type}.{key}", end, edge.Path.Key(end + "_type"), default) is { } socket ? socket with { Node = node } : null;
    }

    private ImmutableArray<PipelineParameter> ReadParameters(PostedObject body, Dictionary<string, Node?> nodes, out MapValue given)
    {
        var parameters = ImmutableArray.CreateBuilder<PipelineParameter>();
        var values = ImmutableArray.CreateBuilder<KeyValuePair<string, Value>>();
        foreach (var (name, value) in body.Entries("parameters"))
        {
            var path = DocumentPath.Root.Key("parameters").Key(name);
            if (value is not MapValue map)
            {
                problems.Error("posted.type", "Expected an object with 'config' and 'expression'.", path, default);
                continue;
            }
            var parameter = new PostedObject(map, path, problems);
            var config = parameter.Object("config");
            var texts = config is null ? [] : config.Has("targets") ? config.Texts("targets") : config.Texts("target");
            parameters.Add(new PipelineParameter
            {
                Name = name,
                Targets = [.. texts.Select(text => ReadTarget(text, nodes, path)).OfType<ParameterTarget>()],
                Default = config?.Find("default"),
            });
            if (Unwrapped(parameter.Find("expression")) is { } expression)
                values.Add(new(name, expression));
        }
        given = new MapValue(values.ToImmutable());
        return parameters.ToImmutable();
    }

    private static Value? Unwrapped(Value? expression) => expression switch
    {
        MapValue map when map.Find("style") is TextValue { Text: "single" } => (map.Find("rules") as MapValue)?.Find("value") is { IsNull: false } value ? value : null,
        MapValue map when map.Find("style") is TextValue { Text: "multiple" } => (map.Find("rules") as MapValue)?.Find("items"),
        _ => expression,
    };

    private ParameterTarget? ReadTarget(string text, Dictionary<string, Node?> nodes, DocumentPath path)
    {
        var parts = text.Split('.', 3);
        if (parts.Length == 3 && parts[1].StartsWith("parameter", StringComparison.Ordinal) && nodes.ContainsKey(parts[0]))
            return new ParameterTarget(parts[0], parts[2]);
        problems.Error(
            "posted.target",
            $"The target '{Names.Shown(text)}' does not refer to a parameter of a node (node.parameter.NAME).",
            path.Key("config").Key("targets"),
            default);
        return null;
    }
}
