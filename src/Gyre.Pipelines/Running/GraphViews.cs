using Gyre.Pipelines.Machine;
using Gyre.Projects;

namespace Gyre.Pipelines.Running;

/// <summary>Draws a run: its node runs and the edges between them, as far as they have come to be.</summary>
internal static class GraphViews
{
    /// <param name="graph">The run.</param>
    /// <param name="nodes">Its node runs; empty when nobody has begun to drive it.</param>
    public static RunGraphView Of(RunGraph graph, IReadOnlyList<NodeRun> nodes)
    {
        if (nodes.Count == 0)
            nodes = [.. graph.Nodes.Select(static node => Waiting(node.Name))];
        var byPath = nodes.ToDictionary(static node => node.Path, StringComparer.Ordinal);
        var drawn = nodes.Where(node => !IsIteration(graph, node)).ToList();
        if (graph.IsNested)
            drawn.Sort(new FileOrder(graph));
        var places = drawn.Where(static node => node.Parent is null)
            .ToLookup(static node => (node.Scope, node.Node), static node => node.Path);
        return new RunGraphView(
            [.. drawn.Select(node => ViewOf(graph, node, byPath))],
            [.. drawn.Where(static node => node.Parent is null).SelectMany(node => EdgesOf(graph, node, places))]);
    }

    private static NodeRun Waiting(string name) => new() { Path = name, Node = name, State = NodeRunState.Waiting };

    /// <summary>What runs in an iteration stands for it, as in every list.</summary>
    private static bool IsIteration(RunGraph graph, NodeRun node) => node.Parent is not null && graph.Node(node.Node) is SubGraphNode;

    private static GraphNodeView ViewOf(RunGraph graph, NodeRun node, Dictionary<string, NodeRun> byPath)
    {
        var parent = node.Parent ?? node.Scope;
        if (parent is not null && byPath.TryGetValue(parent, out var holder) && IsIteration(graph, holder))
            parent = holder.Parent;
        return new GraphNodeView(node.Path, NodeKinds.WordOf(graph.Node(node.Node)), graph.StepOf(node.Node)?.Name, parent, node.State);
    }

    private static IEnumerable<GraphEdgeView> EdgesOf(RunGraph graph, NodeRun node, ILookup<(string? Scope, string Node), string> places)
    {
        var incoming = graph.Incoming(node.Node);
        foreach (var source in graph.Sources(node.Node))
        {
            var name = source[(source.LastIndexOf('/') + 1)..];
            var flows = incoming.Where(edge => edge.Source.Node == name && edge.Source.Kind != SocketKind.Dependency)
                .Select(static edge => $"{edge.Source.Key} → {edge.Target.Key}").Distinct(StringComparer.Ordinal).ToList();
            foreach (var from in places[(node.Scope, source)])
                yield return new GraphEdgeView(from, node.Path, flows.Count == 0 ? null : string.Join(", ", flows));
        }
    }
}
