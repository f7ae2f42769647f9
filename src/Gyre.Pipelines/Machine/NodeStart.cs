namespace Gyre.Pipelines.Machine;

/// <summary>What happens when all sources of a node are done.</summary>
internal static class NodeStart
{
    public static void Apply(MachineTurn turn, NodeRun node)
    {
        var definition = turn.Graph.Node(node.Node);
        if (turn.IsEnding)
            return;
        if (node.SourceFailed && definition.StartRule == StartRule.AllSucceeded)
        {
            turn.End(node with { Reason = "a node before it did not end well" }, NodeRunState.UpstreamFailed);
            return;
        }
        switch (definition)
        {
            case ApprovalNode approval when !node.Approved:
                WaitForPerson(turn, node, approval.Question);
                break;
            case ExecutionNode execution:
                StartStep(turn, node, execution.Step, execution.AppendEdges);
                break;
            case TaskNode task:
                StartStep(turn, node, task.Step, task.AppendEdges);
                break;
            case ReusedNode reused:
                Reuse.Apply(turn, node, reused);
                break;
            case DeploymentNode:
                turn.End(node with { Reason = "recorded; no deployment target is connected" }, NodeRunState.Skipped);
                break;
            default:
                turn.Fail(node, $"nodes of this kind cannot be run yet ({Words.KindOf(definition)})");
                break;
        }
    }

    private static void StartStep(MachineTurn turn, NodeRun node, Step step, bool appendEdges)
    {
        var resolution = NodeResolver.Resolve(turn, node, step, appendEdges);
        if (resolution.Problem is { } problem)
        {
            turn.Fail(node, problem);
            return;
        }
        var work = resolution.Work!;
        var resolved = node with { Parameters = work.Parameters, Inputs = work.Inputs, Environment = work.Environment };
        turn.Set(resolved);
        if (!NodeActions.Apply(turn, resolved, ActionMoment.NodeStarting) || turn.Get(node.Path).Ended)
            return;
        if (turn.Graph.Node(node.Node) is TaskNode task)
            Trials.Start(turn, resolved, task, resolution.Variants);
        else
            StartExecution(turn, resolved, step);
    }

    private static void StartExecution(MachineTurn turn, NodeRun node, Step step)
    {
        if (StepCommands.TryBuild(step, node.Parameters, out var commands, out var problem))
            turn.Queue(node with { Commands = commands });
        else
            turn.Fail(node, problem);
    }

    public static void WaitForPerson(MachineTurn turn, NodeRun node, string? question)
    {
        var expires = turn.Graph.Node(node.Node).Approval.Expires is { } time ? turn.At + time : (DateTimeOffset?)null;
        turn.Set(node with { State = NodeRunState.AwaitingApproval, Reason = question, ExpiresAt = expires });
        if (expires is { } when)
            turn.WakeAt(node.Path, when);
        turn.Report("node.awaiting-approval", node.Path, ("question", question), ("expires", expires?.ToString("O")));
    }
}
