using Gyre.Cli.Homes;
using Gyre.Contracts;
using Gyre.Home.Views;
using Gyre.Pipelines;

namespace Gyre.Cli.Runs;

/// <summary>How cycles ended.</summary>
internal static class CycleResults
{
    /// <summary>What <c>gyre run --cycle</c> prints: the cycle with its turns and the whole of their runs.</summary>
    public static async Task<CycleResult> ReadAsync(IHome home, CycleView cycle, CancellationToken cancellationToken)
    {
        List<RunResult> runs = [];
        foreach (var turn in cycle.Turns)
        {
            if (await home.Runs.FindAsync(turn.Run, cancellationToken) is { } run)
                runs.Add(ContractViews.ResultOf(run, await home.Runs.NodesAsync(run.Id, cancellationToken), await home.Runs.OutputsAsync(run.Id, cancellationToken)));
        }
        return ContractViews.ResultOf(cycle, runs);
    }
}
