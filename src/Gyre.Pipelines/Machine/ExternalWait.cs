using System.Diagnostics.CodeAnalysis;
using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Projects;

namespace Gyre.Pipelines.Machine;

/// <summary>Nodes of a kind that something outside the engine answers.</summary>
/// <param name="kind">Says how they wait and how they end.</param>
/// <param name="settings">What a node says in the project file.</param>
internal sealed class ExternalWait(ExternalKind kind, Func<Node, MapValue> settings) : IWaitEnd
{
    public string WaitsFor => kind.WaitsFor;

    public void Start(MachineTurn turn, NodeRun node, Node definition)
    {
        var values = NodeResolver.ArrivingValues(turn, node, out var problem);
        if (problem is not null)
        {
            turn.Fail(node, problem);
            return;
        }
        var ready = node with { Parameters = values, Inputs = InputResolver.ArrivingFiles(turn, node) };
        turn.Set(ready);
        if (!NodeActions.Apply(turn, ready, ActionMoment.NodeStarting) || turn.Get(node.Path).Ended)
            return;
        ready = ready with { StartedAt = turn.At };
        if (!TryAsk(() => kind.Start(Of(turn.Graph, ready)), out var start, out problem))
            turn.Fail(ready, problem);
        else if (start is WaitFor wait)
            Wait(turn, ready, wait);
        else
            ExternalEnds.Apply(turn, ready, ((AnsweredAtOnce)start).End);
    }

    public void OnAnswered(MachineTurn turn, NodeRun node, Answered answer)
    {
        ExternalEnd end;
        try
        {
            end = Read(turn.Graph, node, answer.Document, answer.By);
        }
        catch (InvalidInputException)
        {
            return;
        }
        var plan = turn.Graph.Plan;
        turn.Report(NodeEvents.Answered, node.Path, ("project", plan.Project), ("pipeline", plan.Pipeline.Name), ("kind", kind.Kind.Word),
            ("key", node.WaitKey), ("by", answer.By));
        ExternalEnds.Apply(turn, node, end);
    }

    public void OnExpired(MachineTurn turn, NodeRun node) =>
        ExternalEnds.Apply(
            turn, node, TryAsk(() => kind.Expire(Of(turn.Graph, node)), out var end, out var problem) ? end : ExternalEnd.Failed(problem));

    /// <summary>What an answer makes of a node that waits.</summary>
    /// <exception cref="InvalidInputException">The answer does not fit.</exception>
    public ExternalEnd Read(RunGraph graph, NodeRun node, MapValue document, string by) =>
        TryAsk(() => kind.End(Of(graph, node), document, by), out var end, out var problem) ? end : ExternalEnd.Failed(problem);

    private void Wait(MachineTurn turn, NodeRun node, WaitFor wait)
    {
        if (!Waits.Begin(turn, node with { Reason = null }, NodeRunState.AwaitingAnswer, wait))
            return;
        var (plan, waiting) = (turn.Graph.Plan, turn.Get(node.Path));
        turn.Report(
            NodeEvents.AwaitingAnswer, node.Path, ("project", plan.Project), ("pipeline", plan.Pipeline.Name), ("kind", kind.Kind.Word),
            ("key", waiting.WaitKey),
            ("question", wait.Question), ("expires", waiting.ExpiresAt?.ToString("O")));
    }

    private ExternalNode Of(RunGraph graph, NodeRun node) => new()
    {
        Run = graph.Plan.Run,
        Project = graph.Plan.Project,
        Pipeline = graph.Plan.Pipeline.Name,
        Path = node.Path,
        Settings = settings(graph.Node(node.Node)),
        Values = node.Parameters,
        Inputs = node.Inputs,
        Question = node.Wait?.Question ?? NodeWork.Nothing,
    };

    [SuppressMessage("Design", "CA1031:Do not catch general exception types",
        Justification = "A failure in a module fails its node, not the engine.")]
    private bool TryAsk<T>(Func<T> ask, [NotNullWhen(true)] out T? answer, [NotNullWhen(false)] out string? problem)
        where T : class
    {
        (answer, problem) = (null, null);
        try
        {
            answer = ask();
            problem = answer is null ? $"the node kind '{kind.Kind.Word}' returned nothing" : null;
        }
        catch (Exception exception) when (exception is not InvalidInputException)
        {
            problem = $"the node kind '{kind.Kind.Word}' failed: {exception.GetType().Name}";
        }
        return problem is null;
    }
}
