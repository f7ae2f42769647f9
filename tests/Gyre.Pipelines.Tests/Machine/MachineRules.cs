using Gyre.Pipelines.Machine;

namespace Gyre.Pipelines.Tests.Machine;

/// <summary>What holds for every decision, whatever happened.</summary>
internal static class MachineRules
{
    /// <summary>The rule that a decision breaks, in words; null when it breaks none.</summary>
    public static string? Broken(RunGraph graph, RunMachineState before, RunEvent @event, Decision decision)
    {
        var after = decision.State;
        return LeftEnd(before, @event, decision)
            ?? NotTheSame(graph, before, @event, decision)
            ?? Counts(after)
            ?? BadCommand(after, decision)
            ?? Waiting(after)
            ?? Ended(after);
    }

    private static string? LeftEnd(RunMachineState before, RunEvent @event, Decision decision)
    {
        if (@event is ResumeAsked)
            return null;
        if (before.State.IsEnd() && decision.State.State != before.State)
            return $"the run left its end {before.State} for {decision.State.State}";
        foreach (var path in decision.Changed)
        {
            if (before.Nodes.TryGetValue(path, out var node) && node.Ended && !WaitsToBegin(before, node) && decision.State.Nodes[path].State != node.State)
                return $"{path} left its end {node.State} for {decision.State.Nodes[path].State} because of {@event.GetType().Name}";
        }
        return null;
    }

    /// <summary>In a body that has not begun again since the run was resumed; it may be made anew, or opened when its turn comes.</summary>
    private static bool WaitsToBegin(RunMachineState state, NodeRun node)
    {
        for (var above = node.Parent ?? node.Scope; above is not null; above = state.Nodes[above].Parent ?? state.Nodes[above].Scope)
        {
            if (state.Nodes[above] is { State: NodeRunState.Waiting } or { HasOthersBelow: false })
                return true;
        }
        return false;
    }

    private static string? NotTheSame(RunGraph graph, RunMachineState before, RunEvent @event, Decision decision)
    {
        var again = PipelineMachine.Decide(graph, before, @event);
        var same = again.Commands.SequenceEqual(decision.Commands)
            && again.Facts.SequenceEqual(decision.Facts)
            && again.Changed.SequenceEqual(decision.Changed)
            && again.State.State == decision.State.State
            && again.Changed.All(path => Shape(again.State.Nodes[path]).Equals(Shape(decision.State.Nodes[path])));
        return same ? null : $"two decisions about the same {@event.GetType().Name} differ";
    }

    private static object Shape(NodeRun node) =>
        (node.State, node.Attempt, node.Attempts, node.LostAttempts, node.Reason, node.WaitingFor, node.Cache,
            (node.Children, node.OpenChildren, node.ChildrenActive, node.FailedChildren, node.HasBody),
            (node.RetryAt, node.ExpiresAt, node.Wait));

    private static string? Counts(RunMachineState state)
    {
        var open = state.Nodes.Values.Count(node => node.Parent is null && node.Scope is null && !node.Ended);
        if (open != state.OpenNodes)
            return $"{state.OpenNodes} nodes are said to be open, and {open} are";
        foreach (var parent in state.Nodes.Values.Where(node => node.EndsWithOthers))
        {
            var children = state.Nodes.Values.Where(node => parent.HasBody ? node.Scope == parent.Path && node.Parent is null : node.Parent == parent.Path).ToList();
            var openChildren = children.Count(child => !child.Ended);
            if (openChildren != parent.OpenChildren)
                return $"{parent.Path} is said to have {parent.OpenChildren} open children, and has {openChildren}";
            if (openChildren == 0)
                return $"{parent.Path} is {parent.State} although everything below it has ended";
        }
        return null;
    }

    private static string? BadCommand(RunMachineState state, Decision decision)
    {
        foreach (var command in decision.Commands)
        {
            if (!state.Nodes.TryGetValue(command.Path, out var node))
                return $"{command.GetType().Name} for {command.Path}, which is no node run";
            if (command is StartAttempt start && (node.Ended || node.Attempt != start.Attempt))
                return $"{command.Path} is started although it is {node.State}";
            if (command is AskCache && node.Ended)
                return $"the cache is asked for {command.Path}, which is {node.State}";
        }
        return null;
    }

    private static string? Waiting(RunMachineState state)
    {
        var waiting = state.Nodes.Values.Where(node => node.IsAwaiting).ToList();
        if (waiting.GroupBy(node => node.WaitKey, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } shared)
            return $"{string.Join(" and ", shared.Select(node => node.Path))} wait under one key";
        if (waiting.Find(node => node.Wait is not { } wait || wait.Reminded > wait.MaxReminders) is { } odd)
            return $"{odd.Path} waits without a key, or was reminded too often";
        var times = PipelineMachine.Reminders(state).OfType<WakeAt>()
            .ToLookup(wake => wake.Path, wake => wake.When, StringComparer.Ordinal);
        return waiting.Find(node => node.ExpiresAt is { } due && !times[node.Path].Contains(due)) is { } forgotten
            ? $"after a restart {forgotten.Path} would wait for ever" : null;
    }

    private static string? Ended(RunMachineState state)
    {
        if (!state.State.IsEnd())
            return state.Nodes.Count > 0 && state.Nodes.Values.All(node => node.Ended) ? $"everything has ended and the run is {state.State}" : null;
        var open = state.Nodes.Values.FirstOrDefault(node => !node.Ended);
        return open is null ? null : $"the run is {state.State} and {open.Path} is {open.State}";
    }
}
