using System.Text.Json;
using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Core.Logging;
using Gyre.Execution;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Running;
using Gyre.Pipelines.Schema;
using Gyre.Projects;
using Gyre.Storage;
using Microsoft.Extensions.Logging;

namespace Gyre.Pipelines.Cycles;

/// <summary>
/// Cycles. A decision is made once, after a turn's run has ended, from what is stored: the decision, its event and the next turn's run are kept in
/// one transaction, so a crash between them cannot make two turns or none.
/// </summary>
internal sealed class CycleService(IStore store, RunAcceptance acceptance, RunService runs, IdSource ids, EngineOptions options, string owner) : ICycles
{
    private readonly RunOwners _owners = new(store.Leases, options.Clock);
    private readonly TurnStarter _starter = new(store, acceptance, ids, options);
    private readonly ILogger _logger = options.Logs.For<CycleService>();

    private IDatabase Database => store.Database;

    /// <summary>Told of each run that a step started, so that whoever drives here drives it too.</summary>
    public Action<RunId>? TurnStarted { get; set; }

    public async Task<CycleId> StartAsync(StartRun request, string cycle, CancellationToken cancellationToken)
    {
        var definition = request.Project.Cycles.FirstOrDefault(candidate => candidate.Name == cycle) ?? throw Unknown(request.Project, cycle);
        if (await Database.ReadAsync(session => Known(session, request), cancellationToken) is { } known)
            return known;
        var first = await acceptance.PrepareAsync(request with { Pipeline = definition.Pipeline }, cancellationToken);
        var id = new CycleId(ids.Next());
        var title = request.Title ?? definition.Name;
        var row = new CycleRow
        {
            Id = id,
            Name = definition.Name,
            Project = first.Plan.Project,
            Pipeline = definition.Pipeline,
            MaxIterations = definition.MaxIterations,
            Definition = JsonSerializer.Serialize(
                new CycleDefinition { Cycle = definition, Title = title, Given = request.Parameters }, PipelinesJson.Default.CycleDefinition),
            CreatedAt = first.Row.CreatedAt,
        };
        var decision = CycleMachine.First(definition);
        var kept = await Database.WriteAsync(
            session =>
            {
                if (Known(session, request) is { } again)
                    return again;
                CycleStore.Insert(session, row);
                session.Append(new NewEvent(CycleEvents.Started, Subjects.Of(id), row.CreatedAt));
                if (decision is CycleStops stops)
                    CycleStore.Stop(session, id, stops.Reason, stops.Detail, row.CreatedAt);
                else
                    CycleStore.StoreTurn(session, acceptance, id, first, 1, KeyOf(request));
                return id;
            },
            cancellationToken);
        if (kept == id)
            _logger.CycleAccepted(id, definition.Pipeline);
        return kept;
    }

    public async Task<RunId> StartTurnAsync(StartRun request, StepOrigin origin, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(origin);
        var started = await _starter.StartAsync(request, origin, cancellationToken);
        if (started.IsNew)
        {
            _logger.TurnStarted(origin.Run, started.Run!.Value);
            TurnStarted?.Invoke(started.Run!.Value);
        }
        return started.Run!.Value;
    }

    public async Task<CycleView?> FindAsync(CycleId cycle, CancellationToken cancellationToken)
    {
        var view = await Database.ReadAsync(
            session => CycleStore.Find(session, cycle) is { } row ? CycleViews.Of(session, row) : null, cancellationToken);
        return view is null ? null : (await AddOwnersAsync([view], cancellationToken))[0];
    }

    public async Task<IReadOnlyList<CycleView>> ListAsync(int limit, CancellationToken cancellationToken) => await AddOwnersAsync(
        await Database.ReadAsync<IReadOnlyList<CycleView>>(
            session => [.. CycleStore.List(session, limit).Select(CycleViews.Of)], cancellationToken), cancellationToken);

    /// <summary>The process that drives a turn of a cycle drives the cycle.</summary>
    private async Task<IReadOnlyList<CycleView>> AddOwnersAsync(IReadOnlyList<CycleView> cycles, CancellationToken cancellationToken)
    {
        CycleId[] running = [.. cycles.Where(static cycle => cycle.State == CycleState.Running).Select(static cycle => cycle.Id)];
        if (running.Length == 0)
            return cycles;
        var turns = await Database.ReadAsync(session => CycleStore.OpenTurns(session, running), cancellationToken);
        var driven = await _owners.FindAsync([.. turns.Select(static turn => turn.Run)], cancellationToken);
        var byCycle = turns.ToLookup(static turn => turn.Cycle, turn => driven.Contains(turn.Run));
        return [.. cycles.Select(cycle => byCycle.Contains(cycle.Id) ? cycle with { IsDriven = byCycle[cycle.Id].Any(static isDriven => isDriven) } : cycle)];
    }

    public async Task<bool> StopAsync(CycleId cycle, string reason, CancellationToken cancellationToken)
    {
        var open = await Database.WriteAsync<IReadOnlyList<RunId>?>(
            session =>
            {
                if (CycleStore.Find(session, cycle) is not { IsRunning: true })
                    return null;
                CycleStore.Stop(session, cycle, CycleStopReason.Cancelled, reason, options.Clock.GetUtcNow());
                return [.. CycleStore.Turns(session, cycle).Where(run => !run.RunState.IsEnd()).Select(run => run.Id)];
            },
            cancellationToken);
        foreach (var run in open ?? [])
            await runs.CancelAsync(run, reason, cancellationToken);
        return open is not null;
    }

