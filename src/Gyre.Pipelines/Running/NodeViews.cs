using Gyre.Pipelines.Machine;

namespace Gyre.Pipelines.Running;

/// <summary>Node runs as people look at them.</summary>
internal static class NodeViews
{
    public static NodeRunView Of(RunGraph graph, NodeRun node, NodeRun filesFrom) => new()
    {
        Path = node.Path,
        Kind = Words.KindOf(graph.Node(node.Node)),
        Step = StepOf(graph, node),
        State = node.State,
        Cache = node.Cache,
        Attempts = node.Attempts,
        Attempt = node.Attempt,
        Reason = node.Reason,
        Parameters = node.Parameters,
        Inputs = filesFrom.Inputs,
        Metadata = node.Metadata,
        Outputs = node.Outputs,
        Commands = node.Commands,
        StartedAt = node.StartedAt,
        EndedAt = node.EndedAt,
        Usage = node.Usage,
        Warnings = node.Warnings,
    };

    private static string? StepOf(RunGraph graph, NodeRun node) => graph.Node(node.Node) is ReusedNode { Executions: [var first, ..] }
        ? first.Step
        : graph.StepOf(node.Node)?.Name;

    /// <summary>A node of a run that nobody has begun to drive.</summary>
    public static NodeRunView Waiting(RunGraph graph, Node node) => new()
    {
        Path = node.Name,
        Kind = Words.KindOf(node),
        Step = graph.StepOf(node.Name)?.Name,
        State = NodeRunState.Waiting,
        Attempts = 0,
    };
}
