using System.CommandLine;
using Gyre.Cli.Files;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Cli.Runs;
using Gyre.Core;
using Gyre.Pipelines;

namespace Gyre.Cli.Demo;

/// <summary>Runs the example that is built into the program.</summary>
internal static class DemoCommand
{
    private const string Digits = "digits";

    private static readonly (string Name, string Description)[] Demos =
    [
        (Digits, "A cycle on handwritten digits: train, compare, repeat until the target is reached."),
        ("recommender", "A recommender that learns from its own decisions: decide, join rewards, train, gate, promote."),
        (ContinualDemo.Name, "Continual learning: ten digits arrive two at a time, and six strategies remember them or not."),
    ];

    public static Command Create(CliHost host)
    {
        var command = new Command(
            "demo",
            """
            Runs a demo: 'digits', the default, 'recommender' or 'continual'.

            'digits' runs a cycle on real handwritten digits: trains several models, compares them, and repeats until accuracy reaches
            the target. A second run is served from the cache. Exits with 0 if the target was reached.

            'recommender' lets a recommender learn from its own decisions for 200 rounds: users ask a deployment, rewards come later, a
            candidate is trained on them, and a gate promotes it. Writes a report as a page. Exits with 0 if the books balance.

            'continual' runs an experiment plan: six strategies of continual learning on a stream of five tasks, over three divisions.
            Prints the results and what remains of each task. Exits with 0 if every trial succeeded.

            They need no network and no other software, and take about a minute.

            Example:
              gyre demo
              gyre demo --ui
              gyre demo recommender
              gyre demo continual
              gyre demo --list
            """);
        var name = CliCommand.OptionalWord("NAME", "Name of the demo. Default: digits.");
        var list = CliCommand.Switch("--list", "List the demos.");
        command.Add(name);
        command.Add(list);
        var pages = CliCommand.Switch("--ui", "Serve the pages and open them in the browser while the demo runs, until Ctrl-C.");
        command.Add(pages);
        HomeOptions.AddTo(command);
        CliCommand.AddFormat(command);
        command.SetAction((result, cancellationToken) =>
        {
            if (result.GetValue(list))
                return Task.FromResult(List(result, host));
            var demo = Find(result.GetValue(name));
            if (result.GetValue(pages) && demo != Digits)
                throw new InvalidInputException("demo.pages", $"The demo '{demo}' has no pages.", "Leave out --ui.");
            return demo switch
            {
                Digits => RunAsync(result, host, result.GetValue(pages), cancellationToken),
                ContinualDemo.Name => ContinualDemo.RunAsync(result, host, cancellationToken),
                _ => new RecommenderDemo(host, new RecommenderSettings()).RunAsync(result, cancellationToken),
            };
        });
        return command;
    }

    private static int List(ParseResult result, CliHost host)
    {
        if (CliCommand.IsJson(result))
        {
            Shape.WriteTo(host.Out, Shape.Object(("demos", Shape.List(Demos, static demo => Shape.Object(
                ("name", Value.Of(demo.Name)), ("description", Value.Of(demo.Description)))))));
            return CliExitCodes.Done;
        }
        var table = new TextTable("NAME", "WHAT IT SHOWS");
        foreach (var (name, description) in Demos)
            table.Add(name, description);
        table.WriteTo(host.Out);
        return CliExitCodes.Done;
    }

    private static string Find(string? name)
    {
        var names = Demos.Select(static demo => demo.Name);
        return name is null ? Digits : names.FirstOrDefault(demo => demo == name) ?? throw new InvalidInputException(
            "demo.unknown", $"'{Shown.Short(name, 80)}' is not a known demo.",
            $"{NearestWords.Question(name, names)}Use one of: {string.Join(", ", names)}.");
    }

