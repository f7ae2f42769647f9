using Gyre.Serving.Analysis;

namespace Gyre.Serving.Tests;

/// <summary>Figures of decisions, by hand.</summary>
public sealed class FigureMakerTests
{
    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_time_is_divided_and_each_part_has_its_mean()
    {
        var figures = Make(2, Row(0, reward: 1), Row(10, reward: 3), Row(60, reward: 7), Row(90));
        (figures.From, figures.Decisions, figures.IsCut).ShouldBe((Begin, 4L, false));
        figures.To.ShouldBeGreaterThan(Begin.AddSeconds(90));
        var (first, second) = (figures.Buckets[0], figures.Buckets[1]);
        (first.At, first.Decisions, first.Settled, second.Decisions, second.Settled).ShouldBe((Begin, 2L, 2L, 2L, 1L));
        first.Reward!.Value.Mean.ShouldBe(2);
        // Two rows, deviation sqrt(2), standard error 1.
        first.Reward.Value.Interval!.Value.Low.ShouldBe(2 - 1.959963984540054, 1e-12);
        first.Reward.Value.Interval.Value.High.ShouldBe(2 + 1.959963984540054, 1e-12);
        (second.Reward!.Value.Mean, second.Reward.Value.Interval).ShouldBe((7, null));
    }

    [Fact]
    public void Empty_parts_are_there_without_a_mean()
    {
        var figures = Make(4, Row(0, reward: 1), Row(100, reward: 1));
        figures.Buckets.Select(static bucket => bucket.Decisions).ShouldBe([1, 0, 0, 1]);
        figures.Buckets[1].Reward.ShouldBeNull();
    }

    [Fact]
    public void The_value_of_an_arm_is_weighted_by_what_chance_gave_it()
    {
        // Always 'a': weights 1/0.5 and 1/0.25, so (2 * 1 + 4 * 4) / 6 = 3.
        var figures = Make(1, Row(0, "a", 0.5, 1), Row(1, "a", 0.25, 4), Row(2, "b", 0.75, 9), Row(3, "a", 0.1));
        var arm = figures.Arms[0];
        (arm.Arm, arm.Decisions).ShouldBe(("a", 3));
        arm.Reward!.Value.Mean.ShouldBe(3, 1e-12);
        // sqrt(((2 * -2)^2 + (4 * 1)^2) * 2 / 1) / 6 = sqrt(64) / 6 = 4 / 3.
        arm.Reward.Value.Interval!.Value.High.ShouldBe(3 + (1.959963984540054 * 4 / 3), 1e-12);
        figures.Arms[1].Reward!.Value.Mean.ShouldBe(9, 1e-12);
    }

    [Fact]
    public void Rare_arms_are_one_together_and_shares_add_up()
    {
        var rows = Enumerable.Range(0, 25).SelectMany(arm => Enumerable.Range(0, 30 - arm).Select(at => Row(at, $"arm{arm:00}")));
        var figures = Make(3, [.. rows]);
        figures.Arms.Length.ShouldBe(21);
        figures.Arms[0].Arm.ShouldBe("arm00");
        var rest = figures.Arms[^1];
        (rest.Arm, rest.Decisions, rest.Reward).ShouldBe((null, 10L + 9 + 8 + 7 + 6, null));
        figures.Arms.Sum(static arm => arm.Decisions).ShouldBe(figures.Decisions);
        for (var bucket = 0; bucket < 3; bucket++)
            figures.Arms.Sum(arm => arm.Shares[bucket]).ShouldBe(figures.Buckets[bucket].Decisions);
    }

    [Fact]
    public void Propensities_are_counted_by_tenths()
    {
        var figures = Make(1, Row(0, propensity: 1e-9), Row(1, propensity: 0.1), Row(2, propensity: 0.11), Row(3, propensity: 1));
        figures.Propensities.ShouldBe([2, 1, 0, 0, 0, 0, 0, 0, 0, 1]);
    }

    [Fact]
    public void Versions_come_by_number_with_their_own_means()
    {
        var figures = Make(1, Row(0, reward: 1, version: 2), Row(1, reward: 5, version: 1), Row(2, version: 1));
        figures.Versions.Select(static one => (one.Version, one.Decisions, one.Settled, one.Reward?.Mean))
            .ShouldBe([(1, 2, 1, 5), (2, 1, 1, 1)]);
    }

    [Fact]
    public void Without_decisions_there_are_only_empty_parts()
    {
        var figures = FigureMaker.Make([], new FiguresQuery { Buckets = 3 }, isCut: false, Begin);
        (figures.From, figures.Decisions).ShouldBe((Begin, 0));
        figures.Buckets.Length.ShouldBe(3);
        figures.Arms.ShouldBeEmpty();
    }

    [Fact]
    public void A_number_that_moved_has_drifted_and_one_that_did_not_is_stable()
    {
        var random = new Random(7);
        double[] Context(double shift) => [random.NextDouble(), random.NextDouble() + shift];
        var contexts = Enumerable.Range(0, 1000).Select(place => Context(place < 500 ? 1 : 0)).ToList();
        var drift = FigureMaker.DriftOf(["still", "moving"], contexts);
        drift.Select(static one => (one.Field, one.Verdict)).ShouldBe([("still", DriftVerdict.Stable), ("moving", DriftVerdict.Drifted)]);
        FigureMaker.DriftOf(["still", "moving"], [.. contexts.Take(199)]).ShouldBeEmpty("that is too little to say anything");
    }

    private static DecisionFigures Make(int buckets, params FigureRow[] rows) => FigureMaker.Make(
        [.. rows.OrderByDescending(static row => row.DecidedAt)], new FiguresQuery { Buckets = buckets }, isCut: false, Begin);

    private static FigureRow Row(int seconds, string arm = "a", double propensity = 0.5, double? reward = null, long version = 1) => new()
    {
        DecidedAt = Begin.AddSeconds(seconds),
        Arm = arm,
        Propensity = propensity,
        Version = version,
        Outcome = (long)(reward is null ? DecisionOutcome.Pending : DecisionOutcome.Joined),
        Reward = reward ?? 0,
    };
}
