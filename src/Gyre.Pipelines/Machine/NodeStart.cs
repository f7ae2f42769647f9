using System.Collections.Immutable;
using Gyre.Core;
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
            turn.End(node with { Reason = "an upstream node failed" }, NodeRunState.UpstreamFailed);
            return;
        }
        if (definition.StartRule == StartRule.AllSucceeded && node.SourceSkipped)
        {
            turn.End(node with { Reason = "an upstream node was skipped" }, NodeRunState.Skipped);
            return;
        }
        turn.Graph.BehaviorOf(node.Node).Start(turn, node, definition);
    }

    public static void StartExecution(MachineTurn turn, NodeRun node, ExecutionNode execution)
    {
        var isTyped = turn.Graph.Plan.Pipeline.SelfContained || !execution.Bindings.IsEmpty || node.Scope is not null;
        if (execution.Step.Component is not { } component || !isTyped)
            StartStep(turn, node, execution);
        else if (Typed(turn, node, component.Inputs) is { } ready)
            turn.Queue(ready with { Environment = NodeResolver.VariablesOf(turn.Graph.Plan, execution.Step) });
    }

    public static void StartImporter(MachineTurn turn, NodeRun node, ImporterNode importer)
    {
        if (Typed(turn, node, importer.Inputs) is { } known)
            ExternalEnds.Apply(turn, known with { StartedAt = turn.At }, Importers.Read(turn, known, importer));
    }

    public static void StartBody(MachineTurn turn, NodeRun node, SubGraphNode nested)
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
            turn.Fail(ready, $"the condition '{condition}' cannot be evaluated: {error}");
        else if (!result.IsMet)
            turn.End(ready with { Reason = "its condition is false" }, NodeRunState.NotTriggered);
        return result.IsMet ? ready : null;
    }

    public static void StartStep(MachineTurn turn, NodeRun node, StepNode definition)
    {
        var step = definition.Step;
        var resolution = NodeResolver.Resolve(turn, node, step, definition.AppendEdges);
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
        if (definition is TaskNode task)
            Trials.Start(turn, resolved, task, resolution.Variants);
        else
            QueueStep(turn, resolved, step);
    }

    private static void QueueStep(MachineTurn turn, NodeRun node, Step step)
    {
        if (StepCommands.TryBuild(step, node.Parameters, out var commands, out var problem))
            turn.Queue(node with { Commands = commands });
        else
            turn.Fail(node, problem);
    }
}
