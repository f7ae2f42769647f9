using Gyre.Pipelines;
using Gyre.Projects.Schedules;
using Gyre.Storage;

namespace Gyre.Automation.Triggers;

/// <summary>Triggers as people look at them.</summary>
internal static class TriggerViews
{
    public static TriggerView Of(TriggerRow row)
    {
        var state = row.ReadState();
        var present = row.ReadPresent();
        // One that this machine cannot read must not keep the others from being shown.
        var isReadable = TriggerPlan.TryMake(present, out var plan, out var problems);
        var isAtWork = present.Enabled && state.SetAside is null;
        return new TriggerView
        {
            Id = row.Id,
            Project = row.Project,
            Folder = row.Folder,
            Definition = row.ReadDefinition(),
            When = TriggerSources.Describe(present.Source),
            Enabled = present.Enabled,
            SetAside = state.SetAside,
            Problem = isReadable ? state.Problem : problems[0].Message,
            NextDue = isAtWork && isReadable && state is { Reached: { } reached, Anchor: { } anchor } ? plan!.NextDue(reached, anchor) : null,
            Running = [.. state.Active.Where(active => active.Run is not null).Select(active => active.Run!.Value)],
            Waiting = [.. state.Queue.Select(waiting => waiting.Occurrence)],
            Failures = state.Failures,
            LastStart = state.LastStart,
            CreatedAt = row.CreatedAt,
            ChangedAt = row.ChangedAt,
        };
    }

    public static OccurrenceView Of(IDbSession session, OccurrenceRow row) => new()
    {
        Occurrence = row.Occurrence,
        Outcome = Enum.Parse<OccurrenceOutcome>(row.Outcome),
        Reason = row.Reason,
        Run = row.Run,
        RunState = row.Run is { } run ? RunLedger.Find(session, run)?.State : null,
        Depth = row.Depth,
        At = row.At,
    };
}
