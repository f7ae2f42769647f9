using System.Collections.Immutable;
using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>Builds a pipeline from an item whose shape has been checked.</summary>
internal sealed class PipelineReader(Problems problems, DeclaredList<Step> steps, DeclaredList<Sweep> sweeps, StepReader stepReader,
    CacheScope? cacheScope, bool wide, NodeKinds kinds)
{
    private readonly NodeReader _nodes = new(problems, steps, sweeps, stepReader, kinds);
    private readonly SocketReader _sockets = new(problems, wide);

    public Pipeline Read(YamlMapping map, DocumentPath path)
    {
        var name = map.Text("name")!;
        stepReader.CheckName(name, "pipeline", path, map.PlaceOf("name"));
        var nodes = ReadNodes(map, path, name, out var known);
        var checker = new EdgeChecker(problems, name, nodes, known, wide);
        var edges = ReadEdges(map, path, checker);
        ImmutableArray<PipelineParameter> parameters = [.. map.Maps("parameters", path).Select(item => ReadParameter(item.Map, item.Path, name, nodes, known)).OfType<PipelineParameter>()];
        CheckMissing(map, path, nodes, parameters, checker);
        return new Pipeline
        {
            Name = name,
            Graph = new Graph { Nodes = [.. nodes.Values.OfType<Node>()], Edges = edges },
            Parameters = parameters,
            ReuseExecutions = map.Flag("reuse-executions") ?? false,
            CacheScope = CacheScopes.Read(map) ?? cacheScope,
        };
    }

    /// <summary>Nodes by name; null for one that could not be built, so that edges to it are not reported as well.</summary>
    private Dictionary<string, Node?> ReadNodes(YamlMapping map, DocumentPath path, string pipeline, out Dictionary<string, int> known)
    {
        var nodes = new Dictionary<string, Node?>(StringComparer.Ordinal);
        known = new(StringComparer.Ordinal);
        foreach (var (item, where) in map.Maps("nodes", path))
        {
            var name = item.Text("name")!;
            nodes[name] = _nodes.Read(item, where, pipeline);
            known[name] = known.GetValueOrDefault(name) + 1;
        }
        foreach (var (item, where) in map.Maps("nodes", path))
        {
            var name = item.Text("name")!;
            if (known[name] <= 1)
                continue;
            problems.Error(
                "node.duplicate-name",
                $"Pipeline '{Names.Shown(pipeline)}': {known[name]} nodes have the name '{Names.Shown(name)}'.",
                where.Key("name"),
                item.PlaceOf("name"),
                "Give each node a unique name.");
            known[name] = 1;
        }
        return nodes;
    }

    /// <summary>What components must be given; a parameter of the pipeline gives a value when each run has to give the parameter one.</summary>
    private static void CheckMissing(YamlMapping map, DocumentPath path, Dictionary<string, Node?> nodes, ImmutableArray<PipelineParameter> parameters, EdgeChecker checker)
    {
        var targets = parameters.SelectMany(parameter => parameter.Targets).ToHashSet();
        foreach (var (item, where) in map.Maps("nodes", path))
        {
            if (nodes[item.Text("name")!] is { } node)
                checker.CheckMissing(node, name => targets.Contains(new ParameterTarget(node.Name, name)), where, item.Place);
        }
    }

    private ImmutableArray<Edge> ReadEdges(YamlMapping map, DocumentPath path, EdgeChecker checker)
    {
        var edges = ImmutableArray.CreateBuilder<Edge>();
        if (map.Find("edges") is not YamlSequence list)
            return [];
        var edgesPath = path.Key("edges");
        for (var i = 0; i < list.Items.Length; i++)
        {
            var where = edgesPath.At(i);
            if (_sockets.ReadEdge(list.Items[i], where) is not { } edge)
                continue;
            checker.Check(edge, where, list.Items[i].Place);
            edges.Add(edge);
        }
        checker.CheckCircles(edges, path, map.Place);
        return edges.ToImmutable();
    }

    private PipelineParameter? ReadParameter(YamlMapping map, DocumentPath path, string pipeline, Dictionary<string, Node?> nodes, Dictionary<string, int> known)
    {
        if (map.Text("name") is not { Length: > 0 } name)
        {
            problems.Error("pipeline-parameter.name", $"Pipeline '{Names.Shown(pipeline)}': a parameter has no name.", path, map.Place, "Add 'name: ...'.");
            return null;
        }
        var owner = $"Pipeline '{Names.Shown(pipeline)}', parameter '{Names.Shown(name)}'";
        if (map.Find("target") is not null && map.Find("targets") is not null)
            problems.Error(
                "pipeline-parameter.targets",
                $"{owner}: 'target' and 'targets' are both set.",
                path,
                map.PlaceOf("targets"),
                "Keep 'targets'.");
        var key = map.Find("target") is not null ? "target" : "targets";
        var texts = map.Texts(key);
        if (texts.IsEmpty)
            problems.Warning(
                "pipeline-parameter.no-targets",
                $"{owner}: 'targets' is missing.",
                path,
                map.Place,
                "Add 'targets: [node.parameter.name]'.");
        var read = texts.Select(text => ReadTarget(text, owner, nodes, known, path.Key(key), map.PlaceOf(key)));
        ImmutableArray<ParameterTarget> targets = [.. read.OfType<ParameterTarget>()];
        CheckDefault(map, path, owner, targets, nodes);
        return new PipelineParameter
        {
            Name = name,
            Targets = targets,
            Default = map.Value("default") is { IsNull: false } value ? value : null,
            Other = map.Rest("category", "description"),
        };
    }

    /// <summary>The default must suit every parameter that it fills, or each run that says nothing else would fail.</summary>
    private void CheckDefault(
        YamlMapping map, DocumentPath path, string owner, ImmutableArray<ParameterTarget> targets, Dictionary<string, Node?> nodes)
    {
        if (!wide || map.Value("default") is not { IsNull: false } value)
            return;
        foreach (var target in targets)
        {
            if (nodes.GetValueOrDefault(target.Node) is not StepNode { Commit: null } node
                || node.Step.Parameters.FirstOrDefault(parameter => parameter.Name == target.Parameter) is not { } definition)
                continue;
            stepReader.Defaults.Check(
                definition, value, node is TaskNode, map, path, $"{owner}, for '{Names.Shown(target.Node)}.{Names.Shown(target.Parameter)}'");
        }
    }

    /// <summary>Anything that begins with <c>parameter</c> is taken as the socket, here and only here.</summary>
    private ParameterTarget? ReadTarget(string text, string owner, Dictionary<string, Node?> nodes, Dictionary<string, int> known, DocumentPath path, YamlPlace place)
    {
        var parts = text.Split('.', 3);
        if (parts.Length != 3)
        {
            problems.Error("pipeline-parameter.target", $"{owner}: the target '{Names.Shown(text)}' must have 3 parts, node.parameter.name; it has {parts.Length}.", path, place);
            return null;
        }
        if (!parts[1].StartsWith("parameter", StringComparison.Ordinal))
            problems.Error(
                "pipeline-parameter.target",
                $"{owner}: the target '{Names.Shown(text)}' must refer to a 'parameter', not '{Names.Shown(parts[1])}'.",
                path,
                place,
                $"Use '{Names.Shown(parts[0])}.parameter.{Names.Shown(parts[2])}'.");
        if (!known.ContainsKey(parts[0]))
            problems.Error(
                "pipeline-parameter.unknown-node",
                $"{owner}: the target '{Names.Shown(text)}' refers to node '{Names.Shown(parts[0])}', which does not exist.",
                path,
                place,
                Suggestions.Remedy(parts[0], known.Keys));
        else if (nodes[parts[0]] is ExecutionNode { Commit: null } node && node.Step.Parameters.All(parameter => parameter.Name != parts[2]))
            problems.Error(
                "pipeline-parameter.unknown-parameter",
                $"{owner}: the target '{Names.Shown(text)}' refers to parameter '{Names.Shown(parts[2])}', "
                    + $"which does not exist in step '{Names.Shown(node.Step.Name)}'.",
                path,
                place,
                Suggestions.Remedy(parts[2], node.Step.Parameters.Select(parameter => parameter.Name)));
        return new ParameterTarget(parts[0], parts[2]);
    }
}
