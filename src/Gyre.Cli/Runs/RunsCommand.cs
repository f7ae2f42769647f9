using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Home.Views;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Cli.Runs;

/// <summary>Lists runs and shows one.</summary>
internal static class RunsCommand
{
    private const int MaxWaits = 20;

    private static readonly Option<string[]> States = StateOption();
    private static readonly Option<string?> PipelineName = CliCommand.Text("--pipeline", "NAME", "Only runs of this pipeline.");
    private static readonly Option<string?> ProjectName = CliCommand.Text("--project", "NAME", "Only runs of this project.");
    private static readonly Option<string?> SinceTime = Since.Option("Only runs created since then.");

    public static Command Create(CliHost host)
    {
        var limit = CliCommand.Limit(20);
        var command = new Command(
            "runs",
            """
            Lists runs, newest first. Use 'runs show' for details of one run.

            Ids are shortened to what is unique; every command that takes an id takes such a beginning.

            Example:
              gyre runs --limit 5
              gyre runs --state failed --pipeline train --since 2d
              gyre runs show last
            """)
        {
            limit, States, PipelineName, ProjectName, SinceTime, Show(host),
        };
        HomeOptions.AddTo(command);
        ServerOptions.AddTo(command);
        CliCommand.AddFormat(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var query = QueryOf(result, host.Clock.GetUtcNow()) with { Limit = result.GetValue(limit) };
            var runs = (await home.Runs.QueryAsync(query, cancellationToken)).Runs;
            if (CliCommand.IsJson(result))
                Shape.PrintList(host.Out, "runs", runs.Select(ContractViews.Of));
            else
                await PrintAsync(
                    host, CommandHints.From(result), home, runs, query is { States: [], Pipeline: null, Project: null, Since: null },
                    cancellationToken);
            return CliExitCodes.Done;
        });
        return command;
    }

    private static Option<string[]> StateOption()
    {
        string[] words = [.. Enum.GetValues<RunState>().Select(Shown.Word)];
        var option = new Option<string[]>("--state")
        {
            Description = $"Only runs in this state: {string.Join(", ", words)}. Can be repeated.",
            HelpName = "STATE",
        };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !words.Contains(token.Value, StringComparer.Ordinal)))
                result.AddError($"'{token.Value}' is not a state of runs. {Nearest.Remedy(token.Value, words)}");
        });
        return option;
    }

    private static RunQuery QueryOf(ParseResult result, DateTimeOffset now) => new()
    {
        States = [.. (result.GetValue(States) ?? []).Select(word => Enum.GetValues<RunState>().First(state => Shown.Word(state) == word))],
        Pipeline = result.GetValue(PipelineName),
        Project = result.GetValue(ProjectName),
        Since = result.GetValue(SinceTime) is { } since ? Since.Parse(since, now) : null,
    };

    private static Command Show(CliHost host)
    {
        var run = CliCommand.Word("RUN", "Run id, a unique prefix of it, or 'last'.");
        var sort = CliCommand.Text(
            "--sort", "METRIC",
            "Metric to sort the trials of sweeps by. Default: the sweep's own target, or the first metric that all trials have.");
        var command = new Command(
            "show",
            """
            Shows a run with its nodes, metadata and outputs. The trials of a sweep are shown with their parameters, the best first.

            Example:
              gyre runs show last
              gyre runs show last --sort val_loss --min
              gyre runs show 0199c1f4 --format json
            """)
        {
            run, sort, SortOptions.Min, SortOptions.Max,
        };
        command.Validators.Add(SortOptions.Check);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var view = await Ids.RunAsync(home, result.GetRequiredValue(run), cancellationToken);
            var nodes = await home.Runs.NodesAsync(view.Id, cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.Print(host.Out, ContractViews.Of(view, nodes, await home.Runs.OutputsAsync(view.Id, cancellationToken)));
            else
            {
                var pipeline = await home.Runs.PipelineOfAsync(view.Id, cancellationToken);
                var summary = new RunSummary(host, CommandHints.From(result))
                {
                    Place = file => home.PlaceOf(file.File.Digest),
                    Advice = await FailureAdvice.OfAsync(host, home, CommandHints.From(result), view, cancellationToken),
                    Sweeps = RankedSweep.All(nodes, pipeline, result.GetValue(sort), SortOptions.Direction(result)),
                };
                PrintOne(host, summary, view, nodes, await home.Runs.OutputsAsync(view.Id, cancellationToken));
            }
            return CliExitCodes.Done;
        });
        return command;
    }

    private static async Task PrintAsync(
        CliHost host, CommandHints hints, IHome home, IReadOnlyList<RunView> runs, bool all, CancellationToken cancellationToken)
    {
        if (runs.Count == 0)
        {
            host.Say(all ? "No runs yet." : "No run matches.");
            return;
        }
        var shortIds = await home.Runs.ShortIdsAsync([.. runs.Select(static run => run.Id)], cancellationToken);
        var table = new ResultTable("RUN", "STATE", "PROJECT", "PIPELINE", "CREATED (UTC)", "TIME", "TITLE")
        {
            Drops = ["TITLE", "TIME", "CREATED (UTC)", "PROJECT", "PIPELINE"],
        };
        foreach (var run in runs)
        {
            var title = run.Turn > 0 ? $"{run.Title} (turn {run.Turn})" : run.Title;
            var time = Shown.Duration(run.CreatedAt, run.EndedAt);
            table.Add(shortIds[run.Id], Drivers.State(run), run.Project, run.Pipeline, Shown.Time(run.CreatedAt), time, title);
        }
        table.WriteTo(host);
        if (runs.FirstOrDefault(static run => run.IsDriven == false) is { } left)
            host.Say(Drivers.Advice(hints, $"resume {shortIds[left.Id]}"));
    }

    private static void PrintOne(CliHost host, RunSummary summary, RunView run, IReadOnlyList<NodeRunView> nodes, RunOutputs outputs)
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
        var held = nodes.Where(static node => node is { State: NodeRunState.Queued, Reason: not null }).ToList();
        foreach (var node in held.Take(MaxWaits))
            host.Out.WriteLine($"waiting   {Shown.Clean(node.Path)} {Shown.Clean(node.Reason!)}");
        if (held.Count > MaxWaits)
            host.Out.WriteLine($"waiting   ... and {held.Count - MaxWaits} more");
        if (NodeStates.IsOver(run.State))
        {
            summary.Write(run, nodes, outputs);
            return;
        }
        summary.WriteUnderWay(run, nodes);
    }
}
