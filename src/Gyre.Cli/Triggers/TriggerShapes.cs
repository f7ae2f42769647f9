using Gyre.Automation;
using Gyre.Cli.Output;
using Gyre.Core;

namespace Gyre.Cli.Triggers;

/// <summary>Triggers as JSON and as tables.</summary>
internal static class TriggerShapes
{
    public static MapValue Listed(TriggerView view) => Shape.Object(
        ("trigger_id", Value.Of(view.Id.ToString())),
        ("name", Value.Of(view.Definition.Name)),
        ("project", Value.Of(view.Project)),
        ("folder", Value.Of(view.Folder)),
        ("pipeline", Value.Of(view.Definition.Pipeline)),
        ("when", Value.Of(view.When)),
        ("enabled", Value.Of(view.Enabled)),
        ("set_aside", Shape.Text(view.SetAside)),
        ("problem", Shape.Text(view.Problem)),
        ("next_due", Shape.Time(view.NextDue)),
        ("running", Shape.List(view.Running, run => Value.Of(run.ToString()))),
        ("waiting", Shape.List(view.Waiting, Value.Of)),
        ("failures", Value.Of(view.Failures)),
        ("last_start", Shape.Time(view.LastStart)),
        ("created_at", Shape.Time(view.CreatedAt)),
        ("changed_at", Shape.Time(view.ChangedAt)));

    public static MapValue Of(OccurrenceView view) => Shape.Object(
        ("occurrence", Value.Of(view.Occurrence)),
        ("outcome", Value.Of(Shown.Word(view.Outcome))),
        ("reason", Shape.Text(view.Reason)),
        ("run_id", Shape.Text(view.Run?.ToString())),
        ("run_state", Shape.Text(view.RunState is { } state ? Shown.Word(state) : null)),
        ("at", Shape.Time(view.At)));

    public static MapValue Of(ReplayedOccurrence fired) => Shape.Object(
        ("at", Shape.Time(fired.At)),
        ("occurrence", Value.Of(fired.Occurrence)),
        ("parameters", fired.Parameters),
        ("skipped", Shape.Text(fired.Skipped)));

    /// <summary>A trigger in one word.</summary>
    public static string StateOf(TriggerView view) => view switch
    {
        { SetAside: not null } => "set aside",
        { Enabled: false } => "off",
        { Running.Length: > 0 } => "running",
        _ => "on",
    };

    public static void WriteTable(CliHost host, IReadOnlyList<TriggerView> views)
    {
        if (views.Count == 0)
        {
            host.Say("No triggers. 'gyre trigger add PROJECT' registers those that a project declares.");
            return;
        }
        var table = new ResultTable("TRIGGER", "PROJECT", "PIPELINE", "STATE", "WHEN", "NEXT (UTC)", "LAST START (UTC)");
        foreach (var view in views)
        {
            table.Add(
                view.Definition.Name, view.Project, view.Definition.Pipeline, StateOf(view), view.When, TimeOf(view.NextDue), TimeOf(view.LastStart));
        }
        table.WriteTo(host);
    }

    private static string TimeOf(DateTimeOffset? time) => time is { } known ? Shown.Time(known) : "-";
}
