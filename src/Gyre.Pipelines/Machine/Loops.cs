using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Projects;

namespace Gyre.Pipelines.Machine;

/// <summary>The iterations of a loop: node runs named <c>loop[0]</c>, <c>loop[1]</c>, ..., each with a body of its own.</summary>
internal static class Loops
{
    public static void Start(MachineTurn turn, NodeRun node, SubGraphNode definition)
    {
        var iterations = definition.Loop!.OverArtifacts ? OverArtifacts(node, definition) : OverValues(turn, node, definition);
        if (iterations.Problem is { } problem)
        {
            turn.Fail(node, problem);
            return;
        }
        var count = iterations.Items.Count;
        turn.Set(node with { State = NodeRunState.Running, StartedAt = turn.At, Children = count, ChildrenReleased = 0, ChildrenActive = 0, OpenChildren = count, FailedChildren = 0 });
        foreach (var (index, item) in iterations.Items.Index())
            turn.Add(item with { Path = Trials.PathOf(node.Path, index), Node = node.Node, Parent = node.Path, Scope = node.Scope, Index = index });
        turn.Report(NodeEvents.LoopStarted, node.Path, ("iterations", (long)count));
        if (count == 0)
            turn.Completed(node.Path);
        else
            ReleaseMore(turn, node.Path, definition.Loop);
    }

    public static void OnEnded(MachineTurn turn, NodeRun loop, NodeRun iteration)
    {
        var definition = (SubGraphNode)turn.Graph.Node(loop.Node);
        // One that never started was not counted as active.
        var wasActive = iteration.Index < loop.ChildrenReleased;
        turn.Set(loop with
        {
            OpenChildren = loop.OpenChildren - 1,
            ChildrenActive = Math.Max(0, loop.ChildrenActive - (wasActive ? 1 : 0)),
            FailedChildren = loop.FailedChildren + (iteration.State == NodeRunState.Failed ? 1 : 0),
        });
        if (loop.OpenChildren == 1)
            turn.Completed(loop.Path);
        else
            ReleaseMore(turn, loop.Path, definition.Loop!);
    }

    /// <summary>Lets waiting iterations go, as many as the loop allows at once. One that has a body from before goes on with it.</summary>
    public static void ReleaseMore(MachineTurn turn, string path, LoopRule rule)
    {
        var limit = rule.Parallelism > 0 ? rule.Parallelism : int.MaxValue;
        while (!turn.IsEnding && turn.Get(path) is { Ended: false } loop && loop.ChildrenReleased < loop.Children && loop.ChildrenActive < limit)
        {
            var iteration = turn.Get(Trials.PathOf(path, loop.ChildrenReleased));
            var starts = iteration.State == NodeRunState.Waiting;
            turn.Set(loop with { ChildrenReleased = loop.ChildrenReleased + 1, ChildrenActive = loop.ChildrenActive + (starts ? 1 : 0) });
            if (starts && iteration.HasBody)
                Resumption.ResumeInner(turn, iteration);
            else if (starts)
                Bodies.Start(turn, iteration);
        }
    }

    private static Iterations OverArtifacts(NodeRun node, SubGraphNode definition)
    {
        var list = node.InputArtifacts.FirstOrDefault(artifacts => artifacts.Name == definition.Loop!.ItemsInput);
        return list is null
            ? Iterations.Refuse($"the list of artifacts '{definition.Loop!.ItemsInput}' for the loop does not exist")
            : new Iterations([.. list.Items.Select(item => Empty with { InputArtifacts = [new NamedArtifacts(definition.Loop!.ItemInput, [item])] })], null);
    }

    private static Iterations OverValues(MachineTurn turn, NodeRun node, SubGraphNode definition)
    {
        var rule = definition.Loop!;
        var items = rule.ItemsInput is { } name ? node.Parameters.Find(name) : Templates.Fill(rule.Items!, Templates.ScopeOf(turn, node));
        if (items is TextValue { Text: var text } && !TypedValues.TryParseJson(text, out items))
            return Iterations.Refuse($"the loop items are not a JSON list: {TypedValues.Shown(text)}");
        if (items is not ListValue list)
            return Iterations.Refuse(items is null or NullValue ? "the loop has no items: no list was provided" : $"the loop items are not a list: {TypedValues.Shown(items.ToString())}");
        var declared = definition.Body.Inputs.FirstOrDefault(input => input.Name == rule.ItemInput);
        var iterations = new List<NodeRun>(list.Items.Length);
        foreach (var item in list.Items)
        {
            var value = item;
            if (declared?.ParameterType is { } type && !item.IsNull && !TypedValues.TryConvert(item, type, out value, out var problem))
                return Iterations.Refuse($"loop item {iterations.Count}: {problem}");
            iterations.Add(Empty with { Parameters = new MapValue([new(rule.ItemInput, value)]) });
        }
        return new Iterations(iterations, null);
    }

    private static NodeRun Empty { get; } = new() { Path = "", Node = "" };

    private sealed record Iterations(IReadOnlyList<NodeRun> Items, string? Problem)
    {
        public static Iterations Refuse(string problem) => new([], problem);
    }
}
