using System.CommandLine;
using Gyre.Cli.Forms;
using Gyre.Cli.Homes;
using Gyre.Cli.Options;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Home.Views;
using Gyre.Pipelines;

namespace Gyre.Cli.Runs;

/// <summary>Carries a run or a cycle to its end with progress, and says how it ended. Shared by all commands that start or take up work.</summary>
/// <param name="host">The world.</param>
/// <param name="home">Where it runs.</param>
/// <param name="hints">How following commands are written.</param>
/// <param name="json">Whether a program reads the answer.</param>
/// <param name="plain">Whether progress is told in lines, because the log goes to the same place.</param>
internal sealed class RunSession(CliHost host, IHome home, CommandHints hints, bool json, bool plain)
{
    /// <summary>Shows progress in another way: on a terminal if true, in lines if false. Null shows nodes.</summary>
    public Func<bool, IProgressDisplay>? Displays { get; init; }

    /// <summary>A session for a command.</summary>
    public static RunSession For(ParseResult result, CliHost host, IHome home) =>
        new(host, home, CommandHints.From(result), CliCommand.IsJson(result), RunLogs.IsShown(result));

    /// <summary>Follows a run and reports it.</summary>
    public async Task<int> FinishAsync(RunId run)
    {
        SayPage($"runs/{run}");
        var view = await FollowAsync(run);
        var nodes = await home.Runs.NodesAsync(run, host.LeaveNow);
        var outputs = await home.Runs.OutputsAsync(run, host.LeaveNow);
        var byHand = await CycleByHandAsync(run);
        if (json && byHand is null)
            Shape.Print(host.Out, ContractViews.ResultOf(view, nodes, outputs));
        else if (!json)
        {
            var advice = await FailureAdvice.OfAsync(host, home, hints, view, host.LeaveNow);
            new RunSummary(host, hints) { Sweeps = await SweepsAsync(run, nodes), Advice = advice }.Write(view, nodes, outputs);
        }
        if (byHand is { } cycle)
            return await FinishTurnsAsync(ContractViews.ResultOf(view, nodes, outputs), cycle);
        if (!host.Interrupted.IsCancellationRequested)
            return RunSummary.ExitCode(view.State);
        host.Say($"Interrupted. Run '{hints.Command($"resume {run}")}' to resume.");
        return CliExitCodes.Interrupted;
    }

    /// <summary>Says where a person can watch it, when a server shows this home.</summary>
    public void SayPage(string path)
    {
        if (home.Pages is { } pages)
            host.Say($"Page: {new Uri(pages, path)}");
    }

    private async Task<IReadOnlyList<RankedSweep>> SweepsAsync(RunId run, IReadOnlyList<NodeRunView> nodes) =>
        RankedSweep.All(nodes, await home.Runs.PipelineOfAsync(run, host.LeaveNow), metric: null, direction: null);

    /// <summary>Follows a cycle and reports it.</summary>
    public async Task<int> FinishAsync(CycleId cycle)
    {
        SayPage($"cycles/{cycle}");
        var view = await FollowAsync(cycle);
        if (json)
            Shape.Print(host.Out, await CycleResults.ReadAsync(home, view, host.LeaveNow));
        else
            await new CycleSummary(host, home, hints).WriteAsync(view, host.LeaveNow);
        if (!host.Interrupted.IsCancellationRequested)
            return CycleSummary.ExitCode(view);
        host.Say($"Interrupted. Run '{hints.Command($"cycle resume {cycle}")}' to resume the cycle.");
        return CliExitCodes.Interrupted;
    }

    /// <summary>The cycle that a step of the run made by starting the next turn, or null.</summary>
    private async Task<CycleId?> CycleByHandAsync(RunId run) =>
        (await home.Runs.FindAsync(run, host.LeaveNow))?.Cycle is { } cycle && (await home.Cycles.FindAsync(cycle, host.LeaveNow))?.ByHand == true ? cycle : null;

    /// <summary>The further turns of a cycle that a step made: the command is over when none is left.</summary>
    private async Task<int> FinishTurnsAsync(RunResult first, CycleId cycle)
    {
        if (!json)
        {
            host.Say("A step started another turn; following the cycle.");
            return await FinishAsync(cycle);
        }
        var view = await FollowAsync(cycle);
        Shape.Print(host.Out, first with { Cycle = await CycleResults.ReadAsync(home, view, host.LeaveNow) });
        return host.Interrupted.IsCancellationRequested ? CliExitCodes.Interrupted : CycleSummary.ExitCode(view);
    }

    /// <summary>Follows a run without reporting it.</summary>
    public Task<RunView> FollowAsync(RunId run) =>
        UnlessLeftAsync(new Follower(host, home, Display()).FollowAsync(run, host.LeaveNow), $"resume {run}");

    /// <summary>Follows a cycle without reporting it.</summary>
    public Task<CycleView> FollowAsync(CycleId cycle) =>
        UnlessLeftAsync(new Follower(host, home, Display()).FollowAsync(cycle, host.LeaveNow), $"cycle resume {cycle}");

    private async Task<T> UnlessLeftAsync<T>(Task<T> work, string command)
    {
        using var notice = new OutageNotice(home.Loops, host.Say);
        try
        {
            return await work;
        }
        catch (OperationCanceledException) when (host.LeaveNow.IsCancellationRequested)
        {
            host.Say($"Detached. Run '{hints.Command(command)}' to resume.");
            throw;
        }
    }

    private IProgressDisplay Display()
    {
        var isLive = !plain && host.ErrorIsTerminal && host.Variable("TERM") is not "dumb";
        return Displays is { } displays ? displays(isLive) : isLive ? new LiveDisplay(host, hints) : new LineDisplay(host, hints);
    }
}
