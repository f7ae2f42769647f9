using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Projects;

namespace Gyre.Pipelines.Machine;

/// <summary>What happens when all sources of a node are done.</summary>
internal static class NodeStart
{
    public static void Apply(MachineTurn turn, NodeRun node)
    {
        var definition = turn.Graph.Node(node.Node);
        if (turn.IsEnding)
            return;
        if (definition.StartRule == StartRule.AllSucceeded && node.SourceFailed)
        {
            turn.End(node with { Reason = "a node before it did not end well" }, NodeRunState.UpstreamFailed);
            return;
        }
        if (definition.StartRule == StartRule.AllSucceeded && node.SourceSkipped)
        {
            turn.End(node with { Reason = "a node before it was not needed" }, NodeRunState.Skipped);
            return;
        }
        Begin(turn, node, definition);
    }

    private static void Begin(MachineTurn turn, NodeRun node, Node definition)
    {
        switch (definition)
        {
            case ApprovalNode approval when !node.Approved:
                WaitForPerson(turn, node, approval.Question);
                break;
            case ExecutionNode { Step.Component: { } component } execution when turn.Graph.Plan.Pipeline.SelfContained || !execution.Bindings.IsEmpty || node.Scope is not null:
                if (Typed(turn, node, component.Inputs) is { } ready)
                    turn.Queue(ready with { Environment = NodeResolver.DeclaredVariables(execution.Step) });
                break;
            case ExecutionNode execution:
                StartStep(turn, node, execution.Step, execution.AppendEdges);
                break;
            case TaskNode task:
                StartStep(turn, node, task.Step, task.AppendEdges);
                break;
            case SubGraphNode nested:
                StartBody(turn, node, nested);
                break;
            case ImporterNode importer:
                if (Typed(turn, node, importer.Inputs) is { } known)
                    Importers.Apply(turn, known, importer);
                break;
            case ReusedNode reused:
                Reuse.Apply(turn, node, reused);
                break;
            case DeploymentNode:
                turn.End(node with { Reason = "recorded; no deployment target is connected" }, NodeRunState.Skipped);
                break;
            default:
                turn.Fail(node, $"nodes of this kind cannot be run yet ({NodeKinds.WordOf(definition)})");
                break;
        }
    }

    private static void StartBody(MachineTurn turn, NodeRun node, SubGraphNode nested)
    {
        if (Typed(turn, node, nested.Body.Inputs, keepsNull: true, nested.Loop?.ItemInput) is not { } ready)
            return;
        if (nested.Loop is null)
            Bodies.Start(turn, ready);
        else
            Loops.Start(turn, ready, nested);
    }

    /// <summary>The node run with its typed inputs; null when it ended here: something is missing, or its condition does not hold.</summary>
    private static NodeRun? Typed(MachineTurn turn, NodeRun node, ImmutableArray<ComponentInput> declared, bool keepsNull = false, string? item = null)
    {
        var work = TypedInputs.Resolve(turn, node, declared, keepsNull, item);
        if (work.Problem is { } problem)
        {
            turn.Fail(node, problem);
            return null;
        }
        var ready = node with { Parameters = work.Values, InputArtifacts = work.Artifacts };
        if (turn.Graph.Node(node.Node).Condition is not { } condition)
            return ready;
        var result = TaskConditions.Evaluate(condition, ready, TypedInputs.Undeclared(turn, node, declared));
        if (result.Error is { } error)
            turn.Fail(ready, $"the condition '{condition}' has no result: {error}");
        else if (!result.IsMet)
            turn.End(ready with { Reason = "its condition does not hold" }, NodeRunState.NotTriggered);
        return result.IsMet ? ready : null;
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
        var resolved = node with { Parameters = work.Parameters, Inputs = work.Inputs, Environment = work.Environment, InputArtifacts = FileArtifacts.Of(step.Component, work.Inputs) };
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
        turn.Report(
            NodeEvents.AwaitingApproval, node.Path,
            ("project", turn.Graph.Plan.Project), ("pipeline", turn.Graph.Plan.Pipeline.Name), ("question", question),
            ("expires", expires?.ToString("O")));
    }
}
