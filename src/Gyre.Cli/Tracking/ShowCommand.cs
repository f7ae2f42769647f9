using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Tracking;

namespace Gyre.Cli.Tracking;

/// <summary>Shows a tracking run with all that was logged to it.</summary>
internal static class ShowCommand
{
    private const int MaxFiles = 10_000;

    public static Command Create(CliHost host)
    {
        var run = CliCommand.Word("RUN", "Tracking run id.");
        var command = new Command(
            "show",
            """
            Shows a tracking run: params, metrics, tags and files.

            Example:
              gyre tracking show 0199c1f47c1e7b4a9d5e3f2a1b0c9d8e
            """)
        {
            run,
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var home = await HomeOptions.OpenExistingAsync(result, host, cancellationToken);
            var found = await RunNames.FindAsync(home.Tracking, result.GetRequiredValue(run), cancellationToken);
            var files = new List<ArtifactEntry>();
            await CollectAsync(home.Tracking.Artifacts, found.Info.ArtifactUri, null, files, cancellationToken);
            if (CliCommand.IsJson(result))
                Shape.WriteTo(host.Out, TrackingShapes.Detailed(found, files));
            else
                Print(host, found, files);
            if (files.Count == MaxFiles)
                host.Say($"Output truncated: only the first {MaxFiles} files are shown.");
            return CliExitCodes.Done;
        });
        return command;
    }

    private static async Task CollectAsync(ITrackingArtifacts artifacts, string address, string? folder, List<ArtifactEntry> files, CancellationToken cancellationToken)
    {
        foreach (var entry in await artifacts.ListAsync(address, folder, cancellationToken))
        {
            if (files.Count == MaxFiles)
                return;
            if (entry.IsFolder)
                await CollectAsync(artifacts, address, entry.Path, files, cancellationToken);
            else
                files.Add(entry);
        }
    }

    private static void Print(CliHost host, TrackingRun run, List<ArtifactEntry> files)
    {
        host.Out.WriteLine($"run         {run.Info.RunId}");
        host.Out.WriteLine($"name        {Shown.Clean(run.Info.Name)}");
        host.Out.WriteLine($"experiment  {run.Info.Experiment.ToString(CultureInfo.InvariantCulture)}");
        host.Out.WriteLine($"status      {Shown.Word(run.Info.Status)}{(run.Info.Stage == LifecycleStage.Deleted ? ", deleted" : "")}");
        host.Out.WriteLine($"started     {TrackingShapes.Started(run.Info)} UTC, took {TrackingShapes.Took(run.Info)}");
        host.Out.WriteLine($"user        {Shown.Clean(run.Info.User)}");
        Write(host, "PARAM", run.Params.Select(param => (param.Key, param.Value)));
        Write(host, "METRIC", run.Metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal).Select(metric => (metric.Key, TrackingShapes.Number(metric.Point.Value))));
        Write(host, "TAG", run.Tags.Select(tag => (tag.Key, tag.Value)));
        Write(host, "FILE", files.Select(file => (file.Path, Shown.Size(file.SizeInBytes))));
    }

    private static void Write(CliHost host, string heading, IEnumerable<(string Name, string Value)> pairs)
    {
        var table = new ResultTable(heading, heading == "FILE" ? "SIZE" : "VALUE");
        var any = false;
        foreach (var (name, value) in pairs)
        {
            table.Add(Shown.Clean(name), Shown.Short(Shown.Clean(value), 100));
            any = true;
        }
        if (!any)
            return;
        host.Out.WriteLine();
        table.WriteTo(host);
    }
}
