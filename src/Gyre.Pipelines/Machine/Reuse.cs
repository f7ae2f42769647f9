using System.Collections.Immutable;
using Gyre.Projects;

namespace Gyre.Pipelines.Machine;

/// <summary>Lets a node stand in with what an earlier node run came to.</summary>
internal static class Reuse
{
    public static void Apply(MachineTurn turn, NodeRun node, ReusedNode reused)
    {
        if (reused.Executions.IsEmpty)
        {
            turn.Fail(node, $"no results of '{reused.Source}' can be reused");
            return;
        }
        if (!NodeActions.Apply(turn, node, ActionMoment.NodeStarting) || turn.Get(node.Path).Ended)
            return;
        if (reused.IsTask)
            AddTrials(turn, node, reused.Executions);
        else
            turn.Succeed(Filled(node, reused.Executions[0], turn.At));
    }

    /// <summary>The trials first, so that whoever follows finds them.</summary>
    private static void AddTrials(MachineTurn turn, NodeRun node, ImmutableArray<ReusedExecution> executions)
    {
        foreach (var (index, execution) in executions.Index())
        {
            var trial = new NodeRun { Path = Trials.PathOf(node.Path, index), Node = node.Node, Parent = node.Path, Index = index };
            turn.Add(Filled(trial, execution, turn.At) with { State = NodeRunState.Succeeded, EndedAt = turn.At });
        }
        turn.Succeed(node with { Children = executions.Length, ChildrenReleased = executions.Length, Cache = CacheOutcome.Reused, StartedAt = turn.At });
    }

    private static NodeRun Filled(NodeRun node, ReusedExecution execution, DateTimeOffset at) => node with
    {
        Cache = CacheOutcome.Reused,
        Attempt = execution.Attempt,
        Reason = $"reused from {execution.NodePath} of run {execution.Run}",
        Parameters = execution.Parameters,
        Inputs = execution.Inputs,
        Commands = execution.Commands,
        Metadata = execution.Metadata,
        Outputs = execution.Outputs,
        StartedAt = at,
    };

    /// <summary>What a node run came to, as something that a later run can take over; null when it did not end well.</summary>
    public static ReusedExecution? Of(RunGraph graph, NodeRun node, NodeRun filesFrom) => node.State != NodeRunState.Succeeded ? null : new ReusedExecution
    {
        Run = graph.Plan.Run,
        NodePath = node.Path,
        Step = graph.StepOf(node.Node)?.Name,
        Attempt = node.Attempt,
        Parameters = node.Parameters,
        Inputs = filesFrom.Inputs,
        Commands = node.Commands,
        Metadata = node.Metadata,
        Outputs = node.Outputs,
    };
}
