using Gyre.Core;
using Gyre.Learning;
using Gyre.Serving.Schema;
using Gyre.Serving.Watching;

namespace Gyre.Serving.Tests;

/// <summary>When contexts and rewards have drifted.</summary>
public sealed class DriftMachineTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Contexts_that_stay_as_they_are_raise_almost_no_alarm()
    {
        var random = new SeededRandom(1);
        var state = DriftMachine.TakeReference(DriftMachine.Start(1, 0), 1000);
        var (reference, alarms) = (Contexts(random, 0), 0);
        for (var window = 2; window <= 300; window++)
        {
            (state, var found) = DriftMachine.TakeWindow(state, ["age", "mood"], reference, Contexts(random, 0), window * 1000);
            alarms += found.Length;
        }
        alarms.ShouldBeLessThanOrEqualTo(2, "one in a thousand windows is allowed");
        (state.ReferenceAfter, state.WindowAfter).ShouldBe((0, 300_000));
    }

    [Fact]
    public void A_field_that_moves_is_named_once_and_its_new_place_is_the_reference()
    {
        var random = new SeededRandom(2);
        var state = DriftMachine.TakeReference(DriftMachine.Start(1, 0), 1000);
        var moved = Contexts(random, 1);
        (state, var alarms) = DriftMachine.TakeWindow(state, ["age", "mood"], Contexts(random, 0), moved, 2000);
        var alarm = alarms.ShouldHaveSingleItem();
        (alarm.Detector, alarm.Field).ShouldBe(("psi", "mood"));
        alarm.Statistic.ShouldBeGreaterThan(alarm.Threshold);
        (state.ReferenceAfter, state.ReferenceTo, state.WindowAfter).ShouldBe((1000, 2000, 2000));
        DriftMachine.TakeWindow(state, ["age", "mood"], moved, Contexts(random, 1), 3000).Alarms.ShouldBeEmpty();
    }

    [Fact]
    public void A_reference_that_is_gone_from_the_log_is_replaced()
    {
        var random = new SeededRandom(3);
        var state = DriftMachine.TakeReference(DriftMachine.Start(1, 0), 1000);
        (state, var alarms) = DriftMachine.TakeWindow(state, ["age", "mood"], [], Contexts(random, 5), 2000);
        alarms.ShouldBeEmpty();
        (state.ReferenceAfter, state.ReferenceTo).ShouldBe((1000, 2000));
    }

    [Fact]
    public void Rewards_that_fall_raise_one_alarm_within_the_cool_down()
    {
        var state = Rewards(DriftMachine.Start(1, 0), new SeededRandom(4), 0.9, 2000, Now, out var before);
        before.ShouldBeNull();
        state = Rewards(state, new SeededRandom(5), 0.6, 300, Now, out var alarm);
        alarm.ShouldNotBeNull().Detector.ShouldBe("cusum");
        state = Rewards(state, new SeededRandom(6), 0.6, 2000, Now + TimeSpan.FromMinutes(59), out var quiet);
        quiet.ShouldBeNull();
        Rewards(state, new SeededRandom(7), 0.6, 300, Now + TimeSpan.FromMinutes(61), out var again);
        again.ShouldNotBeNull("it has not got better");
    }

    [Fact]
    public void Rewards_as_they_were_raise_fewer_alarms_than_one_in_exp_8()
    {
        var alarms = 0;
        for (ulong seed = 0; seed < 40; seed++)
        {
            Rewards(DriftMachine.Start(1, 0), new SeededRandom(100 + seed), 0.8, 3500, Now, out var alarm);
            alarms += alarm is null ? 0 : 1;
        }
        // 120,000 decisions behind the references; without drift exp(8) = 2,981 of them per alarm would be 40.
        alarms.ShouldBeLessThan(10);
    }

    [Fact]
    public void Rewards_in_parts_and_at_once_are_the_same()
    {
        var whole = Rewards(DriftMachine.Start(1, 0), new SeededRandom(8), 0.7, 1000, Now, out _);
        var (random, state) = (new SeededRandom(8), DriftMachine.Start(1, 0));
        for (var part = 0; part < 100; part++)
            state = Rewards(state, random, 0.7, 10, Now, out _);
        state.Rewards.ShouldNotBeNull().Statistic.ShouldBe(whole.Rewards.ShouldNotBeNull().Statistic);
        state.RewardsSeen.ShouldBe(whole.RewardsSeen);
    }

    [Fact]
    public void A_champion_that_was_never_as_good_as_its_gate_said_raises_an_alarm_at_once()
    {
        Rewards(DriftMachine.Start(1, 0), new SeededRandom(10), 0.5, 400, Now, out var unknown);
        unknown.ShouldBeNull("it has not got worse");
        Rewards(DriftMachine.Start(1, 0, gateLow: 0.8), new SeededRandom(10), 0.5, 400, Now, out var alarm);
        alarm.ShouldNotBeNull().Sentence.ShouldStartWith("The rewards are below what the gate promised.");
    }

    [Theory]
    [InlineData(0.7)]
    [InlineData(1.0)]
    [InlineData(7.0)]
    public void A_champion_as_good_as_its_gate_said_raises_nothing(double gateLow)
    {
        Rewards(DriftMachine.Start(1, 0, gateLow), new SeededRandom(11), Math.Min(1, gateLow + 0.05), 3000, Now, out var alarm);
        alarm.ShouldBeNull();
    }

    [Fact]
    public void A_gate_that_promised_nothing_leaves_the_reference_to_the_first_decisions()
    {
        var state = Rewards(DriftMachine.Start(1, 0, gateLow: 0), new SeededRandom(4), 0.9, 2000, Now, out _);
        state.ReferenceRows.ShouldBe(DriftMachine.ReferenceRewards);
        Rewards(state, new SeededRandom(5), 0.6, 300, Now, out var alarm);
        alarm.ShouldNotBeNull().Sentence.ShouldStartWith("The rewards have fallen.");
    }

    [Fact]
    public void Rewards_that_cannot_fall_any_further_raise_nothing()
    {
        Rewards(DriftMachine.Start(1, 0), new SeededRandom(9), 0, 3000, Now, out var alarm);
        alarm.ShouldBeNull();
    }

    private static DriftWatchState Rewards(
        DriftWatchState state, SeededRandom random, double mean, int count, DateTimeOffset now, out DriftAlarm? alarm)
    {
        List<WatchedDecision> decisions =
        [
            .. Enumerable.Range(1, count).Select(place => new WatchedDecision
            {
                Number = state.RewardsSeen + place,
                Version = 1,
                Outcome = (long)DecisionOutcome.Joined,
                Reward = random.NextDouble() < mean ? 1 : 0,
            }),
        ];
        (state, alarm) = DriftMachine.TakeRewards(state, 0, 1, decisions, now);
        return state;
    }

    private static List<double[]> Contexts(SeededRandom random, double shift) =>
        [.. Enumerable.Range(0, DriftMachine.Window).Select(_ => new[] { random.NextDouble(), random.NextDouble() + shift })];
}
