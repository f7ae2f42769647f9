using CsCheck;
using Gyre.Core;

namespace Gyre.Learning.Tests.OffPolicy;

public sealed class RewardJoinTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RewardJoinOptions Options =
        new() { Wait = TimeSpan.FromMinutes(10), Default = -1, Memory = TimeSpan.FromMinutes(60) };

    [Fact]
    public void A_decision_ends_joined_or_defaulted_when_its_wait_is_over()
    {
        var join = new RewardJoin(Options);
        join.Decide("a", At(0)).ShouldBeTrue();
        join.Decide("b", At(1)).ShouldBeTrue();
        join.Decide("a", At(2)).ShouldBeFalse();
        join.Reward("a", "1", 5, At(10), out _).ShouldBe(RewardFate.Used);

        join.Advance(At(10)).ShouldBeEmpty();
        join.Advance(At(12)).ShouldBe([new("a", At(0), 5, false, false), new("b", At(1), -1, true, false)]);
        join.Books.ShouldBe(new RewardBooks { Decisions = 2, Joined = 1, Defaulted = 1, Rewards = 1, Used = 1 });
    }

    [Theory]
    [InlineData(RewardAggregation.First, 4)]
    [InlineData(RewardAggregation.Last, 3)]
    [InlineData(RewardAggregation.Sum, 12)]
    [InlineData(RewardAggregation.Max, 5)]
    [InlineData(RewardAggregation.Mean, 4)]
    public void Rewards_are_combined_by_their_times_and_not_by_their_arrival(RewardAggregation aggregation, double expected)
    {
        var join = new RewardJoin(Options with { Aggregation = aggregation });
        join.Decide("a", At(0));
        join.Reward("a", "x", 3, At(9), out _).ShouldBe(RewardFate.Used);
        join.Reward("a", "y", 5, At(5), out _).ShouldBe(RewardFate.Aggregated);
        join.Reward("a", "z", 4, At(2), out _).ShouldBe(RewardFate.Aggregated);
        join.Reward("a", "z", 40, At(2), out _).ShouldBe(RewardFate.Duplicate);

        join.Advance(At(11)).ShouldHaveSingleItem().Reward.ShouldBe(expected);
    }

    [Fact]
    public void Late_rewards_are_dropped_counted_or_correct_the_decision()
    {
        foreach (var late in Enum.GetValues<LateRewards>())
        {
            var join = new RewardJoin(Options with { Late = late, Aggregation = RewardAggregation.Sum });
            join.Decide("a", At(0));
            join.Reward("a", "1", 5, At(1), out _);
            join.Advance(At(11));

            join.Reward("a", "2", 7, At(12), out var correction).ShouldBe(RewardFate.Late);

            join.Books.Late.ShouldBe(1);
            join.Books.LateValue.ShouldBe(late == LateRewards.Count ? 7 : 0);
            correction.ShouldBe(late == LateRewards.Correct ? new("a", At(0), 12, false, true) : null);
            join.Books.Balance.ShouldBeTrue();
        }
    }

    [Fact]
    public void A_late_reward_before_the_decision_is_settled_corrects_it_right_behind()
    {
        var join = new RewardJoin(Options with { Late = LateRewards.Correct });
        join.Decide("a", At(0));
        join.Reward("a", "1", 7, At(12), out var correction).ShouldBe(RewardFate.Late);
        correction.ShouldBeNull();

        join.Advance(At(13)).ShouldBe([new("a", At(0), -1, true, false), new("a", At(0), 7, false, true)]);
        join.Books.Corrections.ShouldBe(1);
        join.Books.Defaulted.ShouldBe(1);
    }

    [Fact]
    public void An_unknown_and_a_forgotten_decision_make_orphans()
    {
        var join = new RewardJoin(Options);
        join.Decide("a", At(0));
        join.Reward("b", "1", 1, At(1), out _).ShouldBe(RewardFate.Orphan);
        join.Advance(At(69));
        join.Reward("a", "1", 1, At(69), out _).ShouldBe(RewardFate.Late);
        join.Advance(At(71));
        join.Reward("a", "1", 1, At(71), out _).ShouldBe(RewardFate.Orphan);

        join.Books.ShouldBe(new RewardBooks { Decisions = 1, Defaulted = 1, Rewards = 3, Late = 1, Orphan = 2 });
    }

    [Fact]
    public void What_is_no_reward_is_refused_and_not_counted()
    {
        var join = new RewardJoin(Options with { Range = new(0, 1) });
        join.Decide("a", At(0));

        CodeOf(() => join.Reward("a", "1", double.NaN, At(1), out _)).ShouldBe("reward.value");
        CodeOf(() => join.Reward("a", "1", 1e101, At(1), out _)).ShouldBe("reward.value");
        CodeOf(() => join.Reward("a", "1", 1.5, At(1), out _)).ShouldBe("reward.range");
        Should.Throw<ArgumentException>(() => join.Reward("a", "", 1, At(1), out _));
        Should.Throw<ArgumentException>(() => join.Decide("", At(0)));
        Should.Throw<ArgumentException>(() => new RewardJoin(Options with { Wait = TimeSpan.Zero }));
        Should.Throw<ArgumentException>(() => new RewardJoin(Options with { Default = double.NaN }));
        join.Books.Rewards.ShouldBe(0);
    }

    /// <summary>
    /// Each of 10,000 samples: random delays, duplicates and orphans in a random order, the clock advancing at random places.
    /// </summary>
    [Fact]
    public void The_books_balance_after_every_event_and_every_decision_is_settled_once() =>
        Events.Sample(
            sample =>
            {
                var join = new RewardJoin(Options with { Late = sample.Late, Aggregation = RewardAggregation.Sum });
                var settled = new List<JoinedDecision>();
                for (var decision = 0; decision < 6; decision++)
                    join.Decide($"{decision}", At(decision));
                foreach (var (decision, reward, minute, advance) in sample.Events)
                {
                    join.Reward($"{decision}", $"{reward}", reward + 1, At(minute), out _);
                    if (advance)
                        settled.AddRange(join.Advance(At(minute)));
                    if (!join.Books.Balance)
                        return false;
                }
                settled.AddRange(join.Advance(At(1_000)));
                var books = join.Books;
                var first = settled.Where(decision => !decision.IsCorrection).ToList();
                return books is { Balance: true, Pending: 0, Decisions: 6 }
                    && books.Rewards == sample.Events.Length && books.Used == books.Joined
                    && first.Select(decision => decision.Decision).Distinct(StringComparer.Ordinal).Count() == 6 && first.Count == 6
                    && first.Count(decision => decision.IsDefault) == books.Defaulted;
            },
            iter: 10_000,
            seed: "0000KIXm2SE1");

    /// <summary>Without advancing in between, any order of the same rewards gives the same decisions, to the last bit.</summary>
    [Fact]
    public void The_order_of_arrival_changes_no_decision() =>
        Events.Sample(
            sample =>
            {
                var distinct = sample.Events.DistinctBy(one => (one.Decision, one.Reward)).ToArray();
                var reversed = distinct.Reverse().ToArray();
                return Settle(distinct, sample.Late).SequenceEqual(Settle(reversed, sample.Late));
            },
            iter: 2_000,
            seed: "0000KIXm2SE1");

    private static readonly Gen<(LateRewards Late, (int Decision, int Reward, int Minute, bool Advance)[] Events)> Events =
        Gen.Select(
            Gen.Enum<LateRewards>(),
            Gen.Select(Gen.Int[0, 8], Gen.Int[0, 3], Gen.Int[0, 30], Gen.Int[0, 9])
                .Select(one => (one.Item1, one.Item2, one.Item3, one.Item4 == 0)).Array[0, 40]);

    private static List<JoinedDecision> Settle((int Decision, int Reward, int Minute, bool Advance)[] events, LateRewards late)
    {
        var join = new RewardJoin(Options with { Late = late, Aggregation = RewardAggregation.Mean });
        for (var decision = 0; decision < 6; decision++)
            join.Decide($"{decision}", At(decision));
        foreach (var (decision, reward, minute, _) in events)
            join.Reward($"{decision}", $"{reward}", 0.1 * reward + 0.3, At(minute), out _);
        return [.. join.Advance(At(1_000))];
    }

    private static string CodeOf(Action reward) => Should.Throw<InvalidInputException>(reward).Diagnostics[0].Code;

    private static DateTimeOffset At(int minute) => Start.AddMinutes(minute);
}
