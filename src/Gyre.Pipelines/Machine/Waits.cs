using Gyre.Core.Events;
using Gyre.Projects;

namespace Gyre.Pipelines.Machine;

/// <summary>What ends a wait: the answer, or its time.</summary>
internal interface IWaitEnd
{
    /// <summary>What is waited for, for people.</summary>
    string WaitsFor { get; }

    /// <summary>Somebody has answered. A document that does not fit changes nothing.</summary>
    void OnAnswered(MachineTurn turn, NodeRun node, Answered answer);

    /// <summary>Nobody has answered in time.</summary>
    void OnExpired(MachineTurn turn, NodeRun node);
}

/// <summary>
/// The one way to wait for something outside the engine: a node run waits under a key until it is answered, its time is over, or it ends
/// with its run. All of it is in the node run, so it costs nothing and survives a restart.
/// </summary>
internal static class Waits
{
    /// <summary>Begins to wait; fails when another node run waits under the same key. Says whether it waits.</summary>
    /// <param name="turn">The decision.</param>
    /// <param name="node">Who waits.</param>
    /// <param name="state">Whether for a person or for something else.</param>
    /// <param name="wait">How.</param>
    public static bool Begin(MachineTurn turn, NodeRun node, NodeRunState state, WaitFor wait)
    {
        var key = wait.Key ?? node.Path;
        if (turn.FindWaiting(key) is { } other)
        {
            turn.Fail(node, $"node '{other.Path}' is already waiting for an answer with the key '{key}'");
            return false;
        }
        var reminds = wait is { RemindEvery.Ticks: > 0, MaxReminders: > 0 };
        var waiting = node with
        {
            State = state,
            ExpiresAt = wait.Expires is { } time ? After(turn.At, time) : null,
            Wait = new NodeWait
            {
                Key = key,
                Question = wait.Question,
                RemindEvery = wait.RemindEvery ?? TimeSpan.Zero,
                MaxReminders = wait.MaxReminders,
                RemindAt = reminds ? After(turn.At, wait.RemindEvery!.Value) : null,
            },
        };
        turn.Set(waiting);
        foreach (var when in Times(waiting))
            turn.WakeAt(node.Path, when);
        return true;
    }

    /// <summary>When it has to be looked at.</summary>
    public static IEnumerable<DateTimeOffset> Times(NodeRun node)
    {
        if (!node.IsAwaiting)
            yield break;
        if (node.ExpiresAt is { } due)
            yield return due;
        if (node.Wait?.RemindAt is { } when)
            yield return when;
    }

    public static void OnAnswered(MachineTurn turn, NodeRun node, Answered answer)
    {
        EndOf(turn.Graph, node).OnAnswered(turn, node, answer);
        turn.Settle();
    }

    public static void OnTime(MachineTurn turn, NodeRun node)
    {
        if (node.ExpiresAt <= turn.At)
        {
            EndOf(turn.Graph, node).OnExpired(turn, node);
            turn.Settle();
        }
        else if (node.Wait is { } wait && wait.RemindAt <= turn.At)
        {
            Remind(turn, node, wait);
        }
    }

    /// <summary>What ends the wait of a node run that waits.</summary>
    public static IWaitEnd EndOf(RunGraph graph, NodeRun node) =>
        node.State == NodeRunState.AwaitingApproval ? Approvals.End : graph.BehaviorOf(node.Node).WaitEnd ?? UnknownKind.End;

    /// <summary>
    /// The next one counts from now: after a time in which no engine was there, one reminder comes and not all that were missed.
    /// </summary>
    private static void Remind(MachineTurn turn, NodeRun node, NodeWait wait)
    {
        var reminded = wait.Reminded + 1;
        var next = reminded < wait.MaxReminders ? After(turn.At, wait.RemindEvery) : (DateTimeOffset?)null;
        turn.Set(node with { Wait = wait with { Reminded = reminded, RemindAt = next } });
        if (next is { } when)
            turn.WakeAt(node.Path, when);
        var plan = turn.Graph.Plan;
        turn.Report(
            NodeEvents.Reminder, node.Path, ("project", plan.Project), ("pipeline", plan.Pipeline.Name),
            ("kind", NodeKinds.WordOf(turn.Graph.Node(node.Node))), ("key", wait.Key),
            ("number", (long)reminded), ("expires", node.ExpiresAt?.ToString("O")));
    }

    /// <summary>The last moment there is, for a time that no calendar reaches.</summary>
    private static DateTimeOffset After(DateTimeOffset at, TimeSpan time) =>
        time < DateTimeOffset.MaxValue - at ? at + time : DateTimeOffset.MaxValue;
}
