using System.Collections.Immutable;
using Gyre.Pipelines.Schema;
using Gyre.Projects;
using Gyre.Storage;

namespace Gyre.Pipelines.Cycles;

/// <summary>Cycles as people look at them.</summary>
internal static class CycleViews
{
    public static CycleView Of(CycleRow row) => new()
    {
        Id = row.Id,
        Name = row.Name,
        Project = row.Project,
        Pipeline = row.Pipeline,
        State = row.IsRunning ? CycleState.Running : CycleState.Stopped,
        StopReason = row.StopReason,
        StopDetail = row.StopDetail,
        CreatedAt = row.CreatedAt,
        EndedAt = row.EndedAt,
        MaxIterations = row.MaxIterations,
        ByHand = row.ReadDefinition().ByHand,
        Objective = row.ReadDefinition().Cycle.Objective,
    };

    public static CycleView Of(IDbSession session, CycleRow row)
    {
        var view = Of(row);
        var turns = ImmutableArray.CreateBuilder<TurnView>();
        double? best = null;
        int? bestTurn = null;
        foreach (var run in CycleStore.Turns(session, row.Id))
        {
            var value = view.Objective is { } objective ? CycleMachine.ObjectiveOf(objective, TurnReader.Outcome(session, run)) : null;
            if (value is { } number && (best is not { } so || (view.Objective!.Direction == Direction.Maximize ? number > so : number < so)))
                (best, bestTurn) = (number, run.Turn);
            turns.Add(TurnOf(session, run) with { Objective = value, BestSoFar = best });
        }
        return view with { Turns = turns.ToImmutable(), BestTurn = bestTurn };
    }

    private static TurnView TurnOf(IDbSession session, RunRow run) => new()
    {
        Number = run.Turn,
        Run = run.Id,
        State = run.RunState,
        Parameters = run.ParameterValues,
        Metrics = TurnReader.Metrics(session, run),
        CreatedAt = run.CreatedAt,
        EndedAt = run.EndedAt,
        Executions = run.Executions,
        CacheHits = run.CacheHits,
    };
}
