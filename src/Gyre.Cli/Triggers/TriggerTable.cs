using Gyre.Automation;
using Gyre.Cli.Forms;
using Gyre.Cli.Output;

namespace Gyre.Cli.Triggers;

/// <summary>Triggers as a table.</summary>
internal static class TriggerTable
{
    /// <summary>A trigger in one word.</summary>
    public static string StateOf(TriggerView view) => view switch
    {
        { SetAside: not null } => "suspended",
        { Enabled: false } => "off",
        { Running.Length: > 0 } => "running",
        _ => "on",
    };

    public static void Write(CliHost host, IReadOnlyList<TriggerView> views)
    {
        if (views.Count == 0)
        {
            host.Say("No triggers. Run 'gyre trigger add PROJECT' to register the triggers of a project.");
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
