using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Core;
using Gyre.Home.Views;
using Gyre.Pipelines;

namespace Gyre.Cli.Runs;

/// <summary>Ends a run.</summary>
internal static class CancelCommand
{
    public static Command Create(CliHost host)
    {
        var run = CliCommand.Word("RUN", "Run id, a unique prefix of it, or 'last'.");
        var reason = CliCommand.Text("--reason", "TEXT", "Reason to record.");
        var noWait = CliCommand.Switch("--no-wait", "Request cancellation and return without waiting.");
        var command = new Command(
            "cancel",
            """
            Cancels a run and waits until nothing of it is running.

            Example:
              gyre cancel last --reason 'wrong data'
            """)
        {
            run, reason, noWait,
        };
        HomeOptions.AddTo(command);
        ServerOptions.AddTo(command);
        CliCommand.AddFormat(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var view = await Ids.RunAsync(home, result.GetRequiredValue(run), cancellationToken);
            if (!await home.Runs.CancelAsync(view.Id, result.GetValue(reason) ?? "cancelled from the command line", cancellationToken))
                throw new InvalidInputException("run.over", $"Run {view.Id} has already ended: it {Shown.Word(view.State)}.");
            if (!result.GetValue(noWait))
                view = await home.RunToEndAsync(view.Id, cancellationToken);
            else
                view = await home.Runs.FindAsync(view.Id, cancellationToken) ?? view;
            Print(result, host, view);
            return CliExitCodes.Done;
        });
        return command;
    }

    private static void Print(ParseResult result, CliHost host, RunView view)
    {
        if (CliCommand.IsJson(result))
            Shape.Print(host.Out, ContractViews.Of(view));
        else
            host.Out.WriteLine($"run {view.Id} {Shown.Word(view.State)}");
    }
}