    public Task<bool> ResumeAsync(CycleId cycle, int? maxIterations, CancellationToken cancellationToken) => Database.WriteAsync(
        session =>
        {
            if (CycleStore.Find(session, cycle) is not { IsRunning: false } row)
                return false;
            var limit = maxIterations ?? row.MaxIterations;
            var turns = CycleStore.Turns(session, cycle);
            var at = options.Clock.GetUtcNow();
            // A turn that did not end well is the one to go on with: what it has finished is kept.
            if (turns is [.., { RunState: RunState.Failed or RunState.Cancelled or RunState.Stopped } last])
                RunStore.AddRequest(session, ids.Next(), last.Id, new ResumeRequest(), at);
            else if (limit <= turns.Count)
                return false;
            CycleStore.Reopen(session, cycle, Math.Max(limit, turns.Count));
            session.Append(new NewEvent(CycleEvents.Resumed, Subjects.Of(cycle), at));
            return true;
        },
        cancellationToken);

    /// <summary>Cycles whose decision is due.</summary>
    public Task<IReadOnlyList<CycleId>> DueAsync(CancellationToken cancellationToken) => Database.ReadAsync(CycleStore.Due, cancellationToken);

    /// <summary>Decides, if a decision is due and nobody else is at it. Gives whether the cycle changed.</summary>
    public async Task<bool> AdvanceAsync(CycleId cycle, CancellationToken cancellationToken)
    {
        var lease = await store.Leases.TryAcquireAsync(Subjects.Of(cycle), owner, options.LeaseDuration, ProcessMark.IsGone, cancellationToken);
        if (lease is null)
            return false;
        try
        {
            var news = await Database.WriteAsync(session => Advance(session, lease, cycle), cancellationToken);
            Tell(cycle, news);
            return news is not null;
        }
        catch (FencedOffException)
        {
            return false;
        }
        finally
        {
            await store.Leases.ReleaseAsync(lease, CancellationToken.None);
        }
    }

    private void Tell(CycleId cycle, TurnDecision? news)
    {
        if (news is { Decision: CycleStops stops })
            _logger.CycleStopped(cycle, news.Turn, stops.Reason, stops.Detail);
        else if (news is not null)
            _logger.CycleContinues(cycle, news.Turn);
    }

    /// <returns>What was decided; null when nothing was due.</returns>
    private TurnDecision? Advance(IDbSession session, Lease lease, CycleId id)
    {
        session.RequireFence(lease);
        if (CycleStore.Find(session, id) is not { IsRunning: true } cycle)
            return null;
        var turns = CycleStore.Turns(session, id);
        if (turns.Count == 0 || turns.Any(run => !run.RunState.IsEnd()) || RunStore.Requests(session, turns[^1].Id).Count > 0)
            return null;
        var at = options.Clock.GetUtcNow();
        var definition = cycle.ReadDefinition();
        var outcomes = turns.Select(run => TurnReader.Outcome(session, run)).ToList();
        var decision = definition.ByHand
            ? CycleMachine.EndByHand(outcomes)
            : CycleMachine.Decide(definition.Cycle, outcomes, at - cycle.CreatedAt, cycle.MaxIterations);
        session.Append(Decided(id, turns.Count, decision, at));
        if (decision is CycleGoesOn next)
            decision = TryStoreNext(session, cycle, definition, turns[^1], next) ?? decision;
        if (decision is CycleStops stops)
            CycleStore.Stop(session, id, stops.Reason, stops.Detail, at);
        return new TurnDecision(turns.Count, decision);
    }

    /// <summary>Stores the next turn, or says why its values were refused.</summary>
    private CycleStops? TryStoreNext(IDbSession session, CycleRow cycle, CycleDefinition definition, RunRow last, CycleGoesOn next)
    {
        try
        {
            var plan = RunStore.Plan(session, last.Id)!;
            var parameters = NodeResolver.Overlay(definition.Given, next.Parameters);
            var carried = TurnReader.Carried(session, definition.Cycle, last.Id);
            var run = acceptance.PrepareTurn(plan, new RunId(ids.Next()), $"{definition.Title} turn {next.Turn}", parameters, carried);
            CycleStore.StoreTurn(session, acceptance, cycle.Id, run with { Row = run.Row with { Parent = last.Id } }, next.Turn, idempotencyKey: null);
            return null;
        }
        catch (InvalidInputException exception)
        {
            return new CycleStops(
                CycleStopReason.Refused, $"the parameters of the next turn are not valid: {exception.Diagnostics[0].Message}");
        }
    }

    /// <summary>What was decided after a turn.</summary>
    private sealed record TurnDecision(int Turn, CycleDecision Decision);

    /// <summary>The first turn's run keeps the request's key, under a name of its own: a run and a cycle may be asked for with one key.</summary>
    private static string? KeyOf(StartRun request) => request.IdempotencyKey is { } key ? "cycle:" + key : null;

    private static CycleId? Known(IDbSession session, StartRun request) => KeyOf(request) is { } key ? RunStore.FindByKey(session, key)?.Cycle : null;

    private static NewEvent Decided(CycleId id, int turn, CycleDecision decision, DateTimeOffset at)
    {
        var stops = decision as CycleStops;
        return new NewEvent(CycleEvents.Decided, Subjects.Of(id), at, new MapValue(
        [
            new("turn", Value.Of(turn)),
            new("continue", Value.Of(stops is null)),
            new("reason", stops is null ? Value.Null : Value.Of(KebabCase.Of(stops.Reason))),
            new("detail", stops is null ? Value.Null : Value.Of(stops.Detail)),
        ]));
    }

    private static InvalidInputException Unknown(Project project, string cycle) => new(
        "cycle.unknown",
        $"The project has no cycle '{cycle}'.",
        project.Cycles.IsEmpty
            ? "The project has no cycles."
            : NearestWords.Question(
                cycle,
                project.Cycles.Select(candidate => candidate.Name)) + $"Available cycles: {string.Join(", ", project.Cycles.Select(candidate => candidate.Name))}.");
}
