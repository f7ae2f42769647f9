using System.Globalization;
using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Pipelines.Cycles;

/// <summary>
/// Decides whether and with what a cycle goes on: a pure function of what was declared and what the turns came to. A turn that is run again
/// counts as a turn, so that no setting makes a cycle longer than its limit.
/// </summary>
internal static class CycleMachine
{
    /// <summary>Before the first turn: it goes on with what was given, or stops because nothing may be used.</summary>
    public static CycleDecision First(Cycle cycle) => OverBudget(cycle.Budget, 0, TimeSpan.Zero) ?? (CycleDecision)new CycleGoesOn(1, new MapValue([]));

    /// <summary>After a turn has ended.</summary>
    /// <param name="cycle">What was declared.</param>
    /// <param name="turns">All turns, in order, at least one, all ended.</param>
    /// <param name="elapsed">Since the cycle was started.</param>
    /// <param name="maxIterations">The most turns: what was declared, or what a person raised it to.</param>
    public static CycleDecision Decide(Cycle cycle, IReadOnlyList<TurnOutcome> turns, TimeSpan elapsed, int maxIterations)
    {
        var last = turns[^1];
        if (last.State == RunState.Cancelled)
            return new CycleStops(CycleStopReason.Cancelled, $"turn {last.Number} was cancelled");
        if (last.Refused)
            return new CycleStops(CycleStopReason.Refused, $"in turn {last.Number} {last.Reason}");
        var failed = last.State == RunState.Failed;
        return (failed ? StopForFailure(cycle.OnError, turns) : StopByCondition(cycle, turns))
            ?? StopAtLimit(turns.Count, maxIterations)
            ?? OverBudget(cycle.Budget, turns.Sum(turn => (long)turn.Executions), elapsed)
            ?? (failed ? null : StopWithoutGain(cycle, turns))
            ?? (CycleDecision)GoOn(cycle, turns, again: failed && cycle.OnError.Mode == CycleErrorMode.Retry);
    }

    /// <summary>Before a step starts a further turn by hand: why it may not, or null.</summary>
    public static CycleStops? AtLimit(Cycle cycle, int turns, long executions, TimeSpan elapsed, int maxIterations) =>
        StopAtLimit(turns, maxIterations) ?? OverBudget(cycle.Budget, executions, elapsed);

    /// <summary>After all turns of a cycle made by hand have ended and none of their steps started another.</summary>
    public static CycleStops EndByHand(IReadOnlyList<TurnOutcome> turns)
    {
        var last = turns[^1];
        var reason = last.Reason is { } why ? $": {why}" : "";
        return last switch
        {
            { Refused: true } => new CycleStops(CycleStopReason.Refused, $"in turn {last.Number} {last.Reason}"),
            { State: RunState.Cancelled } => new CycleStops(CycleStopReason.Cancelled, $"turn {last.Number} was cancelled"),
            { State: RunState.Failed } => new CycleStops(CycleStopReason.Error, $"turn {last.Number} failed{reason}"),
            _ => new CycleStops(CycleStopReason.Condition, $"turn {last.Number} did not start another turn"),
        };
    }

    /// <summary>The number that turns are compared by; of a task's list the best. Null when the turn has none.</summary>
    public static double? ObjectiveOf(Objective objective, TurnOutcome outcome) => Number(outcome, objective.Metric, objective.Direction);

    private static CycleStops? StopForFailure(CycleOnError rule, IReadOnlyList<TurnOutcome> turns)
    {
        var last = turns[^1];
        var tries = turns.Reverse().TakeWhile(turn => turn.State == RunState.Failed).Count();
        var reason = last.Reason is { } why ? $": {why}" : "";
        return rule.Mode switch
        {
            CycleErrorMode.Continue => null,
            CycleErrorMode.Retry when tries <= rule.Retries => null,
            CycleErrorMode.Retry => new CycleStops(
                CycleStopReason.Error,
                string.Create(CultureInfo.InvariantCulture, $"turn {last.Number} failed on attempt {tries}{reason}")),
            _ => new CycleStops(CycleStopReason.Error, $"turn {last.Number} failed{reason}"),
        };
    }

