using Gyre.Core;
using Gyre.Projects.Schedules;

namespace Gyre.Automation.Triggers;

/// <summary>What expressions see as <c>event</c>. All kinds have the same keys, so that a missing one is a mistake and no accident.</summary>
internal static class TriggerFacts
{
    public static MapValue OfTime(DateTimeOffset due) => Of("schedule", "", 0, due, new MapValue([]));

    public static MapValue OfRequest(string type, string id, DateTimeOffset at, Value data) => Of(type, id, 0, at, data);

    public static MapValue OfEvent(EventSeen seen) => Of(seen.Type, seen.Subject, seen.Sequence, seen.At, seen.Data);

    private static MapValue Of(string type, string subject, long sequence, DateTimeOffset at, Value data) => new(
    [
        new("type", Value.Of(type)),
        new("subject", Value.Of(subject)),
        new("sequence", Value.Of(sequence)),
        new("at", Value.Of(TriggerPlan.TimeText(at))),
        new("data", data),
    ]);
}
