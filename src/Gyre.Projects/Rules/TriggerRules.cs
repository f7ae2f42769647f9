using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Projects.Formats;

namespace Gyre.Projects.Rules;

/// <summary>
/// Rules for triggers that are declared now. Those that were stored earlier are not asked: a trigger whose type of events has gone since
/// still loads, and never occurs.
/// </summary>
public static class TriggerRules
{
    /// <summary>What is wrong with the events that a trigger waits for; null when nothing is, or when it waits for none.</summary>
    /// <param name="trigger">What was declared.</param>
    /// <param name="events">The types that the home knows.</param>
    /// <returns>An error whose path counts from the trigger.</returns>
    public static Diagnostic? CheckEvents(Trigger trigger, EventTypes events)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        ArgumentNullException.ThrowIfNull(events);
        if (trigger.Source is not EventSource { Type: { Length: > 0 } type })
            return null;
        if (events.Find(type) is { StartsTriggers: false })
        {
            return Problem(
                "trigger.event-type", $"Triggers cannot react to '{type}'.",
                "Triggers that react to each other's skipped starts would never stop. Use 'trigger.fired' or 'trigger.set-aside'.");
        }
        return events.Knows(type)
            ? null
            : Problem("trigger.event-unknown", $"Unknown event type '{Names.Shown(type)}'.", events.Remedy(type));
    }

    private static Diagnostic Problem(string code, string message, string remedy) =>
        new(Severity.Error, code, message) { Path = "source/type", Remedy = remedy };
}
