using Gyre.Core;
using Gyre.Pipelines.Machine;
using Gyre.Projects;

namespace Gyre.Pipelines.Running;

/// <summary>Node runs as people look at them.</summary>
internal static class NodeViews
{
    /// <param name="graph">The run.</param>
    /// <param name="node">The node run.</param>
    /// <param name="filesFrom">The one whose inputs it has: itself, or the one that it is a trial of.</param>
    /// <param name="latest">Metadata of attempts that run now.</param>
    public static NodeRunView Of(RunGraph graph, NodeRun node, NodeRun filesFrom, IReadOnlyDictionary<AttemptId, MapValue> latest) => new()
    {
        Path = node.Path,
        Kind = NodeKinds.WordOf(graph.Node(node.Node)),
        Step = StepOf(graph, node),
        State = node.State,
        Cache = node.Cache,
        Attempts = node.Attempts,
        Attempt = node.Attempt,
        Reason = node.Reason,
        Parameters = node.Parameters,
        Inputs = filesFrom.Inputs,
        Metadata = node is { Ended: false, Attempt: { } attempt } && latest.TryGetValue(attempt, out var values) ? values : node.Metadata,
        Executor = node.Attempt is null ? null : graph.ExecutorOf(node.Node),
        Outputs = node.Outputs,
        Commands = node.Commands,
        IsTyped = IsTyped(graph, node.Node),
        InputArtifacts = filesFrom.InputArtifacts,
        Results = node.Results,
        OutputArtifacts = node.OutputArtifacts,
        Wait = node.IsAwaiting
            ? new NodeWaitView(node.WaitKey, Waits.EndOf(graph, node).WaitsFor, node.Wait?.Question ?? NodeWork.Nothing, node.ExpiresAt)
            : null,
        Iterations = graph.Node(node.Node) is SubGraphNode { Loop: not null } && node.State is not (NodeRunState.Waiting or NodeRunState.NotTriggered) ? node.Children : null,
        QueuedFor = node.QueuedFor,
        StartedAt = node.StartedAt,
        EndedAt = node.EndedAt,
        Usage = node.Usage,
        Warnings = node.Warnings,
    };

    /// <summary>Node runs in the order of the file, what is in a body behind the node run whose body it is. Iterations are left out: what runs in them stands for them.</summary>
    public static IReadOnlyList<NodeRunView> InOrder(
        RunGraph graph, IReadOnlyList<NodeRun> nodes, IReadOnlyDictionary<AttemptId, MapValue> latest)
    {
        var byPath = nodes.ToDictionary(node => node.Path, StringComparer.Ordinal);
        var shown = graph.IsNested
            ? nodes.Where(node => node.Parent is null || graph.Node(node.Node) is not SubGraphNode).OrderBy(node => node, new FileOrder(graph))
            : nodes.AsEnumerable();
        return [.. shown.Select(node => Of(graph, node, node.Parent is { } parent ? byPath[parent] : node, latest))];
    }

    private static bool IsTyped(RunGraph graph, string address) =>
        graph.BehaviorOf(address).IsTyped || graph.StepOf(address)?.Component is not null;

    private static string? StepOf(RunGraph graph, NodeRun node) => graph.Node(node.Node) is ReusedNode { Executions: [var first, ..] }
        ? first.Step
        : graph.StepOf(node.Node)?.Name;

    /// <summary>A node of a run that nobody has begun to drive.</summary>
    public static NodeRunView Waiting(RunGraph graph, Node node) => new()
    {
        Path = node.Name,
        Kind = NodeKinds.WordOf(node),
        Step = graph.StepOf(node.Name)?.Name,
        State = NodeRunState.Waiting,
        Attempts = 0,
    };
}
