using Gyre.Core;
using Gyre.Projects.Graphs;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>Looks at the edges of one pipeline in time linear in their number.</summary>
internal sealed class EdgeChecker(Problems problems, string pipeline, Dictionary<string, Node?> nodes, Dictionary<string, int> known, bool wide)
{
    private readonly Dictionary<(string Node, string Key), string> _filled = [];
    private readonly HashSet<(string Node, string Key)> _targets = [];
    private readonly ComponentEdges _components = new(problems, $"Pipeline '{Names.Shown(pipeline)}'", nodes);
    private readonly Dictionary<Step, StepNames> _names = new(ReferenceEqualityComparer.Instance);

    private string Owner => $"Pipeline '{Names.Shown(pipeline)}'";

    public void Check(Edge edge, DocumentPath path, YamlPlace place)
    {
        if (edge.Target.Kind is SocketKind.Parameter or SocketKind.Input)
            _targets.Add((edge.Target.Node, edge.Target.Key));
        CheckEnd(edge.Source, "source", path, place);
        CheckEnd(edge.Target, "target", path, place);
        if (edge.Source.Node == edge.Target.Node)
            problems.Error(
                "edge.self",
                $"{Owner}: an edge connects node '{Names.Shown(edge.Source.Node)}' to itself.",
                path,
                place,
                "Remove the edge; a node cannot depend on itself.");
        if (edge.Target.Kind == SocketKind.Parameter && !_filled.TryAdd((edge.Target.Node, edge.Target.Key), path.ToString()))
            problems.Error(
                "edge.parameter-twice",
                $"{Owner}: more than one edge sets the parameter '{Names.Shown(edge.Target.Key)}' of node "
                    + $"'{Names.Shown(edge.Target.Node)}'; the first is {_filled[(edge.Target.Node, edge.Target.Key)]}.",
                path,
                place,
                "Keep only one edge per parameter.");
        _components.Check(edge, path, place);
        if (!MakesSense(edge.Source.Kind, edge.Target.Kind))
            problems.Hint(
                "edge.pair",
                $"{Owner}: an edge from '{Word(edge.Source.Kind)}' to '{Word(edge.Target.Kind)}' passes no data; it only orders the "
                    + "nodes.",
                path,
                place);
    }

    /// <summary>Looks for what a node's component must be given and nothing gives.</summary>
    public void CheckMissing(Node node, Func<string, bool> isTarget, DocumentPath path, YamlPlace place) =>
        _components.CheckMissing(node, name => isTarget(name) || _targets.Contains((node.Name, name)), path, place);

    /// <summary>Names one circle, node by node.</summary>
    public void CheckCircles(IReadOnlyList<Edge> edges, DocumentPath path, YamlPlace place)
    {
        if (Circles.Find(known.Keys, edges.Where(edge => edge.Source.Node != edge.Target.Node).Select(edge => (edge.Source.Node, edge.Target.Node))) is not { } circle)
            return;
        var shown = circle.Count <= 20 ? circle : [.. circle.Take(20), "..."];
        problems.Error(
            "pipeline.circle",
            $"{Owner}: the edges form a loop: {string.Join(" -> ", shown.Append(circle[0]).Select(Names.Shown))}.",
            path.Key("edges"),
            place,
            "Remove one of these edges. To repeat a pipeline, declare a cycle.");
    }

    private void CheckEnd(Socket socket, string end, DocumentPath path, YamlPlace place)
    {
        if (!known.ContainsKey(socket.Node))
        {
            problems.Error("edge.unknown-node", $"{Owner}: the {end} node '{Names.Shown(socket.Node)}' of an edge does not exist.", path, place, Suggestions.Remedy(socket.Node, known.Keys));
            return;
        }
        if (nodes[socket.Node] is not StepNode { Commit: null, Step: var step })
            return;
        if (!_names.TryGetValue(step, out var names))
            _names[step] = names = new StepNames(step);
        CheckKey(socket, end, step, names, path, place);
    }

    /// <summary>The narrow dialect takes documents in which such keys stand; they do no harm until the edge is used.</summary>
    private void CheckKey(Socket socket, string end, Step step, StepNames names, DocumentPath path, YamlPlace place)
    {
        var isGlob = end == "source" && socket.Key.AsSpan().ContainsAny('*', '?');
        var declared = socket.Kind switch { SocketKind.Input when !isGlob => names.Inputs, SocketKind.Parameter => names.Parameters, _ => null };
        if (declared is null || declared.Contains(socket.Key))
            return;
        var message = $"{Owner}: the {end} of an edge refers to the {Word(socket.Kind)} '{Names.Shown(socket.Key)}', which does not exist in step '{Names.Shown(step.Name)}' of node '{Names.Shown(socket.Node)}'.";
        if (wide)
            problems.Error("edge.unknown-key", message, path, place, Suggestions.Remedy(socket.Key, declared));
        else
            problems.Hint("edge.unknown-key", message, path, place, Suggestions.Remedy(socket.Key, declared));
    }

    private static bool MakesSense(SocketKind source, SocketKind target) => (source, target) switch
    {
        (SocketKind.Output, SocketKind.Input or SocketKind.File) => true,
        (SocketKind.Input, SocketKind.Input) => true,
        (SocketKind.Parameter or SocketKind.Metadata or SocketKind.Result, SocketKind.Parameter) => true,
        (SocketKind.EnvironmentVariable, SocketKind.EnvironmentVariable) => true,
        (SocketKind.Dependency or SocketKind.Deployment, _) or (_, SocketKind.Dependency or SocketKind.Deployment) => true,
        _ => false,
    };

    private static string Word(SocketKind kind) => KebabCase.Of(kind);

    private sealed class StepNames(Step step)
    {
        public HashSet<string> Inputs { get; } = step.Inputs.Select(input => input.Name).ToHashSet(StringComparer.Ordinal);

        public HashSet<string> Parameters { get; } = step.Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
    }
}
