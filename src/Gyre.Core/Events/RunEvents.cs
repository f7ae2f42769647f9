using static Gyre.Core.Events.EventField;

namespace Gyre.Core.Events;

/// <summary>What happens to runs as a whole.</summary>
public static class RunEvents
{
    private const string Run = "run/ID";

    /// <summary>A run was accepted and stored.</summary>
    public static EventType Accepted { get; } = new(
        "run.accepted", Run, "A run was accepted. From here on, it does not depend on the project folder.",
        Text("pipeline", "the pipeline"), Text("title", "the run's title"))
    {
        IsTold = true,
        Words = [new("run-accepted")],
    };

    /// <summary>A run is over.</summary>
    public static EventType Ended { get; } = new(
        "run.ended", Run, "A run ended.",
        Text("project", "the project"), Text("pipeline", "the pipeline"), Text("state", "`succeeded`, `failed`, `cancelled` or `stopped`"),
        Text("reason", "why it did not succeed").Optional)
    {
        IsTold = true,
        Words =
        [
            new("run-succeeded", "succeeded"), new("run-failed", "failed"), new("run-cancelled", "cancelled"),
            new("run-stopped", "stopped"),
            new("run-ended"),
        ],
    };

    /// <summary>A run that was over goes on.</summary>
    public static EventType Resumed { get; } = new("run.resumed", Run, "A run that had ended was resumed.",
        Text("revision", "the code it continues with, if it took the project's changes").Optional)
    {
        IsTold = true,
        Words = [new("run-resumed")],
    };

    /// <summary>Somebody asked something of a run.</summary>
    public static EventType Requested { get; } = new(
        "run.requested", Run, "A user requested to cancel or resume a run, or answered one of its nodes.");

    internal static EventType[] All => [Accepted, Ended, Resumed, Requested];
}
