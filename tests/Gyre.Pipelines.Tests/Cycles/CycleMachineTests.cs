using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Pipelines.Cycles;
using Gyre.Projects;

namespace Gyre.Pipelines.Tests.Cycles;

public sealed class CycleMachineTests
{
    private static readonly Cycle Plain = new() { Name = "c", Pipeline = "p", MaxIterations = 5 };

    [Fact]
    public void It_goes_on_while_the_condition_holds_and_says_what_it_saw_when_it_does_not()
    {
        var cycle = Plain with { RepeatWhile = "judge.metadata.again == 1" };
        Decide(cycle, Turn(1, ("judge.metadata.again", Value.Of(1)))).ShouldBeOfType<CycleGoesOn>().Turn.ShouldBe(2);
        var stops = Decide(cycle, Turn(1, ("judge.metadata.again", Value.Of(0)))).ShouldBeOfType<CycleStops>();
        stops.Reason.ShouldBe(CycleStopReason.Condition);
        stops.Detail.ShouldBe("judge.metadata.again == 1 is false after turn 1 (judge.metadata.again is 0)");
    }

    [Fact]
    public void A_name_without_a_value_is_an_error_that_names_it()
    {
        var stops = Decide(Plain with { RepeatWhile = "judge.metadata.again == 1" }, Turn(1)).ShouldBeOfType<CycleStops>();
        stops.Reason.ShouldBe(CycleStopReason.Error);
        stops.Detail.ShouldContain("judge.metadata.again");
    }

    [Fact]
    public void The_turn_index_counts_from_0()
    {
        var cycle = Plain with { RepeatWhile = "turn.index < 1" };
        Decide(cycle, Turn(1)).ShouldBeOfType<CycleGoesOn>();
        Decide(cycle, Turn(1), Turn(2)).ShouldBeOfType<CycleStops>().Reason.ShouldBe(CycleStopReason.Condition);
    }

    [Fact]
    public void A_loop_without_an_end_of_its_own_stops_at_its_limit()
    {
        var turns = new List<TurnOutcome>();
        CycleDecision decision;
        do
        {
            turns.Add(Turn(turns.Count + 1));
            decision = Decide(Plain, [.. turns]);
        }
        while (decision is CycleGoesOn && turns.Count < 100);
        turns.Count.ShouldBe(5);
        decision.ShouldBeOfType<CycleStops>().Reason.ShouldBe(CycleStopReason.MaxIterations);
    }

    [Fact]
    public void A_person_may_raise_the_limit() =>
        CycleMachine.Decide(Plain, [.. Enumerable.Range(1, 5).Select(number => Turn(number))], TimeSpan.Zero, 6).ShouldBeOfType<CycleGoesOn>();

    [Fact]
    public void A_budget_of_nothing_stops_before_the_first_turn()
    {
        CycleMachine.First(Plain with { Budget = new CycleBudget { Executions = 0 } }).ShouldBeOfType<CycleStops>().Reason.ShouldBe(CycleStopReason.Budget);
        CycleMachine.First(Plain with { Budget = new CycleBudget { Time = TimeSpan.Zero } }).ShouldBeOfType<CycleStops>().Reason.ShouldBe(CycleStopReason.Budget);
        CycleMachine.First(Plain).ShouldBeOfType<CycleGoesOn>().Turn.ShouldBe(1);
    }

    [Fact]
    public void Executions_of_all_turns_count_against_the_budget()
    {
        var cycle = Plain with { Budget = new CycleBudget { Executions = 7 } };
        Decide(cycle, Turn(1) with { Executions = 6 }).ShouldBeOfType<CycleGoesOn>();
        var stops = Decide(cycle, Turn(1) with { Executions = 4 }, Turn(2) with { Executions = 4 }).ShouldBeOfType<CycleStops>();
        stops.Detail.ShouldBe("8 of 7 allowed executions are used");
    }

    [Fact]
    public void Time_since_the_start_counts_against_the_budget()
    {
        var cycle = Plain with { Budget = new CycleBudget { Time = TimeSpan.FromMinutes(1) } };
        CycleMachine.Decide(cycle, [Turn(1)], TimeSpan.FromSeconds(59), 5).ShouldBeOfType<CycleGoesOn>();
        CycleMachine.Decide(cycle, [Turn(1)], TimeSpan.FromSeconds(60), 5).ShouldBeOfType<CycleStops>().Reason.ShouldBe(CycleStopReason.Budget);
    }

