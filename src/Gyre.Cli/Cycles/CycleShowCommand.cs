using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Cli.Runs;
using Gyre.Home.Views;

namespace Gyre.Cli.Cycles;

/// <summary>Shows a cycle.</summary>
internal static class CycleShowCommand
{
    public static Command Create(CliHost host)
    {
        var cycle = CliCommand.Word("CYCLE", "Cycle id, a unique prefix of it, or 'last'.");
        var command = new Command(
            "show",
            """
            Shows the turns of a cycle: parameters, metrics, the best turn, and why the cycle stopped.

            Example:
              gyre cycle show last
            """)
        {
            cycle,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var view = await Ids.CycleAsync(home, result.GetRequiredValue(cycle), cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.Print(host.Out, ContractViews.Of(view));
            else
                await new CycleSummary(host, home, CommandHints.From(result)).WriteAsync(view, cancellationToken);
            return CliExitCodes.Done;
        });
        return command;
    }
}
