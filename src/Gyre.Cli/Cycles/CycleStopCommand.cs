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
        var cycle = CliCommand.Word("CYCLE", "Id of the cycle, the beginning of it, or 'last'.");
        var reason = CliCommand.Text("--reason", "TEXT", "Why, for the record.");
        var command = new Command(
            "stop",
            """
            Stops a cycle: the turn under way is cancelled, and there is no other. It waits until nothing runs any more.

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
                throw new InvalidInputException("cycle.over", $"Cycle {view.Id} is over already ({view.StopReason ?? "no reason"}).");
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
