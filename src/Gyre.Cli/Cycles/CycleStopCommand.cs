using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Core;
using Gyre.Home.Views;

namespace Gyre.Cli.Cycles;

/// <summary>Stops a cycle.</summary>
internal static class CycleStopCommand
{
    public static Command Create(CliHost host)
    {
        var cycle = CliCommand.Word("CYCLE", "Cycle id, a unique prefix of it, or 'last'.");
        var reason = CliCommand.Text("--reason", "TEXT", "Reason to record.");
        var command = new Command(
            "stop",
            """
            Cancels the current turn of a cycle and starts no more.

            Waits until nothing is running.

            Example:
              gyre cycle stop last --reason 'good enough'
            """)
        {
            cycle, reason,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var view = await Ids.CycleAsync(home, result.GetRequiredValue(cycle), cancellationToken);
            if (!await home.Cycles.StopAsync(view.Id, result.GetValue(reason) ?? "stopped from the command line", cancellationToken))
                throw new InvalidInputException(
                    "cycle.over", $"Cycle {view.Id} has already ended ({view.StopReason ?? "no reason given"}).");
            view = await home.RunToEndAsync(view.Id, cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.Print(host.Out, ContractViews.Of(view));
            else
                host.Out.WriteLine($"cycle {view.Id} {Shown.Word(view.State)}");
            return CliExitCodes.Done;
        });
        return command;
    }
}