    private static CycleStops? StopByCondition(Cycle cycle, IReadOnlyList<TurnOutcome> turns)
    {
        if (cycle.RepeatWhile is not { } text)
            return null;
        if (!Expression.TryParse(text, out var expression, out var problem))
            return new CycleStops(CycleStopReason.Error, $"the repeat-while condition is not valid: {problem.Message}");
        var result = expression.Evaluate(name => Find(turns, name));
        if (result.Error is { } error)
            return new CycleStops(
                CycleStopReason.Error,
                $"the repeat-while condition cannot be evaluated after turn {turns[^1].Number}: {Explain(expression, turns, error)}");
        return result.IsMet ? null : new CycleStops(
            CycleStopReason.Condition, $"{text} is false after turn {turns[^1].Number}{Seen(expression, turns)}");
    }

    private static string Explain(Expression expression, IReadOnlyList<TurnOutcome> turns, ExpressionError error) =>
        expression.Names.FirstOrDefault(name => Find(turns, name) is null) is { } missing ? $"{missing} has no value" : error.Message;

    private static string Seen(Expression expression, IReadOnlyList<TurnOutcome> turns) => expression.Names.Count == 0
        ? ""
        : $" ({string.Join(", ", expression.Names.Select(name => $"{name} is {Find(turns, name)}"))})";

    private static Value? Find(IReadOnlyList<TurnOutcome> turns, string name) =>
        name == "turn.index" ? Value.Of(turns.Count - 1) : turns[^1].Values.GetValueOrDefault(name);

    private static CycleStops? StopAtLimit(int turns, int most) => turns < most
        ? null
        : new CycleStops(
            CycleStopReason.MaxIterations, most == 1 ? "the maximum of 1 turn is reached" : $"the maximum of {most} turns is reached");

    private static CycleStops? OverBudget(CycleBudget budget, long executions, TimeSpan elapsed)
    {
        if (budget.Executions is { } most && executions >= most)
            return new CycleStops(CycleStopReason.Budget, $"{executions} of {most} allowed executions are used");
        return budget.Time is { } time && elapsed >= time
            ? new CycleStops(CycleStopReason.Budget, string.Create(
                CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:0.#} of {time.TotalSeconds:0.#} allowed seconds are used"))
            : null;
    }

    private static CycleStops? StopWithoutGain(Cycle cycle, IReadOnlyList<TurnOutcome> turns)
    {
        if (cycle.NoGain is not { } rule)
            return null;
        double? best = null;
        var (bestTurn, idle) = (0, 0);
        foreach (var turn in turns)
        {
            if (Number(turn, rule.Metric, rule.Direction) is { } value && (best is not { } so || Gain(rule.Direction, so, value) > rule.MinDelta))
                (best, bestTurn, idle) = (value, turn.Number, 0);
            else
                idle++;
        }
        if (idle < rule.Patience)
            return null;
        var most = best is { } number ? $"the best value is {NumberText.Of(number)} in turn {bestTurn}" : "no turn had a value";
        return new CycleStops(
            CycleStopReason.NoGain,
            $"{rule.Metric} has not improved by more than {NumberText.Of(rule.MinDelta)} in {idle} turn{(idle == 1 ? "" : "s")}; {most}");
    }

    private static double Gain(Direction direction, double before, double now) => direction == Direction.Maximize ? now - before : before - now;

    private static CycleGoesOn GoOn(Cycle cycle, IReadOnlyList<TurnOutcome> turns, bool again) =>
        new(turns.Count + 1, again ? turns[^1].Parameters : Generators.Next(cycle, turns));

    private static double? Number(TurnOutcome outcome, string name, Direction direction)
    {
        var numbers = Numbers(outcome.Values.GetValueOrDefault(name)).Where(double.IsFinite).ToList();
        return numbers.Count == 0 ? null : direction == Direction.Maximize ? numbers.Max() : numbers.Min();
    }

    private static IEnumerable<double> Numbers(Value? value) => value switch
    {
        ListValue list => list.Items.SelectMany(Numbers),
        not null when value.TryGetNumber(out var number) => [number],
        _ => [],
    };
}