    private static async Task<int> RunAsync(ParseResult result, CliHost host, bool showPages, CancellationToken cancellationToken)
    {
        var storage = HomeOptions.Read(result, host);
        await using var home = await host.OpenHome(storage, cancellationToken);
        var folder = await DemoFiles.WriteAsync(Path.Join(storage.Home, "demo"), host, cancellationToken);
        var loaded = await ProjectFiles.LoadAsync(host, folder, cancellationToken);
        var target = RunTarget.Choose(loaded.Project, null, null);
        if (target.Cycle is not { } cycle)
            throw new InvalidInputException(
                "demo.cycle", $"'{loaded.File}' no longer defines a cycle.", $"Delete the folder '{folder}' to restore the original.");
        host.Say($"Demo project: {Shown.Clean(folder)}");
        var id = await home.Cycles.StartAsync(
            new StartRun { Project = loaded.Project, Folder = loaded.Folder, Pipeline = target.Pipeline, Title = "demo" }, cycle.Name, cancellationToken);
        if (showPages)
            await ShowPagesAsync(host, home, id, cancellationToken);
        else
            RunSession.For(result, host, home).SayPage($"cycles/{id}");
        var view = await RunSession.For(result, host, home).FollowAsync(id);
        if (host.Interrupted.IsCancellationRequested)
        {
            host.Say($"Demo stopped. Run '{CommandHints.From(result).Command($"cycle resume {id}")}' to continue.");
            return CliExitCodes.Interrupted;
        }
        var code = await ReportAsync(result, host, home, view, folder, cancellationToken);
        if (showPages)
            await KeepPagesAsync(host, home);
        return code;
    }

    private static async Task ShowPagesAsync(CliHost host, IHome home, CycleId cycle, CancellationToken cancellationToken)
    {
        var page = new Uri(await home.ServePagesAsync(cancellationToken), $"cycles/{cycle}");
        host.Say($"Page: {page}");
        Browser.Open(host, page);
    }

    /// <summary>What is started on the pages after the demo is carried out as well.</summary>
    private static async Task KeepPagesAsync(CliHost host, IHome home)
    {
        host.Say("Serving the pages. Press Ctrl-C to stop.");
        try
        {
            await home.DriveAllAsync(host.Interrupted);
        }
        catch (OperationCanceledException) when (host.Interrupted.IsCancellationRequested)
        {
            // Ctrl-C is how the pages are closed.
        }
        host.Say("Stopped.");
    }

    private static async Task<int> ReportAsync(
        ParseResult result, CliHost host, IHome home, CycleView view, string folder, CancellationToken cancellationToken)
    {
        var met = view.StopReason == "condition";
        var best = await BestModel.CopyAsync(home, view, cancellationToken);
        if (CliCommand.IsJson(result))
        {
            var cycle = Shape.Of(await CycleResults.ReadAsync(home, view, cancellationToken));
            Shape.WriteTo(host.Out, new MapValue([.. cycle.Entries, new("target_met", Value.Of(met)), new("best_model", best?.Describe() ?? Value.Null)]));
        }
        else
        {
            await new CycleSummary(host, home, CommandHints.From(result)).WriteAsync(view, cancellationToken);
            PrintEnd(result, host, view, met, best, folder);
        }
        return met ? CliExitCodes.Done : CliExitCodes.Failed;
    }

    private static void PrintEnd(ParseResult result, CliHost host, CycleView view, bool met, BestModel? best, string folder)
    {
        var hints = CommandHints.From(result);
        var hits = view.Turns.Sum(turn => turn.CacheHits);
        var executions = view.Turns.Sum(turn => turn.Executions);
        var turns = $"{view.Turns.Length} turn{(view.Turns.Length == 1 ? "" : "s")}";
        host.Out.WriteLine(met ? $"Target reached after {turns}." : $"Target not reached in {turns}.");
        if (executions == 0 && hits > 0)
            host.Out.WriteLine($"All {hits} results came from the cache; no step ran.");
        else if (hits > 0)
            host.Out.WriteLine($"{hits} results came from the cache; {executions} steps ran.");
        if (best is not null)
        {
            host.Out.WriteLine($"Best model, in {Shown.Clean(best.Folder)}:");
            foreach (var file in best.Files)
                host.Out.WriteLine($"  {Shown.Clean(file.Path)}  {Shown.Size(file.SizeInBytes)}");
        }
        host.Out.WriteLine();
        host.Out.WriteLine("Next steps:");
        host.Out.WriteLine($"  {hints.Command("demo")}  run again, entirely from the cache");
        host.Out.WriteLine($"  {hints.Command("cycle show last")}  show the turns with their parameters and metrics");
        host.Out.WriteLine(
            $"  {hints.Command($"runs show {view.Turns.LastOrDefault()?.Run.ToString() ?? "last"}")}  show the nodes of the last turn");
        host.Out.WriteLine($"  edit {Shown.Clean(Path.Join(folder, "gyre.yaml"))}, then {hints.Command($"run {CommandHints.Word(folder)}")}");
        host.Out.WriteLine("  gyre init my-project  create a project of your own");
    }
}
