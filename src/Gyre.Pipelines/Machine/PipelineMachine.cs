using System.Globalization;
using Gyre.Execution;
using Gyre.Projects;

namespace Gyre.Pipelines.Machine;

/// <summary>
/// Decides what an event means for a run. Pure: no clock, no disk, no randomness; the same state and event give the same decision, and no event
/// makes it throw. A node run that is over refuses everything; an attempt that is not the current one is ignored.
/// </summary>
internal static class PipelineMachine
{
    /// <summary>Said once in a run: the machine, not the step, is what lacks something.</summary>
    private const string FixedFoldersMissing =
        "The fixed folders of the platform could not be mounted. Code that does not use the environment variables will not find its "
            + "files. Install bubblewrap or enable user namespaces; run 'gyre doctor' to check.";

    public static Decision Decide(RunGraph graph, RunMachineState state, RunEvent @event)
    {
        var turn = new MachineTurn(graph, state, @event.At);
        switch (@event)
        {
            case RunBegan when state.Nodes.IsEmpty && !state.State.IsEnd():
                Begin(turn);
                break;
            case CacheAnswered answer:
                OnCacheAnswered(turn, answer);
                break;
            case AttemptBegan began:
                OnAttemptBegan(turn, began);
                break;
            case AttemptHeld held when turn.Find(held.Path) is { State: NodeRunState.Queued } node && node.Attempt == held.Attempt:
                turn.Set(node with { Reason = held.Reason });
                break;
            case AttemptOver over:
                OnAttemptOver(turn, over);
                break;
            case TimeCame time when turn.Find(time.Path) is { State: NodeRunState.BackingOff } node:
                turn.Queue(node with { RetryAt = null });
                break;
            case TimeCame time when turn.Find(time.Path) is { IsAwaiting: true } node:
                Waits.OnTime(turn, node);
                break;
            case Answered answer when turn.FindWaiting(answer.Key) is { } node:
                Waits.OnAnswered(turn, node, answer);
                break;
            case CancelAsked cancel when !state.State.IsEnd():
                turn.StopEverything(RunState.Cancelled, cancel.Reason);
                break;
            case NodeCancelAsked cancel when turn.Find(cancel.Path) is { Ended: false } node && !turn.IsEnding:
                CancelNode(turn, node, cancel.Reason);
                turn.Settle();
                break;
            case ResumeAsked when state.State is RunState.Failed or RunState.Cancelled or RunState.Stopped:
                Resumption.Apply(turn);
                break;
        }
        return turn.Finish();
    }

    /// <summary>What must be asked for again when an engine takes the run over: everything that is not kept in the outbox.</summary>
    public static IReadOnlyList<MachineCommand> Reminders(RunMachineState state)
    {
        var commands = new List<MachineCommand>();
        foreach (var node in state.Nodes.Values.OrderBy(node => node.Path, StringComparer.Ordinal))
        {
            if (node is { State: NodeRunState.Queued, Attempt: null, EndsWithOthers: false })
                commands.Add(new AskCache(node.Path));
            if (node is { State: NodeRunState.BackingOff, RetryAt: { } when })
                commands.Add(new WakeAt(node.Path, when));
            commands.AddRange(Waits.Times(node).Select(due => new WakeAt(node.Path, due)));
        }
        return commands;
    }

    private static void Begin(MachineTurn turn)
    {
        turn.OpenNodes = Bodies.Add(turn, "", null);
        turn.Settle();
    }

    private static void OnCacheAnswered(MachineTurn turn, CacheAnswered answer)
    {
        if (turn.Find(answer.Path) is not { State: NodeRunState.Queued, Attempt: null, Children: 0 } node)
            return;
        if (answer.Result is not { } reused)
        {
            turn.StartAttempt(node with { Cache = CacheOutcome.Miss });
            return;
        }
        turn.Succeed(node with
        {
            Cache = CacheOutcome.Hit,
            QueuedAt = null,
            Attempt = reused.Attempt,
            Metadata = reused.Metadata,
            Outputs = reused.Outputs,
            Results = reused.Results,
            OutputArtifacts = reused.Artifacts,
            StartedAt = answer.At,
        });
        turn.Settle();
    }

    private static void OnAttemptBegan(MachineTurn turn, AttemptBegan began)
    {
        if (turn.Find(began.Path) is { State: NodeRunState.Queued } node && node.Attempt == began.Attempt)
            turn.Set(node.LeaveQueue(began.At) with
            {
                State = NodeRunState.Running,
                StartedAt = node.StartedAt ?? began.At,
                Reason = null
            });
    }

    private static void OnAttemptOver(MachineTurn turn, AttemptOver over)
    {
        if (turn.Find(over.Path) is not { State: NodeRunState.Queued or NodeRunState.Running } node || node.Attempt != over.Result.Attempt)
            return;
        var ended = node.LeaveQueue(over.Result.StartedAt) with
        {
            Metadata = over.Result.Metadata,
            Outputs = over.Result.Outputs,
            Results = over.Result.Results,
            OutputArtifacts = over.Result.Artifacts,
            Usage = over.Result.Usage,
            ExitCode = over.Result.ExitCode,
            Signal = over.Result.Signal,
            Warnings = over.Result.FixedFoldersMissing && !turn.All().Any(other => other.Warnings.Contains(FixedFoldersMissing))
                ? [.. over.Result.Warnings, FixedFoldersMissing]
                : over.Result.Warnings,
            StartedAt = over.Result.Outcome == AttemptOutcome.Lost ? node.StartedAt : over.Result.StartedAt,
            Reason = over.Result.Reason,
        };
        switch (over.Result.Outcome)
        {
            case AttemptOutcome.Succeeded:
                turn.Succeed(ended);
                break;
            case AttemptOutcome.Cancelled:
                turn.EndCancelled(ended);
                break;
            case AttemptOutcome.Lost when !turn.IsEnding && node.LostAttempts < turn.Graph.Plan.MaxLostAttempts:
                turn.StartAttempt(node with { Attempts = node.Attempts - 1, LostAttempts = node.LostAttempts + 1, QueuedAt = turn.At });
                break;
            default:
                TryAgainOrFail(turn, ended);
                break;
        }
        turn.Settle();
    }

    private static void TryAgainOrFail(MachineTurn turn, NodeRun node)
    {
        var policy = turn.Graph.Node(node.Node).Retry;
        var tries = node.Attempts - node.AttemptsBefore;
        if (turn.IsEnding)
            turn.EndCancelled(node);
        else if (tries < policy.MaxAttempts)
            turn.BackOff(node, BackOffOf(policy, tries));
        else
            turn.Fail(node, node.Reason ?? string.Create(CultureInfo.InvariantCulture, $"failed on attempt {node.Attempts}"));
    }

    private static TimeSpan BackOffOf(RetryPolicy policy, int tries)
    {
        var seconds = policy.BackOff.TotalSeconds * Math.Pow(policy.Factor, tries - 1);
        return seconds < policy.MaxBackOff.TotalSeconds ? TimeSpan.FromSeconds(seconds) : policy.MaxBackOff;
    }

    /// <summary>What is at work is ended and then counts as failed; what waits fails at once. A task ends with its trials, a body with its node runs.</summary>
    private static void CancelNode(MachineTurn turn, NodeRun node, string reason)
    {
        foreach (var path in NodeTree.Below(turn, node.Path).Select(below => below.Path).Append(node.Path).ToList())
        {
            if (turn.Get(path) is not { Ended: false, EndsWithOthers: false } open)
                continue;
            if (open.HasLiveAttempt)
                turn.EndAttemptOf(open, reason);
            else
                turn.Fail(open, reason);
        }
    }
}
