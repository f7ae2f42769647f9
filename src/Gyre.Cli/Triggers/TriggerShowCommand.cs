using System.CommandLine;
using Gyre.Automation;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Home.Views;

namespace Gyre.Cli.Triggers;

/// <summary>Shows a trigger.</summary>
internal static class TriggerShowCommand
{
    public static Command Create(CliHost host)
    {
        var name = TriggerPlace.Name();
        var project = TriggerPlace.Project();
        var limit = CliCommand.Limit(20);
        var command = new Command(
            "show",
            """
            Shows a trigger and the results of its last firings.

            Example:
              gyre trigger show nightly
            """)
        {
            name, project, limit,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var view = await TriggerPlace.FindAsync(home, result.GetRequiredValue(name), result.GetValue(project), cancellationToken);
            var occurrences = await home.Triggers.OccurrencesAsync(view.Id, result.GetValue(limit), cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.Print(host.Out, ContractViews.Of(view, occurrences));
            else
                Print(host, view, occurrences);
            return CliExitCodes.Done;
        });
        return command;
    }

    private static void Print(CliHost host, TriggerView view, IReadOnlyList<OccurrenceView> occurrences)
    {
        TriggerTable.Write(host, [view]);
        host.Out.WriteLine($"id {view.Id}");
        if (view.SetAside is { } reason)
            host.Out.WriteLine($"suspended: {Shown.Clean(reason)}; run 'gyre trigger enable {view.Definition.Name}' to enable it again");
        if (view.Problem is { } problem)
            host.Out.WriteLine($"problem: {Shown.Clean(problem)}");
        if (!view.Waiting.IsEmpty)
            host.Out.WriteLine($"waiting: {string.Join(", ", view.Waiting.Take(10).Select(Shown.Clean))}");
        if (occurrences.Count == 0)
        {
            host.Say("It has not fired yet.");
            return;
        }
        var table = new ResultTable("AT (UTC)", "OCCURRENCE", "OUTCOME", "RUN", "STATE", "SKIPPED BECAUSE");
        foreach (var occurrence in occurrences)
        {
            table.Add(
                Shown.Time(occurrence.At),
                occurrence.Occurrence,
                Shown.Word(occurrence.Outcome),
                occurrence.Run?.ToString() ?? "-",
                occurrence.RunState is { } state ? Shown.Word(state) : "-",
                occurrence.Reason ?? "");
        }
        table.WriteTo(host);
    }
}
