using static Gyre.Core.Events.EventField;

namespace Gyre.Core.Events;

/// <summary>What happens to the nodes of a run.</summary>
public static class NodeEvents
{
    private const string Run = "run/ID";

    /// <summary>A node waits for a person.</summary>
    public static EventType AwaitingApproval { get; } = new(
        "node.awaiting-approval", Run, "A node waits for a person to approve or refuse it.",
        Path, Project, Pipeline, Text("question", "what is asked").Optional,
        Time("expires", "when it is decided without a person").Optional)
    {
        IsTold = true,
        Words = [new("approval-wanted")],
    };

    /// <summary>A waiting node was approved or refused.</summary>
    public static EventType Approval { get; } = new(
        "node.approval", Run, "A node that waited for a person was approved or refused.",
        Path, Project, Pipeline, Flag("approved", "whether it was approved"),
        Text("by", "who decided; `expiry` when nobody did in time"), Text("comment", "what they said").Optional)
    {
        IsTold = true,
        Words = [new("approval-given")],
    };

    /// <summary>A condition had no result.</summary>
    public static EventType ConditionWithoutResult { get; } = new(
        "node.condition-without-result", Run, "A condition of a node's action could not be evaluated; the action did not happen.",
        Path, Text("expression", "the condition"), Text("problem", "why it has no result"))
    {
        IsTold = true,
        Words = [new("condition-unclear")],
    };

    /// <summary>A node is over.</summary>
    public static EventType Ended { get; } = new(
        "node.ended", Run, "A node is over.",
        Path, Text("state", "how it ended: `succeeded`, `failed`, `cancelled`, `skipped` and others"),
        Text("cache", "`hit` or `miss`, when the cache was asked").Optional, Text("reason", "why it did not succeed").Optional)
    {
        IsTold = true,
        Words = [new("node-failed", "failed")],
    };

    /// <summary>An attempt of a node was started.</summary>
    public static EventType Started { get; } = new(
        "node.started", Run, "An attempt of a node was started.",
        Path, Id("attempt", "the attempt"), Integer("number", "the how-many-th try it is, from 1"))
    {
        IsTold = true,
    };

    /// <summary>A node will be tried again.</summary>
    public static EventType Retry { get; } = new(
        "node.retry", Run, "A node failed and will be tried again.",
        Path, Text("reason", "why it failed").Optional, Time("at", "when the next try starts"))
    {
        IsTold = true,
    };

    /// <summary>A sweep was expanded.</summary>
    public static EventType SweepStarted { get; } = new(
        "task.started", Run, "A sweep has its trials.", Path, Integer("trials", "how many trials it begins with"))
    {
        IsTold = true,
    };

    /// <summary>A loop was expanded.</summary>
    public static EventType LoopStarted { get; } = new(
        "loop.started", Run, "A loop has its iterations.", Path, Integer("iterations", "how many iterations it has"))
    {
        IsTold = true,
    };

    /// <summary>A node waits for an answer from outside.</summary>
    public static EventType AwaitingAnswer { get; } = new(
        "node.waiting", Run, "A node waits for an answer from outside the engine.",
        Path, Project, Pipeline, Kind, Key, Map("question", "what is asked"), Time("expires", "until when it waits").Optional)
    {
        IsTold = true,
    };

    /// <summary>A waiting node was answered.</summary>
    public static EventType Answered { get; } = new(
        "node.answered", Run, "A node that waited was answered.", Path, Project, Pipeline, Kind, Key, Text("by", "who answered"))
    {
        IsTold = true,
    };

    /// <summary>A node still waits.</summary>
    public static EventType Reminder { get; } = new(
        "node.reminder", Run, "A node still waits for its answer.",
        Path, Project, Pipeline, Kind, Key, Integer("number", "the how-many-th reminder it is, from 1"),
        Time("expires", "until when it waits").Optional)
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

    private static EventField Key => Text("key", "under which it is answered");

    private static EventField Path => Text("path", "the path of the node run");
}
