using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Home.Views;
using Gyre.Pipelines;

namespace Gyre.Cli.Runs;

/// <summary>Lists runs and shows one.</summary>
internal static class RunsCommand
{
    public static Command Create(CliHost host)
    {
        var limit = CliCommand.Limit(20);
        var command = new Command(
            "runs",
            """
            Lists runs, newest first. Use 'runs show' for details of one run.

            Example:
              gyre runs --limit 5
              gyre runs show last
            """)
        {
            limit, Show(host),
        };
        HomeOptions.AddTo(command);
        CliCommand.AddFormat(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var runs = await home.Runs.ListAsync(result.GetValue(limit), null, cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.PrintList(host.Out, "runs", runs.Select(ContractViews.Of));
            else
                Print(host, runs);
            return CliExitCodes.Done;
        });
        return command;
    }

    private static Command Show(CliHost host)
    {
        var run = CliCommand.Word("RUN", "Run id, a unique prefix of it, or 'last'.");
        var command = new Command(
            "show",
            """
            Shows a run with its nodes, metadata and outputs.

            Example:
              gyre runs show last
              gyre runs show 0199c1f4 --format json
            """)
        {
            run,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var view = await Ids.RunAsync(home, result.GetRequiredValue(run), cancellationToken);
            var nodes = await home.Runs.NodesAsync(view.Id, cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.Print(host.Out, ContractViews.Of(view, nodes, await home.Runs.OutputsAsync(view.Id, cancellationToken)));
            else
                PrintOne(host, CommandHints.From(result), view, nodes, await home.Runs.OutputsAsync(view.Id, cancellationToken));
            return CliExitCodes.Done;
        });
        return command;
    }

    private static void Print(CliHost host, IReadOnlyList<RunView> runs)
    {
        if (runs.Count == 0)
        {
            host.Say("No runs yet.");
            return;
        }
        var table = new ResultTable("RUN", "STATE", "PIPELINE", "CREATED (UTC)", "TIME", "TITLE");
        foreach (var run in runs)
        {
            var title = run.Turn > 0 ? $"{run.Title} (turn {run.Turn})" : run.Title;
            table.Add(run.Id.ToString(), Shown.Word(run.State), run.Pipeline, Shown.Time(run.CreatedAt), Shown.Duration(run.CreatedAt, run.EndedAt), title);
        }
        table.WriteTo(host);
    }

    private static void PrintOne(CliHost host, CommandHints hints, RunView run, IReadOnlyList<NodeRunView> nodes, RunOutputs outputs)
    {
        host.Out.WriteLine($"run       {run.Id}");
        host.Out.WriteLine($"title     {Shown.Clean(run.Title)}");
        host.Out.WriteLine($"pipeline  {Shown.Clean(run.Pipeline)} of {Shown.Clean(run.Project)}");
        host.Out.WriteLine($"created   {Shown.Time(run.CreatedAt)} UTC");
        if (run.Parameters.Entries.Length > 0)
            host.Out.WriteLine($"values    {Shown.Pairs(run.Parameters, 400)}");
        if (run.Parent is { } parent)
            host.Out.WriteLine($"parent    {parent}");
        if (run.Cycle is { } cycle)
            host.Out.WriteLine($"cycle     {cycle}, turn {run.Turn}");
        foreach (var node in nodes.Where(node => !node.Warnings.IsEmpty))
            host.Out.WriteLine($"warning   {Shown.Clean(node.Path)}: {Shown.Clean(string.Join("; ", node.Warnings))}");
        var summary = new RunSummary(host, hints);
        if (NodeStates.IsOver(run.State))
        {
            summary.Write(run, nodes, outputs);
            return;
        }
        summary.WriteNodes(run, nodes);
        host.Out.WriteLine($"{Shown.Word(run.State)}, started {Shown.Duration(run.CreatedAt, host.Clock.GetUtcNow())} ago");
    }
}