    [Fact]
    public void It_stops_when_so_many_turns_did_not_help()
    {
        var cycle = Plain with { MaxIterations = 50, NoGain = new NoGainRule("j.metadata.a", Direction.Maximize, 2, 0.01) };
        Decide(cycle, Scores(0.5, 0.6, 0.605)).ShouldBeOfType<CycleGoesOn>();
        var stops = Decide(cycle, Scores(0.5, 0.6, 0.605, 0.58)).ShouldBeOfType<CycleStops>();
        stops.Reason.ShouldBe(CycleStopReason.NoGain);
        stops.Detail.ShouldBe("j.metadata.a has not improved by more than 0.01 in 2 turns; the best value is 0.6 in turn 2");
        Decide(cycle with { NoGain = cycle.NoGain! with { Direction = Direction.Minimize } }, Scores(0.5, 0.4, 0.3)).ShouldBeOfType<CycleGoesOn>();
    }

    [Fact]
    public void A_failed_turn_stops_it_unless_it_says_otherwise()
    {
        var failed = Turn(1) with { State = RunState.Failed, Reason = "train failed" };
        Decide(Plain, failed).ShouldBeOfType<CycleStops>().Detail.ShouldBe("turn 1 failed: train failed");
        Decide(Plain with { OnError = new CycleOnError(CycleErrorMode.Continue, 0), RepeatWhile = "x.metadata.y == 1" }, failed).ShouldBeOfType<CycleGoesOn>();
    }

    [Fact]
    public void A_failed_turn_is_run_again_with_the_same_values_so_often_as_it_says()
    {
        var cycle = Plain with
        {
            OnError = new CycleOnError(CycleErrorMode.Retry, 2),
            Next = [new NextParameter(new ParameterTarget("a", "x"), new SampleGenerator { Kind = SampleKind.Uniform, Max = 1 })],
        };
        var values = new MapValue([new("a.x", Value.Of(0.25))]);
        var failed = Turn(1) with { State = RunState.Failed, Parameters = values };
        Decide(cycle, failed).ShouldBeOfType<CycleGoesOn>().Parameters.ShouldBe(values);
        Decide(cycle, failed, failed with { Number = 2 }).ShouldBeOfType<CycleGoesOn>();
        Decide(cycle, failed, failed with { Number = 2 }, failed with { Number = 3 }).ShouldBeOfType<CycleStops>().Reason.ShouldBe(CycleStopReason.Error);
    }

    [Fact]
    public void A_cancelled_turn_and_a_refused_approval_have_reasons_of_their_own()
    {
        Decide(Plain, Turn(1) with { State = RunState.Cancelled }).ShouldBeOfType<CycleStops>().Reason.ShouldBe(CycleStopReason.Cancelled);
        var refused = Decide(Plain, Turn(1) with { State = RunState.Stopped, Refused = true, Reason = "ask was refused by ann" }).ShouldBeOfType<CycleStops>();
        refused.Reason.ShouldBe(CycleStopReason.Refused);
        refused.Detail.ShouldBe("in turn 1 ask was refused by ann");
    }

    [Fact]
    public void The_objective_of_a_task_is_its_best_element()
    {
        var turn = Turn(1, ("t.metadata.loss", Value.Of([Value.Of(0.3), Value.Of(0.1), Value.Of("bad")])));
        CycleMachine.ObjectiveOf(new Objective("t.metadata.loss", Direction.Minimize), turn).ShouldBe(0.1);
        CycleMachine.ObjectiveOf(new Objective("t.metadata.loss", Direction.Maximize), turn).ShouldBe(0.3);
        CycleMachine.ObjectiveOf(new Objective("t.metadata.none", Direction.Maximize), turn).ShouldBeNull();
    }

    private static CycleDecision Decide(Cycle cycle, params TurnOutcome[] turns) => CycleMachine.Decide(cycle, turns, TimeSpan.FromSeconds(1), cycle.MaxIterations);

    private static TurnOutcome[] Scores(params double[] scores) => [.. scores.Select((score, index) => Turn(index + 1, ("j.metadata.a", Value.Of(score))))];

    private static TurnOutcome Turn(int number, params (string Name, Value Value)[] values) => new()
    {
        Number = number,
        State = RunState.Succeeded,
        Values = values.ToImmutableSortedDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal),
        Executions = 1,
    };
}
