using Gyre.Cli.Forms;
using Gyre.Cli.Options;
using Gyre.Cli.Output;
using Gyre.Pipelines;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Gyre.Cli.Runs;

/// <summary>Progress on a terminal: turns so far, and a bar per node, drawn over and over in place.</summary>
/// <param name="host">Where it is drawn.</param>
/// <param name="hints">How following commands are written.</param>
internal sealed class LiveDisplay(CliHost host, CommandHints hints) : IProgressDisplay
{
    private const int BarWidth = 20;
    private const int MaxTurns = 12;

    /// <inheritdoc/>
    public Task<T> ShowAsync<T>(Func<Action<Picture>, Task<T>> work)
    {
        var console = Screen.For(host.Error, host);
        return console.Live(new Text("")).AutoClear(true).Overflow(VerticalOverflow.Ellipsis).Cropping(VerticalOverflowCropping.Top)
            .StartAsync(context => work(picture => context.UpdateTarget(Draw(picture))));
    }

    private Rows Draw(Picture picture)
    {
        List<IRenderable> parts = [];
        if (picture.Cycle is { } cycle)
            AddTurns(parts, cycle);
        if (picture.Run is { } run)
        {
            if (picture.Cycle is null)
                parts.Add(new Text($"{Shown.Clean(run.Pipeline)}  {Shown.Word(run.State)}  {Shown.Duration(run.CreatedAt, run.EndedAt ?? host.Clock.GetUtcNow())}"));
            parts.Add(Nodes(picture.Nodes));
            foreach (var node in picture.Nodes.Where(node => node.State == NodeRunState.AwaitingApproval))
                parts.Add(new Text(
                    $"{Shown.Clean(node.Path)} is waiting for approval: "
                        + $"{hints.Command($"approve {run.Id} {CommandHints.Word(node.Path)} --as NAME")}",
                    new Spectre.Console.Style(Color.Yellow)));
        }
        return new Rows(parts);
    }

    private static void AddTurns(List<IRenderable> parts, CycleView cycle)
    {
        parts.Add(new Text($"{Shown.Clean(cycle.Name)}: turn {cycle.Turns.Length} of at most {cycle.MaxIterations}"));
        foreach (var turn in cycle.Turns.TakeLast(MaxTurns))
        {
            var best = cycle.BestTurn == turn.Number ? "  best" : "";
            var value = turn.Objective is { } number ? $"  {Shown.Number(number)}{best}" : "";
            parts.Add(new Text(
                $"  turn {turn.Number}  {Shown.Word(turn.State)}{value}  {Shown.Pairs(turn.Parameters, 90)}",
                new Spectre.Console.Style(cycle.BestTurn == turn.Number ? Color.Green : null)));
        }
    }

    private Table Nodes(IReadOnlyList<NodeRunView> nodes)
    {
        var table = new Table().NoBorder().HideHeaders();
        foreach (var _ in (ReadOnlySpan<string>)["node", "bar", "state", "time", "metadata"])
            table.AddColumn(new TableColumn("").NoWrap());
        var children = nodes.ToLookup(node => NodeStates.Parent(node.Path), StringComparer.Ordinal);
        foreach (var node in children[null])
        {
            table.AddRow(
                new Text(Shown.Clean(node.Path)),
                Bar(node, [.. children[node.Path]]),
                new Text(State(node), new Spectre.Console.Style(Colour(node.State))),
                new Text(Shown.Duration(node.StartedAt, node.EndedAt ?? host.Clock.GetUtcNow())),
                new Text(Shown.Pairs(node.Metadata, 60), new Spectre.Console.Style(Color.Grey)));
        }
        return table;
    }

    private static Text Bar(NodeRunView node, NodeRunView[] children)
    {
        var over = NodeStates.IsOver(node.State);
        var total = Math.Max(1, children.Length);
        var done = over ? total : children.Count(child => NodeStates.IsOver(child.State));
        var filled = BarWidth * done / total;
        var count = children.Length > 0 ? $" {children.Count(child => NodeStates.IsOver(child.State))}/{children.Length}" : "";
        return new Text(new string('━', filled) + new string('╌', BarWidth - filled) + count, new Spectre.Console.Style(Colour(node.State)));
    }

    private static string State(NodeRunView node) => node.Cache == CacheOutcome.Hit ? "from the cache" : Shown.Word(node.State);

    private static Color Colour(NodeRunState state) => state switch
    {
        NodeRunState.Succeeded => Color.Green,
        NodeRunState.Failed or NodeRunState.UpstreamFailed => Color.Red,
        NodeRunState.Running => Color.Blue,
        NodeRunState.AwaitingApproval or NodeRunState.AwaitingAnswer or NodeRunState.BackingOff => Color.Yellow,
        _ => Color.Grey,
    };
}
