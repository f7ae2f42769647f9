using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Projects;

namespace Gyre.Cli.Runs;

/// <summary>How a cycle ended, for people.</summary>
/// <param name="host">Where it is written.</param>
/// <param name="home">Where it ran.</param>
/// <param name="hints">How following commands are written.</param>
internal sealed class CycleSummary(CliHost host, IHome home, CommandHints hints)
{
    /// <summary>
    /// The exit code of a cycle that is over: ending by a rule of its own is no failure. In a cycle made by hand a limit makes a step fail, and with it a turn.
    /// </summary>
    public static int ExitCode(CycleView cycle) =>
        !(cycle.ByHand && cycle.Turns.Any(turn => turn.State == RunState.Failed)) && cycle.StopReason is "condition" or "max-iterations" or "budget" or "no-gain" ? CliExitCodes.Done : CliExitCodes.Failed;

    /// <summary>Turns, best turn, and why it stopped.</summary>
    public async Task WriteAsync(CycleView cycle, CancellationToken cancellationToken)
    {
        WriteTurns(cycle);
        if (cycle.Turns.FirstOrDefault(turn => turn.Number == cycle.BestTurn) is { } best)
            host.Out.WriteLine($"Best: turn {best.Number}{(best.Objective is { } value ? $" with {Shown.Clean(cycle.Objective?.Metric ?? "objective")} = {Shown.Number(value)}" : "")}, run {best.Run}");
        var why = cycle.StopReason is { } reason ? $"{reason}{(cycle.StopDetail is { } detail ? $": {Shown.Clean(detail)}" : "")}" : "still running";
        host.Out.WriteLine($"cycle {cycle.Id} {Shown.Word(cycle.State)} ({why}) in {Shown.Duration(cycle.CreatedAt, cycle.EndedAt)}");
        if (cycle.IsDriven == false)
            host.Out.WriteLine(Drivers.Advice(hints, $"cycle resume {cycle.Id}"));
        if (ExitCode(cycle) != CliExitCodes.Done && cycle.Turns.LastOrDefault(turn => turn.State == RunState.Failed) is { } failed)
            await WriteFailureAsync(failed, cancellationToken);
    }

    /// <summary>A table of turns.</summary>
    public void WriteTurns(CycleView cycle)
    {
        var table = new ResultTable("TURN", "STATE", "OBJECTIVE", "", "TIME", "CACHE", "PARAMETERS", "METRICS");
        foreach (var turn in cycle.Turns)
        {
            var best = turn.Number == cycle.BestTurn;
            table.Add(
                best,
                $"{turn.Number}",
                Shown.Word(turn.State),
                turn.Objective is { } value ? Shown.Number(value) : "-",
                best ? "best" : "",
                Shown.Duration(turn.CreatedAt, turn.EndedAt),
                turn.CacheHits > 0 ? $"{turn.CacheHits} of {turn.CacheHits + turn.Executions}" : "-",
                turn.Parameters.Entries.IsEmpty ? "as declared" : Shown.Lines(turn.Parameters),
                Shown.Lines(Metrics(cycle, turn), 5));
        }
        table.WriteTo(host);
    }

    /// <summary>Of all metrics those of the node that the objective speaks of, without its name; a table has only so many columns.</summary>
    private static MapValue Metrics(CycleView cycle, TurnView turn)
    {
        var dot = cycle.Objective?.Metric.IndexOf('.', StringComparison.Ordinal) ?? -1;
        if (dot < 0)
            return turn.Metrics;
        var prefix = cycle.Objective!.Metric[..(dot + 1)];
        return new MapValue([.. turn.Metrics.Entries
            .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(entry => KeyValuePair.Create(entry.Key[prefix.Length..], entry.Value))]);
    }

    private async Task WriteFailureAsync(TurnView turn, CancellationToken cancellationToken)
    {
        if (await home.Runs.FindAsync(turn.Run, cancellationToken) is not { } run)
            return;
        host.Out.WriteLine($"Turn {turn.Number}:");
        new RunSummary(host, hints).Write(run, await home.Runs.NodesAsync(run.Id, cancellationToken), await home.Runs.OutputsAsync(run.Id, cancellationToken));
    }
}
