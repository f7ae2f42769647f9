using Gyre.Automation;
using Gyre.Contracts;
using Gyre.Core;

namespace Gyre.Server.Features.Triggers;

/// <summary>Triggers in the words of the wire.</summary>
internal static class TriggerViews
{
    public static TriggerInfo Of(TriggerView view, IEnumerable<OccurrenceView> occurrences) => new()
    {
        TriggerId = view.Id,
        Name = view.Definition.Name,
        Project = view.Project,
        Pipeline = view.Definition.Pipeline,
        When = view.When,
        Enabled = view.Enabled,
        SetAside = view.SetAside,
        Problem = view.Problem,
        NextDue = view.NextDue,
        Running = view.Running,
        Waiting = view.Waiting,
        Failures = view.Failures,
        LastStart = view.LastStart,
        CreatedAt = view.CreatedAt,
        ChangedAt = view.ChangedAt,
        Occurrences = [.. occurrences.Select(Of)],
    };

    public static OccurrenceInfo Of(OccurrenceView view) => new()
    {
        Occurrence = view.Occurrence,
        Outcome = Views.Word(view.Outcome),
        Reason = view.Reason,
        RunId = view.Run,
        RunState = view.RunState is { } state ? Views.Word(state) : null,
        At = view.At,
    };

    /// <summary>Nothing has been decided about it yet.</summary>
    public static OccurrenceInfo Waiting(string occurrence) => new() { Occurrence = occurrence, Outcome = "waiting" };

    public static TriggerTestInfo Of(TriggerReplay replay) => new()
    {
        Firings = [.. replay.Firings.Select(static fired => new ReplayedInfo { At = fired.At, Occurrence = fired.Occurrence, Parameters = fired.Parameters, Skipped = fired.Skipped })],
        IsWhole = replay.IsWhole,
        Events = replay.Events,
    };
}

/// <summary>Finds a trigger by what an address says.</summary>
internal static class TriggerPlace
{
    /// <summary>By id, or by name; the trigger, or all that have the name.</summary>
    /// <param name="triggers">Where to look.</param>
    /// <param name="text">Id or name.</param>
    /// <param name="project">Only in this project; null for all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task<IReadOnlyList<TriggerView>> FindAsync(ITriggers triggers, string text, string? project, CancellationToken cancellationToken)
    {
        if (GuidIds.TryParse<TriggerId>(text, out var id))
            return await triggers.FindAsync(id, cancellationToken) is { } view && (project is null || view.Project == project) ? [view] : [];
        return [.. (await triggers.ListAsync(project, cancellationToken)).Where(view => view.Definition.Name == text)];
    }
}
