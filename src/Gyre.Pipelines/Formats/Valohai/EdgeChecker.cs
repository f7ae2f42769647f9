using Gyre.Pipelines.Formats.Yaml;

namespace Gyre.Pipelines.Formats.Valohai;

/// <summary>Looks at the edges of one pipeline in time linear in their number.</summary>
internal sealed class EdgeChecker(Problems problems, string pipeline, Dictionary<string, Node?> nodes, Dictionary<string, int> known)
{
    private readonly Dictionary<(string Node, string Key), string> _filled = [];
    private readonly Dictionary<Step, StepNames> _names = new(ReferenceEqualityComparer.Instance);

    private string Owner => $"Pipeline '{Names.Shown(pipeline)}'";

    public void Check(Edge edge, DocumentPath path, YamlPlace place)
    {
        CheckEnd(edge.Source, "source", path, place);
        CheckEnd(edge.Target, "target", path, place);
        if (edge.Source.Node == edge.Target.Node)
            problems.Error("edge.self", $"{Owner}: an edge leads from the node '{Names.Shown(edge.Source.Node)}' to itself.", path, place, "Remove it; a node cannot wait for itself.");
        if (edge.Target.Kind == SocketKind.Parameter && !_filled.TryAdd((edge.Target.Node, edge.Target.Key), path.ToString()))
            problems.Error("edge.parameter-twice", $"{Owner}: a second edge leads into the parameter '{Names.Shown(edge.Target.Key)}' of the node '{Names.Shown(edge.Target.Node)}'; the first is {_filled[(edge.Target.Node, edge.Target.Key)]}.", path, place, "Only one edge may fill a parameter.");
        if (!MakesSense(edge.Source.Kind, edge.Target.Kind))
            problems.Hint("edge.pair", $"{Owner}: nothing flows from '{Word(edge.Source.Kind)}' to '{Word(edge.Target.Kind)}'; the edge only orders the nodes.", path, place);
    }

    /// <summary>Names one circle, node by node.</summary>
    public void CheckCircles(IReadOnlyList<Edge> edges, DocumentPath path, YamlPlace place)
    {
        if (Circles.Find(known.Keys, edges.Where(edge => edge.Source.Node != edge.Target.Node).Select(edge => (edge.Source.Node, edge.Target.Node))) is not { } circle)
            return;
        var shown = circle.Count <= 20 ? circle : [.. circle.Take(20), "..."];
        problems.Error("pipeline.circle", $"{Owner}: the edges form a circle: {string.Join(" -> ", shown.Append(circle[0]).Select(Names.Shown))}.", path.Key("edges"), place, "Remove one of these edges; to repeat a pipeline declare a cycle.");
    }

    private void CheckEnd(Socket socket, string end, DocumentPath path, YamlPlace place)
    {
        if (!known.ContainsKey(socket.Node))
        {
            problems.Error("edge.unknown-node", $"{Owner}: the {end} node '{Names.Shown(socket.Node)}' of an edge does not exist.", path, place, Suggestions.Remedy(socket.Node, known.Keys));
            return;
        }
        var step = nodes[socket.Node] switch
        {
            ExecutionNode { Commit: null } node => node.Step,
            TaskNode { Commit: null } node => node.Step,
            _ => null,
        };
        if (step is null)
            return;
        if (!_names.TryGetValue(step, out var names))
            _names[step] = names = new StepNames(step);
        CheckKey(socket, end, step, names, path, place);
    }

    private void CheckKey(Socket socket, string end, Step step, StepNames names, DocumentPath path, YamlPlace place)
    {
        var isGlob = end == "source" && socket.Key.AsSpan().ContainsAny('*', '?');
        var declared = socket.Kind switch { SocketKind.Input when !isGlob => names.Inputs, SocketKind.Parameter => names.Parameters, _ => null };
        if (declared is not null && !declared.Contains(socket.Key))
            problems.Error("edge.unknown-key", $"{Owner}: the {Word(socket.Kind)} '{Names.Shown(socket.Key)}' at the {end} of an edge does not exist in the step '{Names.Shown(step.Name)}' of the node '{Names.Shown(socket.Node)}'.", path, place, Suggestions.Remedy(socket.Key, declared));
    }

    private static bool MakesSense(SocketKind source, SocketKind target) => (source, target) switch
    {
        (SocketKind.Output, SocketKind.Input or SocketKind.File) => true,
        (SocketKind.Input, SocketKind.Input) => true,
        (SocketKind.Parameter or SocketKind.Metadata, SocketKind.Parameter) => true,
        (SocketKind.EnvironmentVariable, SocketKind.EnvironmentVariable) => true,
        (SocketKind.Dependency or SocketKind.Deployment, _) or (_, SocketKind.Dependency or SocketKind.Deployment) => true,
        _ => false,
    };

    private static string Word(SocketKind kind) => kind == SocketKind.EnvironmentVariable ? "environment-variable" : kind.ToString().ToLowerInvariant();

    private sealed class StepNames(Step step)
    {
        public HashSet<string> Inputs { get; } = step.Inputs.Select(input => input.Name).ToHashSet(StringComparer.Ordinal);

        public HashSet<string> Parameters { get; } = step.Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
    }
}
