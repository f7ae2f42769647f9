using System.Globalization;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;
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
            When = Describe(present.Source),
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

    private static string Describe(TriggerSource source) => source switch
    {
        CronSource cron => $"cron {cron.Cron} ({cron.Zone})",
        IntervalSource interval => $"every {Length(interval.Every)}",
        EventSource { Count: > 1 } events => string.Create(CultureInfo.InvariantCulture, $"{events.Count} events {events.Type}"),
        EventSource events => $"event {events.Type}",
        RunEndedSource ended => $"run of {ended.Pipeline} {string.Join(" or ", ended.States.Select(KebabCase.Of))}",
        WebhookSource => "webhook",
        _ => "by hand",
    };

    /// <summary>As it is written in a file: <c>1d12h</c>, <c>1m30s</c>.</summary>
    private static string Length(TimeSpan time)
    {
        (int Count, string Unit)[] parts = [(time.Days, "d"), (time.Hours, "h"), (time.Minutes, "m"), (time.Seconds, "s")];
        return string.Concat(parts.Where(part => part.Count > 0).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Count}{part.Unit}")));
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
