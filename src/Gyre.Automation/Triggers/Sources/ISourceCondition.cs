using Gyre.Core;

namespace Gyre.Automation.Triggers.Sources;

/// <summary>
/// How a source turns what its trigger is told into occurrences. Pure. The defaults are those of a source that only time or people cause to
/// occur; the times themselves are in the trigger's plan.
/// </summary>
internal interface ISourceCondition
{
    /// <summary>Type of the events that it has to be told; null for none.</summary>
    string? Watches => null;

    /// <summary>Whether requests from outside make it occur.</summary>
    bool TakesHooks => false;

    /// <summary>How many events make one occurrence.</summary>
    int Count => 1;

    /// <summary>How close together they must have happened; null for any time.</summary>
    TimeSpan? Window => null;

    /// <summary>Whether an event counts, before any filter.</summary>
    bool IsMet(string type, MapValue data) => false;

    /// <summary>Whether an event is the business of triggers of a project.</summary>
    bool IsOfProject(string project, MapValue data) => true;
}
