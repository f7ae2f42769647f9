using Gyre.Cli.Homes;
using Gyre.Cli.Output;
using Gyre.Cli.Runs;
using Gyre.Core;
using Gyre.Pipelines;

namespace Gyre.Cli.Cycles;

/// <summary>Chains as JSON.</summary>
internal static class CycleShapes
{
    /// <summary>What <c>gyre run --cycle</c> prints: the chain with its turns and the whole of their runs.</summary>
    public static async Task<MapValue> FinishedAsync(IHome home, CycleView cycle, CancellationToken cancellationToken)
    {
        List<Value> runs = [];
        foreach (var turn in cycle.Turns)
        {
            if (await home.Runs.FindAsync(turn.Run, cancellationToken) is { } run)
                runs.Add(RunShapes.Finished(run, await home.Runs.NodesAsync(run.Id, cancellationToken), await home.Runs.OutputsAsync(run.Id, cancellationToken)));
        }
        return Shape.Object(
            ("cycle_id", Value.Of(cycle.Id.ToString())),
            ("state", Value.Of(Shown.Word(cycle.State))),
            ("stop_reason", Shape.Text(cycle.StopReason)),
            ("turns", Shape.List(cycle.Turns, Turn)),
            ("best_turn", Shape.Integer(cycle.BestTurn)),
            ("runs", Value.Of(runs)),
            ("seconds", Shape.Seconds(cycle.CreatedAt, cycle.EndedAt)));
    }

    /// <summary>A chain in a list.</summary>
    public static MapValue Listed(CycleView cycle) => Shape.Object(
        ("cycle_id", Value.Of(cycle.Id.ToString())),
        ("name", Value.Of(cycle.Name)),
        ("project", Value.Of(cycle.Project)),
        ("pipeline", Value.Of(cycle.Pipeline)),
        ("state", Value.Of(Shown.Word(cycle.State))),
        ("stop_reason", Shape.Text(cycle.StopReason)),
        ("stop_detail", Shape.Text(cycle.StopDetail)),
        ("max_iterations", Value.Of(cycle.MaxIterations)),
        ("objective", cycle.Objective is { } objective
            ? Shape.Object(("metric", Value.Of(objective.Metric)), ("direction", Value.Of(Shown.Word(objective.Direction))))
            : Value.Null),
        ("best_turn", Shape.Integer(cycle.BestTurn)),
        ("created_at", Shape.Time(cycle.CreatedAt)),
        ("ended_at", Shape.Time(cycle.EndedAt)),
        ("seconds", Shape.Seconds(cycle.CreatedAt, cycle.EndedAt)));

    /// <summary>A chain with its turns.</summary>
    public static MapValue Detailed(CycleView cycle) => new([.. Listed(cycle).Entries, new("turns", Shape.List(cycle.Turns, Turn))]);

    private static MapValue Turn(TurnView turn) => Shape.Object(
        ("turn", Value.Of(turn.Number)),
        ("run_id", Value.Of(turn.Run.ToString())),
        ("state", Value.Of(Shown.Word(turn.State))),
        ("parameters", turn.Parameters),
        ("objective", Shape.Number(turn.Objective)),
        ("best_so_far", Shape.Number(turn.BestSoFar)),
        ("metrics", turn.Metrics),
        ("executions", Value.Of(turn.Executions)),
        ("cache_hits", Value.Of(turn.CacheHits)),
        ("seconds", Shape.Seconds(turn.CreatedAt, turn.EndedAt)));
}
