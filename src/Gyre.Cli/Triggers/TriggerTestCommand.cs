using System.CommandLine;
using System.Globalization;
using Gyre.Automation;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Home.Views;

namespace Gyre.Cli.Triggers;

/// <summary>Says when a trigger would have fired.</summary>
internal static class TriggerTestCommand
{
    public static Command Create(CliHost host)
    {
        var name = TriggerPlace.Name();
        var project = TriggerPlace.Project();
        var from = Time("--from", "Start of the time range. Default: one day before the end.");
        var to = Time("--to", "End of the time range. Default: now.");
        var command = new Command(
            "test",
            """
            Shows when a trigger would have fired in a time range, based on its schedule and the recorded events, assuming that each
            run succeeded immediately.

            For a time range in the future, only the schedule counts. Nothing is started.

            Example:
              gyre trigger test nightly --from 2026-03-01 --to 2026-04-01
            """)
        {
            name, project, from, to,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var view = await TriggerPlace.FindAsync(home, result.GetRequiredValue(name), result.GetValue(project), cancellationToken);
            var end = result.GetValue(to) ?? host.Clock.GetUtcNow();
            var replay = await home.Triggers.ReplayAsync(view.Definition, view.Project, result.GetValue(from) ?? end.AddDays(-1), end, cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.Print(host.Out, ContractViews.Of(replay));
            else
                Print(host, replay);
            return CliExitCodes.Done;
        });
        return command;
    }

    private static void Print(CliHost host, TriggerReplay replay)
    {
        if (replay.Firings.IsEmpty)
        {
            host.Say("It would not have fired.");
            return;
        }
        var table = new ResultTable("AT (UTC)", "OCCURRENCE", "PARAMETERS", "SKIPPED BECAUSE");
        foreach (var fired in replay.Firings)
            table.Add(Shown.Time(fired.At), fired.Occurrence, fired.Parameters.Entries.IsEmpty ? "" : Shown.Lines(fired.Parameters), fired.Skipped ?? "");
        table.WriteTo(host);
        if (!replay.IsWhole)
            host.Say("Output truncated.");
    }

    private static Option<DateTimeOffset?> Time(string name, string description) => new(name)
    {
        Description = $"{description} UTC unless the time has an offset.",
        HelpName = "TIME",
        CustomParser = result =>
        {
            if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
                return time;
            result.AddError($"'{result.Tokens[0].Value}' is not a valid time. Use 2026-03-01 or 2026-03-01T06:00:00Z.");
            return null;
        },
    };
}
