using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Home.Views;
using Gyre.Pipelines;

namespace Gyre.Cli.Runs;

/// <summary>Prints what a step printed.</summary>
internal static class LogsCommand
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    public static Command Create(CliHost host)
    {
        var run = CliCommand.Word("RUN", "Run id, a unique prefix of it, or 'last'.");
        var node = CliCommand.OptionalWord("NODE", "Path of the node run, such as train[2]. Default: those that failed, otherwise all.");
        var follow = new Option<bool>("--follow", "-f") { Description = "Follow the log while the step runs; without NODE, the logs of all." };
        var raw = CliCommand.Switch(
            "--raw", "Print the log exactly as the step wrote it. By default, control codes are removed, except colors on a terminal.");
        var command = new Command(
            "logs",
            """
            Prints the log of a node run: everything its commands wrote to stdout and stderr.

            Without NODE it prints the logs of the nodes that failed or, if none did, of all, with the node in front of each line.

            Example:
              gyre logs last
              gyre logs last -f
              gyre logs last 'train[2]'
              gyre logs last train -f
            """)
        {
            run, node, follow, raw,
        };
        HomeOptions.AddTo(command);
        ServerOptions.AddTo(command);
        CliCommand.AddFormat(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var view = await Ids.RunAsync(home, result.GetRequiredValue(run), cancellationToken);
            if (result.GetValue(node) is not { } path)
            {
                await new RunLog(host, home, CliCommand.IsJson(result),
                    result.GetValue(raw)).PrintAsync(view, result.GetValue(follow), cancellationToken);
                return CliExitCodes.Done;
            }
            var waiting = await Ids.NodeAsync(home, view.Id, path, cancellationToken);
            var found = await StartedAsync(host, home, view.Id, waiting, result.GetValue(follow), cancellationToken);
            var text = result.GetValue(raw) ? null : new LogText(host.OutIsTerminal && host.Color);
            await PrintAsync(result, host, home, found, text, result.GetValue(follow), cancellationToken);
            return CliExitCodes.Done;
        });
        return command;
    }

    /// <summary>Before its start a node has no log; following one waits for it.</summary>
    private static async Task<NodeRunView> StartedAsync(
        CliHost host, IHome home, RunId run, NodeRunView node, bool follow, CancellationToken cancellationToken)
    {
        while (node.Attempt is null)
        {
            if (node.Cache == CacheOutcome.Hit)
                throw new InvalidInputException(
                    "log.cached",
                    $"'{node.Path}' was a cache hit; it printed nothing in this run.",
                    "Run 'gyre cache explain' to find the run that produced the result.");
            if (!follow || NodeStates.IsOver(node.State))
                throw new InvalidInputException(
                    "log.none",
                    $"'{node.Path}' has no log; it never started and is "
                        + $"{Shown.Word(node.State)}{(node.Reason is { } reason ? $" ({reason})" : "")}.");
            await Task.Delay(LookAgain, host.Clock, cancellationToken);
            node = await Ids.NodeAsync(home, run, node.Path, cancellationToken);
        }
        return node;
    }

    private static async Task PrintAsync(
        ParseResult result, CliHost host, IHome home, NodeRunView node, LogText? text, bool follow, CancellationToken cancellationToken)
    {
        var (executor, attempt) = (home.Executors.Of(node.Executor), node.Attempt!.Value);
        if ((await executor.ObserveAsync(attempt, cancellationToken)).Phase == AttemptPhase.Unknown)
            throw new InvalidInputException(
                "log.gone", $"The log of '{node.Path}' no longer exists: executor '{executor.Name}' has no attempt {attempt}.");
        var json = CliCommand.IsJson(result);
        var open = false;
        await foreach (var line in executor.TailLogsAsync(attempt, 0, follow, cancellationToken))
        {
            if (json)
            {
                Shape.Print(host.Out, ContractViews.Of(line));
                continue;
            }
            // A very long line comes in pieces; it is put together again.
            if (open && !line.Continues)
                await host.Out.WriteLineAsync(text?.EndLine());
            await host.Out.WriteAsync((text?.Clean(line.Text) ?? line.Text).AsMemory(), cancellationToken);
            open = line.MayGoOn;
            if (!open)
                await host.Out.WriteLineAsync(text?.EndLine());
        }
        if (open)
            await host.Out.WriteLineAsync(text?.EndLine());
    }
}
