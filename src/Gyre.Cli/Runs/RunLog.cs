using System.Text;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Cli.Output;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Home.Views;
using Gyre.Pipelines;

namespace Gyre.Cli.Runs;

/// <summary>The logs of several node runs in one, with the node in front of each line.</summary>
/// <param name="host">Where it is written.</param>
/// <param name="home">Where the run is.</param>
/// <param name="json">Whether a program reads it.</param>
/// <param name="raw">Whether control codes are left in.</param>
internal sealed class RunLog(CliHost host, IHome home, bool json, bool raw)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);
    private readonly Lock _writing = new();

    /// <summary>Prints the logs of the node runs that failed or, if none did, of all; or follows all until the run is over.</summary>
    public async Task PrintAsync(RunView run, bool follow, CancellationToken cancellationToken)
    {
        if (follow)
        {
            await FollowAsync(run.Id, cancellationToken);
            return;
        }
        var started = (await home.Runs.NodesAsync(run.Id, cancellationToken)).Where(IsPrinting).ToList();
        var failed = started.Where(static node => node.State == NodeRunState.Failed).ToList();
        var shown = failed.Count > 0 ? failed : started;
        if (shown.Count == 0)
            throw new InvalidInputException("log.none", $"No node of run {run.Id} has printed anything yet: none was started in this run.",
                "Use --follow to wait for the first one. Run 'gyre cache explain' to find the run that produced a cached result.");
        var width = shown.Max(static node => node.Path.Length);
        foreach (var node in shown)
            await PrintAsync(node, width, follow: false, cancellationToken);
    }

    /// <summary>A cache hit names an attempt of another run, which printed there.</summary>
    private static bool IsPrinting(NodeRunView node) =>
        node is { Attempt: not null, Cache: not (CacheOutcome.Hit or CacheOutcome.Reused) };

    /// <summary>Each attempt is followed as it comes, until the run is over and all have been printed.</summary>
    private async Task FollowAsync(RunId run, CancellationToken cancellationToken)
    {
        var followed = new Dictionary<AttemptId, Task>();
        while (true)
        {
            // The run first: what started before its end is in the list that is read afterwards.
            var isOver = await home.Runs.FindAsync(run, cancellationToken) is not { } view || NodeStates.IsOver(view.State);
            var nodes = (await home.Runs.NodesAsync(run, cancellationToken)).Where(IsPrinting).ToList();
            var width = nodes.Select(static node => node.Path.Length).DefaultIfEmpty(0).Max();
            foreach (var node in nodes.Where(node => !followed.ContainsKey(node.Attempt!.Value)))
            {
                // An attempt that was just ordered has not reached its executor: it is looked for again.
                if (isOver || await IsThereAsync(node, cancellationToken))
                    followed.Add(node.Attempt!.Value, PrintAsync(node, width, follow: !isOver, cancellationToken));
            }
            if (isOver)
                break;
            await Task.Delay(LookAgain, host.Clock, cancellationToken);
        }
        await Task.WhenAll(followed.Values);
    }

    private async Task PrintAsync(NodeRunView node, int width, bool follow, CancellationToken cancellationToken)
    {
        var (executor, attempt) = (home.Executors.Of(node.Executor), node.Attempt!.Value);
        if (!await IsThereAsync(node, cancellationToken))
        {
            host.Say($"The log of '{Shown.Clean(node.Path)}' no longer exists.");
            return;
        }
        var text = new StringBuilder();
        var clean = raw ? null : new LogText(host.OutIsTerminal && host.Color);
        var open = false;
        await foreach (var line in executor.TailLogsAsync(attempt, 0, follow, cancellationToken))
        {
            if (json)
            {
                Write(Shape.Of(ContractViews.Of(line)), node.Path);
                continue;
            }
            // A very long line comes in pieces, and others must not come between them.
            if (open && !line.Continues)
                Write(node.Path, width, text.Append(clean?.EndLine()));
            text.Append(clean?.Clean(line.Text) ?? line.Text);
            open = line.MayGoOn;
            if (!open)
                Write(node.Path, width, text.Append(clean?.EndLine()));
        }
        if (open)
            Write(node.Path, width, text.Append(clean?.EndLine()));
    }

    private async Task<bool> IsThereAsync(NodeRunView node, CancellationToken cancellationToken) =>
        (await home.Executors.Of(node.Executor).ObserveAsync(node.Attempt!.Value, cancellationToken)).Phase != AttemptPhase.Unknown;

    private void Write(MapValue line, string node)
    {
        lock (_writing)
            Shape.WriteTo(host.Out, new MapValue([new("node", Value.Of(node)), .. line.Entries]));
    }

    private void Write(string node, int width, StringBuilder text)
    {
        lock (_writing)
            host.Out.WriteLine($"{Shown.Clean(node).PadRight(width)} | {text}");
        text.Clear();
    }
}
