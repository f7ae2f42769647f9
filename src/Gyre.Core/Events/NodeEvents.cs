using static Gyre.Core.Events.EventField;

namespace Gyre.Core.Events;

/// <summary>What happens to the nodes of a run.</summary>
public static class NodeEvents
{
    private const string Run = "run/ID";

    /// <summary>A node waits for a person.</summary>
    public static EventType AwaitingApproval { get; } = new(
        "node.awaiting-approval", Run, "A node is waiting for approval.",
        Path, Project, Pipeline, Text("question", "the question").Optional,
        Time("expires", "when the decision is made automatically").Optional)
    {
        IsTold = true,
        Words = [new("approval-wanted")],
    };

    /// <summary>A waiting node was approved or refused.</summary>
    public static EventType Approval { get; } = new(
        "node.approval", Run, "A node that was waiting for approval was approved or rejected.",
        Path, Project, Pipeline, Flag("approved", "whether it was approved"),
        Text("by", "who decided; `expiry` if the deadline passed"), Text("comment", "the comment").Optional)
    {
        IsTold = true,
        Words = [new("approval-given")],
    };

    /// <summary>A condition had no result.</summary>
    public static EventType ConditionWithoutResult { get; } = new(
        "node.condition-without-result", Run, "A condition of a node's action could not be evaluated, so the action was not taken.",
        Path, Text("expression", "the condition"), Text("problem", "why it could not be evaluated"))
    {
        IsTold = true,
        Words = [new("condition-unclear")],
    };

    /// <summary>A node is over.</summary>
    public static EventType Ended { get; } = new(
        "node.ended", Run, "A node run ended.",
        Path, Text("state", "the final state: `succeeded`, `failed`, `cancelled`, `skipped` and others"),
        Text("cache", "`hit` or `miss`, if the cache was used").Optional, Text("reason", "why it did not succeed").Optional,
        ExitCode, Signal)
    {
        IsTold = true,
        Words = [new("node-failed", "failed")],
    };

    /// <summary>An attempt of a node was started.</summary>
    public static EventType Started { get; } = new(
        "node.started", Run, "An attempt of a node was started.",
        Path, Id("attempt", "the attempt"), Integer("number", "the number of the attempt, from 1"))
    {
        IsTold = true,
    };

    /// <summary>A node will be tried again.</summary>
    public static EventType Retry { get; } = new(
        "node.retry", Run, "A node failed and will be retried.",
        Path, Text("reason", "why it failed").Optional, Time("at", "when the next attempt starts"), ExitCode, Signal)
    {
        IsTold = true,
    };

    /// <summary>A sweep was expanded.</summary>
    public static EventType SweepStarted { get; } = new(
        "task.started", Run, "The trials of a sweep were created.", Path, Integer("trials", "the initial number of trials"))
    {
        IsTold = true,
    };

    /// <summary>A loop was expanded.</summary>
    public static EventType LoopStarted { get; } = new(
        "loop.started", Run, "The iterations of a loop were created.", Path, Integer("iterations", "the number of iterations"))
    {
        IsTold = true,
    };

    /// <summary>A node waits for an answer from outside.</summary>
    public static EventType AwaitingAnswer { get; } = new(
        "node.waiting", Run, "A node is waiting for external input.",
        Path, Project, Pipeline, Kind, Key, Map("question", "the question"), Time("expires", "the deadline").Optional)
    {
        IsTold = true,
    };

    /// <summary>A waiting node was answered.</summary>
    public static EventType Answered { get; } = new(
        "node.answered", Run, "A node that was waiting for external input was answered.",
            Path, Project, Pipeline, Kind, Key, Text("by", "who answered"))
    {
        IsTold = true,
    };

    /// <summary>A node still waits.</summary>
    public static EventType Reminder { get; } = new(
        "node.reminder", Run, "A node is still waiting for its answer.",
        Path, Project, Pipeline, Kind, Key, Integer("number", "the number of the reminder, from 1"),
        Time("expires", "the deadline").Optional)
    {
        IsTold = true,
    };

    internal static EventType[] All =>
    [
        AwaitingApproval, Approval, AwaitingAnswer, Answered, Reminder, ConditionWithoutResult, Ended, Started, Retry, SweepStarted,
        LoopStarted,
    ];

    private static EventField Project => Text("project", "the project");

    private static EventField Pipeline => Text("pipeline", "the pipeline");

    private static EventField Kind => Text("kind", "the kind of node");

    private static EventField Key => Text("key", "the key for the answer");

    private static EventField Path => Text("path", "the path of the node run");

    private static EventField ExitCode =>
        Integer("exit_code", "the exit code of its last attempt, if the command ended by itself").Optional;

    private static EventField Signal => Integer("signal", "the signal that killed the command of its last attempt").Optional;
}
