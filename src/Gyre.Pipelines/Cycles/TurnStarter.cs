using System.Text.Json;
using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Pipelines.Catalog;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Running;
using Gyre.Pipelines.Schema;
using Gyre.Projects;
using Gyre.Storage;

namespace Gyre.Pipelines.Cycles;

/// <summary>What became of a step's wish for a further run.</summary>
/// <param name="Run">The run; null when it was refused.</param>
/// <param name="IsNew">Whether it came to be just now.</param>
/// <param name="Refusal">Why not, or null.</param>
internal sealed record StartedTurn(RunId? Run, bool IsNew, TurnRefusedException? Refusal = null);

/// <summary>
/// Starts the runs that steps ask for, as turns of their cycle. Cycle, turn, link to the parent and the note that this place in the step's order is taken are
/// one transaction.
/// </summary>
internal sealed class TurnStarter(IStore store, RunAcceptance acceptance, IdSource ids, EngineOptions options)
{
    /// <exception cref="TurnRefusedException">See <see cref="ICycles.StartTurnAsync"/>.</exception>
    public async Task<StartedTurn> StartAsync(StartRun request, StepOrigin origin, CancellationToken cancellationToken)
    {
        var (parent, plan) = await store.Database.ReadAsync(session => (RunStore.Find(session, origin.Run), RunStore.Plan(session, origin.Run)), cancellationToken);
        if (parent is null || plan is null)
            throw new InvalidInputException("run.unknown", $"Run {origin.Run} does not exist.");
        var accepted = await IsKnownAsync(request, origin, cancellationToken) ? null
            : await PrepareAsync(request, plan, cancellationToken);
        var started = await store.Database.WriteAsync(session => Store(session, accepted, request, origin, plan), cancellationToken);
        return started.Refusal is { } refusal ? throw refusal : started;
    }

    private async Task<AcceptedRun> PrepareAsync(StartRun request, RunPlan plan, CancellationToken cancellationToken)
    {
        if (request.Folder.Length > 0)
            return await acceptance.PrepareAsync(request with { WithinProject = true }, cancellationToken);
        var accepted = await acceptance.PrepareAsync(FromPlan(request, plan) with { WithinProject = true }, cancellationToken);
        // The secrets of the first turn hold for the chain; nobody has them in the clear to give them once more.
        return plan.GivenSecrets.IsEmpty || !request.Secrets.IsEmpty
            ? accepted
            : accepted with { Plan = accepted.Plan with { GivenSecrets = plan.GivenSecrets, SecretsOf = plan.SecretsOf ?? plan.Run } };
    }

    /// <summary>What the step's own run settled holds for the next turn too; only a sweep that draws shall not draw the same again.</summary>
    private static StartRun FromPlan(StartRun request, RunPlan plan) => request with
    {
        Code = plan.Code,
        CodeOrigin = plan.CodeOrigin,
        ProjectName = plan.Project,
        Variables = plan.GivenVariables.SetItems(request.Variables),
        ApiAlias = plan.ApiAlias,
        Limits = plan.Limits,
        Concurrency = plan.Concurrency,
        Seed = unchecked(plan.Seed + 1),
        UseCache = request.UseCache && plan.UseCache,
    };

    private Task<bool> IsKnownAsync(StartRun request, StepOrigin origin, CancellationToken cancellationToken) => store.Database.ReadAsync(
        session => (request.IdempotencyKey is { } key && RunStore.FindByKey(session, key) is not null)
            || ExecutionStore.Child(session, origin.Run, origin.NodePath, NextOrdinal(session, origin)) is not null,
        cancellationToken);

    private static int NextOrdinal(IDbSession session, StepOrigin origin) =>
        ExecutionStore.CountChildren(session, origin.Run, origin.NodePath, origin.Attempt) + 1;

