using static Gyre.Core.Events.EventField;

namespace Gyre.Core.Events;

/// <summary>What happens to tracking runs themselves; what is logged to them is not in the event log.</summary>
public static class TrackingEvents
{
    /// <summary>A tracking run was created.</summary>
    public static EventType RunCreated { get; } = new("tracking.run-created", "tracking-run/ID", "A tracking run was created.", Fields);

    /// <summary>A tracking run changed.</summary>
    public static EventType RunChanged { get; } = new(
        "tracking.run-changed", "tracking-run/ID",
        "A tracking run was renamed, ended, deleted or restored, or its status changed.", Fields);

    internal static EventType[] All => [RunCreated, RunChanged];

    private static EventField[] Fields =>
    [
        Text("run_id", "the tracking run"), Integer("experiment", "its experiment"), Text("name", "its name"),
        Text("status", "`running`, `scheduled`, `finished`, `failed` or `killed`"), Text("stage", "`active` or `deleted`"),
    ];
}
