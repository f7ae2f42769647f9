using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Core;
using Gyre.Pipelines;

namespace Gyre.Cli.Runs;

/// <summary><c>gyre sweep best</c>: the best trial of a sweep.</summary>
internal static class SweepCommand
{
    public static Command Create(CliHost host)
    {
        var command = new Command(
            "sweep",
            """
            Shows what the sweeps of a run came to.

            Example:
              gyre sweep best last --metric accuracy
            """)
        {
            Best(host),
        };
        HomeOptions.AddTo(command);
        CliCommand.AddFormat(command);
        return command;
    }

    private static Command Best(CliHost host)
    {
        var run = CliCommand.OptionalWord("RUN", "Run id, a unique prefix of it, or 'last', which is the default.");
        var node = CliCommand.OptionalWord("NODE", "Node of the sweep. Default: the only one.");
        var metric = CliCommand.Text(
            "--metric", "NAME",
            "Metric to compare the trials by. Default: the sweep's own target, or the first metric that all trials have.");
        var command = new Command(
            "best",
            """
            Shows the best trial of a sweep: its metric, its parameters, and how to get its files.

            Less is better of metrics whose name contains loss, error, time or the like, more of all others; --min and --max decide.

            Example:
              gyre sweep best
              gyre sweep best last train --metric val_loss --min
            """)
        {
            run, node, metric, SortOptions.Min, SortOptions.Max,
        };
        command.Validators.Add(SortOptions.Check);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var view = await Ids.RunAsync(home, result.GetValue(run) ?? "last", cancellationToken);
            var nodes = await home.Runs.NodesAsync(view.Id, cancellationToken);
            if (result.GetValue(node) is { } path)
                nodes = await OnlyAsync(home, view, nodes, path, cancellationToken);
            var pipeline = await home.Runs.PipelineOfAsync(view.Id, cancellationToken);
            var sweep = One(view, RankedSweep.All(nodes, pipeline, result.GetValue(metric), SortOptions.Direction(result)));
            var best = BestOf(sweep);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, Describe(view, sweep, best));
            else
                Print(host, CommandHints.From(result), view, sweep, best);
            return CliExitCodes.Done;
        });
        return command;
    }

    private static async Task<IReadOnlyList<NodeRunView>> OnlyAsync(
        IHome home, RunView run, IReadOnlyList<NodeRunView> nodes, string path, CancellationToken cancellationToken)
    {
        var found = await Ids.NodeAsync(home, run.Id, path, cancellationToken);
        return [.. nodes.Where(node => node.Path == found.Path || node.Path.StartsWith(found.Path + "[", StringComparison.Ordinal))];
    }

    private static RankedSweep One(RunView run, IReadOnlyList<RankedSweep> sweeps) => sweeps switch
    {
        [var only] => only,
        [] =>
            throw new InvalidInputException(
                "sweep.none", $"Run {run.Id} has no sweep with trials.",
                "A sweep is a node of the type 'task'; use 'gyre runs show' to see the nodes."),
        _ =>
            throw new InvalidInputException(
                "sweep.choose", "The run has more than one sweep.",
                $"Name one: {string.Join(", ", sweeps.Select(static sweep => sweep.Path))}."),
    };

    private static RankedTrial BestOf(RankedSweep sweep)
    {
        if (sweep.Goal is null)
            throw new InvalidInputException(
                "sweep.no-metric", $"No trial of '{sweep.Path}' has printed a numeric metric.",
                "Print a JSON line such as {\"accuracy\": 0.9} in the step.");
        return sweep.Best
            ?? throw new InvalidInputException(
                "sweep.no-best", $"No trial of '{sweep.Path}' has succeeded with the metric '{sweep.Goal.Metric}'.");
    }

    private static MapValue Describe(RunView run, RankedSweep sweep, RankedTrial best) => Shape.Object(
        ("run_id", Value.Of(run.Id.ToString())),
        ("node", Value.Of(sweep.Path)),
        ("name", Value.Of(best.Node.Path)),
        ("metric", Value.Of(sweep.Goal!.Metric)),
        ("direction", Value.Of(Shown.Word(sweep.Goal.Direction))),
        ("value", Value.Of(best.Value!.Value)),
        ("parameters", best.Node.Parameters),
        ("metadata", best.Node.Metadata));

    private static void Print(CliHost host, CommandHints hints, RunView run, RankedSweep sweep, RankedTrial best)
    {
        host.Out.WriteLine($"{Shown.Clean(best.Node.Path)}: {Shown.Clean(sweep.Goal!.Metric)} = {Shown.Number(best.Value!.Value)} ({Shown.Clean(sweep.Goal.InWords)}, {sweep.Trials.Count} trials)");
        foreach (var (name, value) in best.Node.Parameters.Entries)
            host.Out.WriteLine($"  {Shown.Clean(name)} = {Shown.Cell(value)}");
        if (!best.Node.Outputs.IsEmpty)
            host.Out.WriteLine($"files: {hints.Command($"outputs {run.Id} {CommandHints.Word(best.Node.Path)} --to DIR")}");
    }
}
