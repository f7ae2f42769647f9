using System.Collections.Immutable;
using System.Globalization;
using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Projects;

namespace Gyre.Pipelines.Machine;

/// <summary>The trials of a task node: children of its node run, named <c>task[0]</c>, <c>task[1]</c>, ...</summary>
internal static class Trials
{
    public static string PathOf(string parent, int index) => string.Create(CultureInfo.InvariantCulture, $"{parent}[{index}]");

    public static void Start(MachineTurn turn, NodeRun parent, TaskNode task, IReadOnlyDictionary<string, ImmutableArray<Value>> variants)
    {
        parent = parent with { State = NodeRunState.Running, StartedAt = turn.At };
        if (task.Sweep.Kind == SweepKind.Bayesian)
        {
            parent = parent with { Variants = new MapValue([.. variants.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Value.Of(pair.Value)))]) };
            turn.Set(parent);
            TryGoOn(turn, parent, task);
            return;
        }
        var expansion = SweepExpansion.Trials(task.Sweep, variants, turn.Graph.Plan.Seed);
        if (expansion.Problem is { } problem)
            turn.Fail(parent, problem);
        else if (expansion.Trials.IsEmpty)
            turn.Fail(parent, "the sweep has no trials: one of its parameters has no value");
        else
            Add(turn, parent, task, expansion.Trials);
    }

    /// <summary>Adds the next batch of a guided sweep; false when it wants no more.</summary>
    private static bool TryGoOn(MachineTurn turn, NodeRun parent, TaskNode task)
    {
        var variants = parent.Variants.Entries.ToDictionary(entry => entry.Key, entry => ((ListValue)entry.Value).Items, StringComparer.Ordinal);
        if (GuidedSweep.Create(task.Sweep, variants, turn.Graph.Plan.Seed, out var problem) is not { } guided)
        {
            turn.Fail(parent, problem!);
            return true;
        }
        var next = guided.Next([.. Enumerable.Range(0, parent.Children).Select(index => Outcome(task.Sweep, turn.Get(PathOf(parent.Path, index))))]);
        if (next.IsEmpty)
            return false;
        Add(turn, parent, task, next);
        return true;
    }

    private static GuidedTrial Outcome(Sweep sweep, NodeRun trial)
    {
        var metric = trial.State == NodeRunState.Succeeded && sweep.OptimizationTargetMetric is { } name ? Conditions.NameOf(trial, name) : null;
        return new GuidedTrial(trial.Parameters, metric is not null && metric.TryGetNumber(out var number) ? number : null);
    }

    private static void Add(MachineTurn turn, NodeRun parent, TaskNode task, ImmutableArray<MapValue> trials)
    {
        var children = new List<NodeRun>();
        foreach (var values in trials)
        {
            var parameters = NodeResolver.Overlay(parent.Parameters, values);
            if (!StepCommands.TryBuild(task.Step, parameters, out var commands, out var wrong))
            {
                turn.Fail(parent, wrong);
                return;
            }
            var index = parent.Children + children.Count;
            children.Add(new NodeRun
            {
                Path = PathOf(parent.Path, index),
                Node = parent.Node,
                Parent = parent.Path,
                Index = index,
                Parameters = parameters,
                Commands = commands,
            });
        }
        turn.Set(parent with { Children = parent.Children + children.Count, OpenChildren = parent.OpenChildren + children.Count });
        children.ForEach(turn.Add);
        turn.Report(NodeEvents.SweepStarted, parent.Path, ("trials", (long)children.Count));
        ReleaseMore(turn, parent.Path);
    }

    /// <summary>Lets waiting trials go, as many as the sweep allows at once.</summary>
    public static void ReleaseMore(MachineTurn turn, string path)
    {
        var limit = ((TaskNode)turn.Graph.Node(turn.Get(path).Node)).Sweep.MaximumQueuedExecutions ?? int.MaxValue;
        while (!turn.IsEnding && turn.Get(path) is { Ended: false } parent
            && parent.ChildrenReleased < parent.Children && parent.ChildrenActive < limit)
        {
            var child = turn.Get(PathOf(path, parent.ChildrenReleased));
            var starts = child.State == NodeRunState.Waiting;
            turn.Set(parent with { ChildrenReleased = parent.ChildrenReleased + 1, ChildrenActive = parent.ChildrenActive + (starts ? 1 : 0) });
            if (starts)
                turn.Queue(child);
        }
    }

    public static void OnEnded(MachineTurn turn, NodeRun parent, NodeRun child)
    {
        if (parent.Ended)
            return;
        var task = (TaskNode)turn.Graph.Node(parent.Node);
        parent = parent with
        {
            OpenChildren = parent.OpenChildren - 1,
            ChildrenActive = Math.Max(0, parent.ChildrenActive - 1),
            FailedChildren = parent.FailedChildren + (child.State == NodeRunState.Failed ? 1 : 0),
        };
        turn.Set(parent);
        if (child.State == NodeRunState.Failed && task.Sweep.OnChildError == OnChildError.StopAllAndError && parent.FailedChildren == 1)
            StopOthers(turn, parent.Path, $"{child.Path} failed");
        else if (child.State == NodeRunState.Succeeded && !parent.StoppedEarly && MeetsStopCondition(task.Sweep, child))
            StopEarly(turn, parent, child);
        if (turn.Get(parent.Path) is { Ended: false, OpenChildren: 0 } done)
        {
            if (!WantsMore(turn, done, task) || !TryGoOn(turn, done, task))
                Complete(turn, done, task.Sweep);
        }
        else
            ReleaseMore(turn, parent.Path);
    }

    private static bool WantsMore(MachineTurn turn, NodeRun parent, TaskNode task) => task.Sweep.Kind == SweepKind.Bayesian && !turn.IsEnding && !parent.StoppedEarly
        && !(task.Sweep.OnChildError == OnChildError.StopAllAndError && parent.FailedChildren > 0);

    private static bool MeetsStopCondition(Sweep sweep, NodeRun child)
    {
        if (sweep.StopCondition is not { } condition)
            return false;
        Conditions.Evaluate(condition, name => Conditions.NameOf(child, name), out var holds);
        return holds;
    }

    private static void StopEarly(MachineTurn turn, NodeRun parent, NodeRun child)
    {
        turn.Set(parent with { StoppedEarly = true });
        StopOthers(turn, parent.Path, $"{child.Path} met the stop condition");
    }

    private static void StopOthers(MachineTurn turn, string path, string reason)
    {
        for (var index = 0; index < turn.Get(path).Children; index++)
        {
            var child = turn.Get(PathOf(path, index));
            if (child.Ended)
                continue;
            if (child.HasLiveAttempt)
                turn.EndAttemptOf(child, reason);
            else
                turn.End(child with { Reason = reason }, NodeRunState.Cancelled);
        }
    }

    private static void Complete(MachineTurn turn, NodeRun parent, Sweep sweep)
    {
        if (turn.IsEnding)
            turn.EndCancelled(parent);
        else if (parent.StoppedEarly || parent.FailedChildren == 0 || sweep.OnChildError == OnChildError.ContinueAndComplete)
            turn.Succeed(parent);
        else
            turn.Fail(parent, string.Create(CultureInfo.InvariantCulture, $"{parent.FailedChildren} of {parent.Children} trials failed"));
    }
}
