using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Core;
using Gyre.Pipelines;

namespace Gyre.Cli.Runs;

/// <summary>Progress where nobody draws: one line for each thing that happened.</summary>
/// <param name="host">Where the lines go.</param>
/// <param name="hints">How following commands are written.</param>
internal sealed class LineDisplay(CliHost host, CommandHints hints) : IProgressDisplay
{
    private readonly Dictionary<(RunId Run, string Path), NodeRunState> _states = [];
    private readonly HashSet<RunId> _started = [];
    private readonly HashSet<RunId> _ended = [];

    /// <inheritdoc/>
    public Task<T> ShowAsync<T>(Func<Action<Picture>, Task<T>> work) => work(Show);

    private void Show(Picture picture)
    {
        if (picture.Run is not { } run)
            return;
        var turn = picture.Cycle?.Turns.FirstOrDefault(turn => turn.Run == run.Id);
        if (_started.Add(run.Id))
        {
            host.Say(turn is null
                ? $"run {run.Id}: {Shown.Clean(run.Pipeline)}"
                : $"turn {turn.Number} of at most {picture.Cycle!.MaxIterations}: run {turn.Run}{Also(Shown.Pairs(turn.Parameters, 160))}");
        }
        foreach (var node in picture.Nodes)
            ShowNode(run.Id, node);
        if (turn is not null && NodeStates.IsOver(turn.State) && _ended.Add(run.Id))
            host.Say($"turn {turn.Number} {Shown.Word(turn.State)}{Objective(picture.Cycle!, turn)}");
    }

    private static string Objective(CycleView cycle, TurnView turn) => turn.Objective is { } value
        ? $": {Shown.Clean(cycle.Objective?.Metric ?? "objective")} = {Shown.Number(value)}{(turn.BestSoFar is { } best ? $", best so far {Shown.Number(best)}" : "")}"
        : "";

    private void ShowNode(RunId run, NodeRunView node)
    {
        var known = _states.TryGetValue((run, node.Path), out var before);
        if (known && before == node.State)
            return;
        _states[(run, node.Path)] = node.State;
        if (node.State is NodeRunState.Waiting or NodeRunState.Queued)
            return;
        host.Say($"  {Shown.Clean(node.Path)}: {Words(run, node)}");
    }

    private string Words(RunId run, NodeRunView node)
    {
        var word = Shown.Word(node.State);
        return node.State switch
        {
            NodeRunState.AwaitingApproval =>
                $"waiting for approval: {hints.Command($"approve {run} {CommandHints.Word(node.Path)} --as NAME")}",
            NodeRunState.AwaitingAnswer when node.Wait is { } wait =>
                $"waiting for {Shown.Clean(wait.WaitsFor)} (key {Shown.Clean(wait.Key)})",
            NodeRunState.Succeeded => $"{word}{(node.Cache == CacheOutcome.Hit ? " (from the cache)" : Took(node))}{Also(Shown.Pairs(node.Metadata, 120))}",
            NodeRunState.Failed => $"{word}{Took(node)}{Also(Shown.Clean(node.Reason ?? ""))}",
            NodeRunState.BackingOff => $"failed, will retry{Also(Shown.Clean(node.Reason ?? ""))}",
            _ => word,
        };
    }

    private static string Took(NodeRunView node) => node is { StartedAt: { } start, EndedAt: { } end } ? $" in {Shown.Duration(end - start)}" : "";

    private static string Also(string words) => words.Length > 0 ? $": {words}" : "";
}