    private StartedTurn Store(IDbSession session, AcceptedRun? accepted, StartRun request, StepOrigin origin, RunPlan plan)
    {
        if (request.IdempotencyKey is { } key && RunStore.FindByKey(session, key) is { } known)
            return new StartedTurn(known.Id, IsNew: false);
        var ordinal = NextOrdinal(session, origin);
        if (ExecutionStore.Child(session, origin.Run, origin.NodePath, ordinal) is { } earlier)
        {
            ExecutionStore.AddChild(session, origin.Run, origin.NodePath, origin.Attempt, ordinal, earlier);
            return new StartedTurn(earlier, IsNew: false);
        }
        if (ordinal > options.MaxRunsPerAttempt)
            return Refuse("run.too-many", $"This attempt has already started {options.MaxRunsPerAttempt} runs, which is the maximum.");
        var cycle = CycleOf(session, RunStore.Find(session, origin.Run)!, plan);
        if (Judge(session, cycle, accepted!.Row.Pipeline) is { } refusal)
            return refusal;
        ExecutionStore.AddChild(session, origin.Run, origin.NodePath, origin.Attempt, ordinal, accepted.Plan.Run);
        var row = accepted.Row with { Parent = origin.Run };
        if (cycle.ReadDefinition().ByHand)
            CycleStore.StoreTurn(session, acceptance, cycle.Id, accepted with { Row = row }, CycleStore.Turns(session, cycle.Id).Count + 1, request.IdempotencyKey);
        else
            acceptance.Store(session, accepted with { Row = row }, request.IdempotencyKey);
        return new StartedTurn(accepted.Plan.Run, IsNew: true);
    }

    /// <summary>The cycle of the step's run; a run that is in none becomes the first turn of a new one.</summary>
    private CycleRow CycleOf(IDbSession session, RunRow parent, RunPlan plan)
    {
        if (parent.Cycle is { } known)
            return CycleStore.Find(session, known)!;
        var cycle = new Cycle { Name = parent.Pipeline, Pipeline = parent.Pipeline, MaxIterations = plan.Limits.MaxIterations, Budget = plan.Limits.Budget, Objective = plan.Limits.Objective };
        var row = new CycleRow
        {
            Id = new CycleId(ids.Next()),
            Name = parent.Pipeline,
            Project = parent.Project,
            Pipeline = parent.Pipeline,
            MaxIterations = cycle.MaxIterations,
            Definition = JsonSerializer.Serialize(
                new CycleDefinition { Cycle = cycle, Title = parent.Title, Given = parent.ParameterValues, ByHand = true }, PipelinesJson.Default.CycleDefinition),
            CreatedAt = parent.CreatedAt,
        };
        CycleStore.Insert(session, row);
        RunStore.JoinCycle(session, parent.Id, row.Id, 1);
        session.Append(new NewEvent(CycleEvents.Started, Subjects.Of(row.Id), options.Clock.GetUtcNow(), new MapValue(
        [
            new("by-hand", Value.True),
            new("run", Value.Of(parent.Id.ToString())),
        ])));
        return row;
    }

    /// <summary>Why the cycle takes no further turn, or null. A limit that is reached closes the cycle, so that it says why it ended.</summary>
    private StartedTurn? Judge(IDbSession session, CycleRow cycle, string pipeline)
    {
        if (!cycle.ReadDefinition().ByHand)
        {
            return cycle.Pipeline != pipeline ? null : Refuse(
                "cycle.declared",
                $"The run belongs to the declared cycle '{cycle.Name}', which starts its turns itself.",
                "Remove either the cycle from the project file or the step that starts the next turn.");
        }
        if (!cycle.IsRunning && !EndedByItself(cycle))
            return Refuse(
                "cycle.closed",
                $"Cycle {cycle.Id} has stopped: {cycle.StopDetail ?? cycle.StopReason}.",
                $"Resume it with 'gyre cycle resume {cycle.Id}'.");
        var turns = CycleStore.Turns(session, cycle.Id);
        var at = options.Clock.GetUtcNow();
        if (CycleMachine.AtLimit(cycle.ReadDefinition().Cycle, turns.Count, turns.Sum(turn => (long)turn.Executions), at - cycle.CreatedAt, cycle.MaxIterations) is { } stop)
        {
            CycleStore.Stop(session, cycle.Id, stop.Reason, stop.Detail, at);
            return Refuse(
                $"cycle.{KebabCase.Of(stop.Reason)}",
                $"Cycle {cycle.Id} cannot start another turn: {stop.Detail}.",
                $"Raise the limit with 'gyre cycle resume {cycle.Id} --max-iterations N'.");
        }
        if (!cycle.IsRunning)
            CycleStore.Reopen(session, cycle.Id, cycle.MaxIterations);
        return null;
    }

    /// <summary>It was closed because nothing more seemed to come; a run that was taken up again may well bring more.</summary>
    private static bool EndedByItself(CycleRow cycle) =>
        cycle.StopReason == KebabCase.Of(CycleStopReason.Condition) || cycle.StopReason == KebabCase.Of(CycleStopReason.Error);

    private static StartedTurn Refuse(string code, string message, string? remedy = null) => new(null, IsNew: false, new TurnRefusedException(code, message, remedy));
}
