using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Cli.Runs;

/// <summary>How a run ended, for people.</summary>
/// <param name="host">Where it is written.</param>
/// <param name="hints">How following commands are written.</param>
internal sealed class RunSummary(CliHost host, CommandHints hints)
{
    private const int MaxRows = 60;
    private const int MaxFailures = 5;
    private static readonly TimeSpan NoticedWait = TimeSpan.FromSeconds(1);

    /// <summary>Says where a file lies; with it the files are listed one by one, otherwise only counted.</summary>
    public Func<RunFile, string>? Place { get; init; }

    /// <summary>What to do after a failure; null for what is right whatever happened to the project.</summary>
    public IReadOnlyList<string>? Advice { get; init; }

    /// <summary>The sweeps of the run: each has a table of its own, and its trials are no rows of the table of nodes.</summary>
    public IReadOnlyList<RankedSweep> Sweeps { get; init; } = [];

    /// <summary>The exit code of a run that is over.</summary>
    public static int ExitCode(RunState state) => state is RunState.Succeeded or RunState.Stopped ? CliExitCodes.Done : CliExitCodes.Failed;

    /// <summary>A table of nodes, failures with their logs, and one last line.</summary>
    public void Write(RunView run, IReadOnlyList<NodeRunView> nodes, RunOutputs outputs)
    {
        WriteNodes(run, nodes);
        WriteOutputs(outputs);
        WriteFiles(run, nodes);
        WriteFailures(run, nodes);
        var hits = nodes.Count(node => node.Cache == CacheOutcome.Hit);
        var style = ExitCode(run.State) == CliExitCodes.Done ? Style.Good : Style.Bad;
        var state = Style.Of(style, Shown.Word(run.State), host.OutIsTerminal && host.Color);
        var reason = run.Reason is { Length: > 0 } words ? $" ({Shown.Clean(words)})" : "";
        var cached = hits > 0 ? $"; {hits} of {nodes.Count} node runs came from the cache" : "";
        host.Out.WriteLine($"run {run.Id} {state}{reason} in {Shown.Duration(run.CreatedAt, run.EndedAt)}{cached}");
        if (run.State is RunState.Failed or RunState.Cancelled && !host.Interrupted.IsCancellationRequested)
        {
            foreach (var line in Advice ?? [$"Run '{hints.Command($"resume {run.Id}")}' to resume; finished nodes are kept."])
                host.Out.WriteLine(line);
        }
    }

    /// <summary>The same of a run that goes on: nodes, the files so far, and since when; or that nobody carries it out.</summary>
    public void WriteUnderWay(RunView run, IReadOnlyList<NodeRunView> nodes)
    {
        WriteNodes(run, nodes);
        WriteFiles(run, nodes);
        host.Out.WriteLine($"{Drivers.State(run)}, started {Shown.Duration(run.CreatedAt, host.Clock.GetUtcNow())} ago");
        if (run.IsDriven == false)
            host.Out.WriteLine(Drivers.Advice(hints, $"resume {run.Id}"));
    }

    /// <summary>A table of node runs; of a wide run only those at the top, with a count of what is below.</summary>
    public void WriteNodes(RunView run, IReadOnlyList<NodeRunView> nodes)
    {
        // A wait that nobody notices needs no column.
        var waited = nodes.Any(static node => node.QueuedFor > NoticedWait);
        var table = new ResultTable([.. (string[])["NODE", "STATE", "CACHE"], .. waited ? (string[])["QUEUED"] : [], "TIME", "METADATA"])
        {
            Drops = ["CACHE", "QUEUED", "TIME", "METADATA"],
        };
        var trials = Sweeps.SelectMany(
            static sweep => sweep.Trials.Select(static trial => trial.Node.Path)).ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<NodeRunView> others = [.. nodes.Where(node => !trials.Contains(node.Path))];
        var top = others.Count > MaxRows ? [.. others.Where(node => NodeStates.Parent(node.Path) is null)] : others;
        foreach (var node in top.Take(MaxRows))
        {
            table.Add(
            [
                node.Path,
                Shown.Word(node.State),
                node.Cache is { } cache ? Shown.Word(cache) : "-",
                .. waited ? (string[])[node.QueuedFor is { } time ? Shown.Duration(time) : "-"] : [],
                Shown.Duration(node.StartedAt, node.EndedAt),
                Shown.Pairs(node.Metadata.Entries.IsEmpty ? node.Results : node.Metadata),
            ]);
        }
        table.WriteTo(host);
        var hidden = others.Count - Math.Min(top.Count, MaxRows);
        if (hidden > 0)
            host.Out.WriteLine($"... and {hidden} more node runs: {hints.Command($"runs show {run.Id} --format json")}");
        foreach (var sweep in Sweeps)
            SweepTable.Print(host, sweep);
    }

    /// <summary>What the pipeline declares as its outputs, for people.</summary>
    public void WriteOutputs(RunOutputs outputs)
    {
        if (!outputs.Values.Entries.IsEmpty)
            host.Out.WriteLine($"outputs: {Shown.Pairs(outputs.Values)}");
        foreach (var artifacts in outputs.Artifacts)
            host.Out.WriteLine($"artifact {Shown.Clean(artifacts.Name)}: {string.Join(", ", artifacts.Items.Select(static item => Shown.Clean(item.Uri ?? $"{item.Type.Title}, {item.Files.Sum(static file => file.SizeInBytes)} bytes")))}");
    }

    /// <summary>What files there are, and how to get them.</summary>
    private void WriteFiles(RunView run, IReadOnlyList<NodeRunView> nodes)
    {
        var files = RunFiles.Of(nodes, byNode: true);
        if (files.Count == 0)
            return;
        if (Place is { } place)
            RunFiles.Print(host, files.Take(MaxRows), place);
        var size = Shown.Size(files.Sum(static file => file.File.SizeInBytes));
        host.Out.WriteLine(
            $"{files.Count} output file{(files.Count == 1 ? "" : "s")}, {size}: {hints.Command($"outputs {run.Id} --to DIR")}");
    }

    private void WriteFailures(RunView run, IReadOnlyList<NodeRunView> nodes)
    {
        // A task fails because a trial failed: the trial's log is the one to read.
        var failed = nodes.Where(node => node.State == NodeRunState.Failed).ToList();
        var causes = failed.Where(node => !failed.Any(child => NodeStates.Parent(child.Path) == node.Path)).ToList();
        foreach (var node in causes.Take(MaxFailures))
        {
            host.Out.WriteLine($"{Shown.Clean(node.Path)} failed: {Shown.Clean(node.Reason ?? "no reason given")}");
            if (node.Attempt is not null)
                host.Out.WriteLine($"  log: {hints.Command($"logs {run.Id} {CommandHints.Word(node.Path)}")}");
        }
        if (causes.Count > MaxFailures)
            host.Out.WriteLine($"... and {causes.Count - MaxFailures} more failed.");
    }
}
