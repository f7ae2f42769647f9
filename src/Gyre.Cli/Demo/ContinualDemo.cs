using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Experiments;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Experiments;

namespace Gyre.Cli.Demo;

/// <summary>Runs the plan of the demo of continual learning and shows what remains of each task.</summary>
internal static class ContinualDemo
{
    /// <summary>Its name on the command line.</summary>
    public const string Name = "continual";

    private const string Metric = "accuracy_score";

    public static async Task<int> RunAsync(ParseResult result, CliHost host, CancellationToken cancellationToken)
    {
        var storage = HomeOptions.Read(result, host);
        await using var home = await host.OpenHome(storage, cancellationToken);
        var demo = await DemoFiles.WriteAsync(Path.Join(storage.Home, "demo"), host, cancellationToken);
        var files = new ContinualFiles(Path.Join(storage.Home, Name));
        await files.WriteAsync(Path.Join(demo, "data", "digits.csv"), cancellationToken);
        var plan = await LoadedPlan.ReadAsync(
            host, files.Plan, null,
            folder => new ExperimentSurroundings { Datasets = new FolderPlaces(folder, host.WorkingFolder, files.Datasets) },
            cancellationToken);
        var experiments = new ExperimentQueries(home.Runs, home.Blobs);
        var outcomes = new List<ExperimentProgress>();
        foreach (var prepared in plan.Prepared.Experiments)
        {
            var run = await home.Runs.StartAsync(ExperimentRequest.Of(plan, prepared, host), cancellationToken);
            var session = ExperimentSessions.For(result, host, home, ExperimentGraphs.Build(prepared));
            session.SayPage($"runs/{run}");
            outcomes.Add((await experiments.FindAsync(await session.FollowAsync(run), host.LeaveNow))!);
        }
        var hints = CommandHints.From(result);
        new ExperimentTable(host, hints).Write(outcomes, CliCommand.IsJson(result));
        foreach (var outcome in outcomes)
        {
            var (_, html, _) = await ExperimentReportCommand.WriteAsync(outcome, files.Plan, cancellationToken);
            host.Say($"Report: {Shown.Clean(html)}");
        }
        if (!CliCommand.IsJson(result))
            Explain(host, hints, outcomes, files);
        return host.Interrupted.IsCancellationRequested ? CliExitCodes.Interrupted
            : outcomes.Count > 0 && outcomes.TrueForAll(static outcome => outcome.Succeeded) ? CliExitCodes.Done : CliExitCodes.Failed;
    }

    private static void Explain(CliHost host, CommandHints hints, List<ExperimentProgress> outcomes, ContinualFiles files)
    {
        host.Out.WriteLine();
        host.Out.WriteLine("Accuracy on the digits of each task (columns) after learning each task (rows), mean over the divisions:");
        foreach (var trial in outcomes.SelectMany(static outcome => outcome.Trials))
        {
            if (trial.Summary?.Matrices.GetValueOrDefault(Metric) is { } matrices)
                new MatrixText(host).Write(trial.Trial, matrices);
        }
        host.Out.WriteLine();
        host.Out.WriteLine("Next steps:");
        host.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {hints.Command($"experiment status {files.Plan}")}  show the results again"));
        host.Out.WriteLine($"  {hints.Command($"experiment run {files.Plan} --datasets {files.Datasets}")}  run it again after a change");
        host.Out.WriteLine($"  {hints.Command("serve")}  look at the runs in the browser");
    }
}
