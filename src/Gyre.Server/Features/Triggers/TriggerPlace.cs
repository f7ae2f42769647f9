using Gyre.Automation;
using Gyre.Contracts;
using Gyre.Core;

namespace Gyre.Server.Features.Triggers;

/// <summary>Finds a trigger by what an address says.</summary>
internal static class TriggerPlace
{
    /// <summary>Nothing has been decided about it yet.</summary>
    public static OccurrenceInfo Waiting(string occurrence) => new() { Occurrence = occurrence, Outcome = "waiting" };

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
