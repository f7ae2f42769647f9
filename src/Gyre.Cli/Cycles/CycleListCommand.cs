using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Cli.Runs;
using Gyre.Home.Views;
using Gyre.Pipelines;

namespace Gyre.Cli.Cycles;

/// <summary>Lists cycles.</summary>
internal static class CycleListCommand
{
    public static Command Create(CliHost host)
    {
        var limit = CliCommand.Limit(20);
        var command = new Command(
            "list",
            """
            Lists cycles, newest first.

            Example:
              gyre cycle list --limit 5
            """)
        {
            limit,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var cycles = await home.Cycles.ListAsync(result.GetValue(limit), cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.PrintList(host.Out, "cycles", cycles.Select(ContractViews.Of));
            else
                Print(host, CommandHints.From(result), cycles);
            return CliExitCodes.Done;
        });
        return command;
    }

    private static void Print(CliHost host, CommandHints hints, IReadOnlyList<CycleView> cycles)
    {
        if (cycles.Count == 0)
        {
            host.Say("No cycles yet.");
            return;
        }
        var table = new ResultTable("CYCLE", "NAME", "STATE", "WHY", "CREATED (UTC)", "TIME");
        foreach (var cycle in cycles)
            table.Add(
                cycle.Id.ToString(), cycle.Name, Drivers.State(cycle), cycle.StopReason ?? "-", Shown.Time(cycle.CreatedAt),
                Shown.Duration(cycle.CreatedAt, cycle.EndedAt));
        table.WriteTo(host);
        if (cycles.FirstOrDefault(static cycle => cycle.IsDriven == false) is { } left)
            host.Say(Drivers.Advice(hints, $"cycle resume {left.Id}"));
    }
}
