using System.Numerics;
using Gyre.Core;
using Gyre.Projects;
using Gyre.Projects.Schedules;

namespace Gyre.Automation.Triggers;

/// <summary>
/// Decides what an event means for a trigger. Pure: no clock, no disk, no randomness; the same plan, state and event give the same outcome, and no
/// event makes it throw.
/// </summary>
internal static class TriggerMachine
{
    public static TriggerOutcome Decide(TriggerPlan plan, TriggerState state, TriggerEvent @event)
    {
        var turn = new TriggerTurn(plan, state, @event.Now);
        switch (@event)
        {
            case TimeReached:
                break;
            case EventSeen seen when seen.Sequence > state.LastSequence:
                turn.State = turn.State with { LastSequence = seen.Sequence };
                if (turn.WhyNot is null)
                    OnEvent(turn, seen);
                break;
            case HookReceived hook when TriggerSources.ConditionOf(plan.Trigger.Source).TakesHooks:
                OnRequest(turn, "hook", hook.Id, TriggerFacts.OfRequest("webhook", hook.Id, hook.Now, hook.Body));
                break;
            case FiredByHand hand:
                OnRequest(turn, "hand", hand.Id, TriggerFacts.OfRequest("manual", hand.Id, hand.Now, new MapValue([])));
                break;
            case OccurrenceStarted started:
                turn.Know(started.Occurrence, started.Run);
                break;
            case StartFailed failed when turn.Leave(active => active.Occurrence == failed.Occurrence) is not null:
                turn.CountFailure($"{failed.Occurrence} could not be started: {failed.Reason}");
                break;
            case RunEnded ended when turn.Leave(active => active.Run == ended.Run) is { } active:
                OnRunEnded(turn, active, ended);
                break;
            case TakenUp:
                turn.State = turn.State with { SetAside = null, Failures = 0, Problem = null, Reached = @event.Now };
                break;
        }
        OnTime(turn);
        return turn.Finish();
    }

    /// <summary>The occurrence of a request.</summary>
    public static string OccurrenceOf(string kind, string id) => $"{kind}:{(id.Length <= 100 ? id : GuidIds.FromNames(id).ToString("D"))}";

    private static void OnTime(TriggerTurn turn)
    {
        var (state, plan) = (turn.State, turn.Plan);
        if (!plan.HasSchedule || state.Reached is not { } reached || reached >= turn.Now)
            return;
        turn.State = state with { Reached = turn.Now };
        if (turn.WhyNot is not null)
            return;
        var due = DueTimes.Between(plan, state.Anchor!.Value, reached, turn.Now);
        if (due is { First: { } first, LastSkipped: { } last })
            turn.Skip(plan.OccurrenceAt(first), first == last ? "it was missed" : $"it was missed, as were all up to {TriggerPlan.TimeText(last)}");
        foreach (var time in due.Chosen)
        {
            if (turn.Remember(plan.OccurrenceAt(time)))
                turn.Accept(plan.OccurrenceAt(time), TriggerFacts.OfTime(time), depth: 1);
        }
    }

    private static void OnRequest(TriggerTurn turn, string kind, string id, MapValue facts)
    {
        var occurrence = OccurrenceOf(kind, id);
        if (turn.Remember(occurrence))
            turn.Accept(occurrence, facts, depth: 1);
    }

    private static void OnEvent(TriggerTurn turn, EventSeen seen)
    {
        if (!TriggerSources.ConditionOf(turn.Plan.Trigger.Source).IsMet(seen.Type, seen.Data))
            return;
        var facts = TriggerFacts.OfEvent(seen);
        var scope = CelScope.Of("event", facts);
        if (turn.Plan.Filter is { } filter && !IsMet(turn, filter, scope, seen))
            return;
        var group = "";
        if (turn.Plan.Group is { } expression)
        {
            var result = expression.Evaluate(scope);
            if (result.Value is not { } value)
            {
                turn.State = turn.State with
                { Problem = $"The group expression cannot be evaluated for event {seen.Sequence}: {result.Error}" };
                return;
            }
            group = value.ToString();
        }
        if (WeightOf(turn, scope, seen) is var weight and > 0 && turn.Count(group, seen, weight) is { } depth)
            turn.Accept($"event:{seen.Sequence}", facts, depth + 1);
    }

    /// <summary>0 for an event that does not count.</summary>
    private static int WeightOf(TriggerTurn turn, CelScope scope, EventSeen seen)
    {
        if (turn.Plan.Weight is not { } expression)
            return 1;
        var result = expression.Evaluate(scope);
        if (result.Value is IntegerValue { Number.Sign: >= 0 } whole)
            return (int)BigInteger.Min(int.MaxValue, whole.Number);
        var problem = result.Error is { } error
            ? $"cannot be evaluated for event {seen.Sequence}: {error}"
            : $"is not a whole number from 0 for event {seen.Sequence}: {result.Value}";
        turn.State = turn.State with { Problem = $"The weight {problem}" };
        return 0;
    }

    private static bool IsMet(TriggerTurn turn, CelExpression filter, CelScope scope, EventSeen seen)
    {
        var result = filter.Evaluate(scope);
        if (result.Value is not BooleanValue)
            turn.State = turn.State with { Problem = $"The filter {(result.Error is { } error ? $"cannot be evaluated for event {seen.Sequence}: {error}" : $"is neither true nor false for event {seen.Sequence}.")}" };
        return result.IsMet;
    }

    private static void OnRunEnded(TriggerTurn turn, ActiveOccurrence active, RunEnded ended)
    {
        switch (ended.State)
        {
            case RunState.Failed:
                turn.CountFailure($"the run of {active.Occurrence} failed");
                break;
            case RunState.Succeeded or RunState.Stopped:
                turn.State = turn.State with { Failures = 0 };
                break;
        }
    }
}
