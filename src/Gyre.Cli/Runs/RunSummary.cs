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

    /// <summary>The exit code of a run that is over.</summary>
    public static int ExitCode(RunState state) => state is RunState.Succeeded or RunState.Stopped ? CliExitCodes.Done : CliExitCodes.Failed;

    /// <summary>A table of nodes, failures with their logs, and one last line.</summary>
    public void Write(RunView run, IReadOnlyList<NodeRunView> nodes, RunOutputs outputs)
    {
        WriteNodes(run, nodes);
        WriteOutputs(outputs);
        WriteFailures(run, nodes);
        var hits = nodes.Count(node => node.Cache == CacheOutcome.Hit);
        var style = ExitCode(run.State) == CliExitCodes.Done ? Style.Good : Style.Bad;
        var state = Style.Of(style, Shown.Word(run.State), host.OutIsTerminal && host.Color);
        var reason = run.Reason is { Length: > 0 } words ? $" ({Shown.Clean(words)})" : "";
        var cached = hits > 0 ? $"; {hits} of {nodes.Count} node runs came from the cache" : "";
        host.Out.WriteLine($"run {run.Id} {state}{reason} in {Shown.Duration(run.CreatedAt, run.EndedAt)}{cached}");
        if (run.State is RunState.Failed or RunState.Cancelled && !host.Interrupted.IsCancellationRequested)
            host.Out.WriteLine($"Run '{hints.Command($"resume {run.Id}")}' to resume; finished nodes are kept.");
    }

    /// <summary>A table of node runs; of a wide run only those at the top, with a count of what is below.</summary>
    public void WriteNodes(RunView run, IReadOnlyList<NodeRunView> nodes)
    {
        var table = new ResultTable("NODE", "STATE", "CACHE", "TIME", "METADATA");
        var top = nodes.Count > MaxRows ? [.. nodes.Where(node => NodeStates.Parent(node.Path) is null)] : nodes;
        foreach (var node in top.Take(MaxRows))
            table.Add(node.Path, Shown.Word(node.State), node.Cache is { } cache ? Shown.Word(cache) : "-", Shown.Duration(node.StartedAt, node.EndedAt), Shown.Pairs(node.Metadata.Entries.IsEmpty ? node.Results : node.Metadata));
        table.WriteTo(host);
        var hidden = nodes.Count - Math.Min(top.Count, MaxRows);
        if (hidden > 0)
            host.Out.WriteLine($"... and {hidden} more node runs: {hints.Command($"runs show {run.Id} --format json")}");
    }

    /// <summary>What the pipeline declares as its outputs, for people.</summary>
    public void WriteOutputs(RunOutputs outputs)
    {
        if (!outputs.Values.Entries.IsEmpty)
            host.Out.WriteLine($"outputs: {Shown.Pairs(outputs.Values)}");
        foreach (var artifacts in outputs.Artifacts)
            host.Out.WriteLine($"artifact {Shown.Clean(artifacts.Name)}: {string.Join(", ", artifacts.Items.Select(static item => Shown.Clean(item.Uri ?? $"{item.Type.Title}, {item.Files.Sum(static file => file.SizeInBytes)} bytes")))}");
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
