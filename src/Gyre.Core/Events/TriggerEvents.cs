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
        Integer("depth", "how deep the run stands in a line of runs that trigger each other, from 1"));

    /// <summary>An occurrence was skipped. Two triggers that are told of each other's skips would never come to rest.</summary>
    public static EventType Skipped { get; } = new(
        "trigger.skipped", Subject, "An occurrence of a trigger was skipped.", Project, Trigger, Pipeline, Occurrence, Reason)
    {
        StartsTriggers = false,
    };

    /// <summary>The run of an occurrence could not be accepted.</summary>
    public static EventType StartFailed { get; } = new(
        "trigger.start-failed", Subject, "The run of an occurrence was refused.", Project, Trigger, Pipeline, Occurrence, Reason);

    /// <summary>A trigger starts nothing more.</summary>
    public static EventType SetAside { get; } = new(
        "trigger.set-aside", Subject, "A trigger failed too often and starts nothing more until it is enabled again.",
        Project, Trigger, Pipeline, Reason);

    /// <summary>A trigger goes on without an event.</summary>
    public static EventType EventSetAside { get; } = new(
        "trigger.event-set-aside", Subject, "A trigger could not deal with an event and goes on without it.",
        Project, Trigger, Pipeline, Integer("sequence", "the number of the event"), Reason);

    /// <summary>Somebody asked for an occurrence.</summary>
    public static EventType Requested { get; } = new(
        "trigger.requested", Subject, "A webhook or a person asked for an occurrence of a trigger.")
    {
        StartsTriggers = false,
    };

    internal static EventType[] All => [Fired, Skipped, StartFailed, SetAside, EventSetAside, Requested];

    private static EventField Project => Text("project", "the project");

    private static EventField Trigger => Text("trigger", "the trigger's name");

    private static EventField Pipeline => Text("pipeline", "the pipeline that the trigger starts");

    private static EventField Occurrence => Text("occurrence", "the occurrence");

    private static EventField Reason => Text("reason", "why");
}
