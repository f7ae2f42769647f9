using static Gyre.Core.Events.EventField;

namespace Gyre.Core.Events;

/// <summary>What becomes of triggers and their occurrences.</summary>
public static class TriggerEvents
{
    private const string Subject = "trigger/ID";

    /// <summary>A trigger started a run.</summary>
    public static EventType Fired { get; } = new(
        "trigger.fired", Subject, "A trigger started a run.",
        Project, Trigger, Pipeline, Occurrence, Id("run", "the run"),
        Integer("depth", "the depth of the run in a chain of runs that trigger each other, from 1"));

    /// <summary>An occurrence was skipped. Two triggers that are told of each other's skips would never come to rest.</summary>
    public static EventType Skipped { get; } = new(
        "trigger.skipped", Subject, "A firing of a trigger was skipped.", Project, Trigger, Pipeline, Occurrence, Reason)
    {
        StartsTriggers = false,
    };

    /// <summary>The run of an occurrence could not be accepted.</summary>
    public static EventType StartFailed { get; } = new(
        "trigger.start-failed", Subject, "The run of a firing could not be started.", Project, Trigger, Pipeline, Occurrence, Reason);

    /// <summary>A trigger starts nothing more.</summary>
    public static EventType SetAside { get; } = new(
        "trigger.set-aside", Subject, "A trigger was suspended after repeated failures; it starts nothing until it is enabled again.",
        Project, Trigger, Pipeline, Reason);

    /// <summary>A trigger goes on without an event.</summary>
    public static EventType EventSetAside { get; } = new(
        "trigger.event-set-aside", Subject, "A trigger could not process an event and skipped it.",
        Project, Trigger, Pipeline, Integer("sequence", "the number of the event"), Reason);

    /// <summary>Somebody asked for an occurrence.</summary>
    public static EventType Requested { get; } = new(
        "trigger.requested", Subject, "A webhook or a user requested a firing of a trigger.")
    {
        StartsTriggers = false,
    };

    internal static EventType[] All => [Fired, Skipped, StartFailed, SetAside, EventSetAside, Requested];

    private static EventField Project => Text("project", "the project");

    private static EventField Trigger => Text("trigger", "the trigger's name");

    private static EventField Pipeline => Text("pipeline", "the pipeline that the trigger starts");

    private static EventField Occurrence => Text("occurrence", "the firing");

    private static EventField Reason => Text("reason", "why");
}
