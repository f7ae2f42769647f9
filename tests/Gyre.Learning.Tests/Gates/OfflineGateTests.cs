using Gyre.Core;

namespace Gyre.Learning.Tests.Gates;

/// <summary>Whole loops with four arms: a log of the champion with exploration, a challenger, the gate.</summary>
public sealed class OfflineGateTests
{
    private static readonly double[] Champion = [0.55, 0.15, 0.15, 0.15];
    private static readonly double[] Challenger = [0.15, 0.55, 0.15, 0.15];

    // 2,000 A/A loops at a nominal 5%: at most 6.5%, three binomial standard errors.
    [Fact]
    public void Equal_challengers_are_rarely_promoted()
    {
        var random = new SeededRandom(60);

        var promoted = Enumerable.Range(0, 2_000).Count(_ => Loop(1_000, 0.5, random).Outcome == GateOutcome.Promote);

        (promoted / 2_000.0).ShouldBeInRange(0.03, 0.065);
    }

    // A gain of 0.04 in reward, with variance s^2 of the paired differences, needs (1.645 + 0.842)^2 s^2 / 0.04^2 rows for a power of
    // 80%; 400 loops: 80% - 6%.
    [Fact]
    public void A_better_challenger_is_promoted_in_four_of_five_loops_within_the_planned_rows()
    {
        var random = new SeededRandom(61);
        var pilot = Loop(4_000, 0.6, random);
        var deviation = (pilot.Difference - pilot.Bounds.Low) / 1.644854 * Math.Sqrt(4_000);
        var planned = (int)Math.Ceiling(Math.Pow(2.486475 * deviation / 0.04, 2));

        var promoted = Enumerable.Range(0, 400).Count(_ => Loop(planned, 0.6, random).Outcome == GateOutcome.Promote);

        (promoted / 400.0).ShouldBeGreaterThan(0.74);
    }

    [Fact]
    public void The_paired_form_has_a_smaller_error_than_two_estimates()
    {
        var (log, champion) = Simulate(4_000, 0.6, new SeededRandom(62));
        var pair = OffPolicyEvaluation.Pair(log, champion, new(), new SeededRandom(1));
        var ofChallenger = OffPolicyEvaluation.Estimate(log, new(), new SeededRandom(1));
        var ofChampion = OffPolicyEvaluation.Estimate(log with { Target = champion }, new(), new SeededRandom(1));

        var result = PromotionGates.Offline(pair, new());

        result.Difference.ShouldBe(ofChallenger.Value - ofChampion.Value, 1e-12);
        result.Value.ShouldNotBeNull().ShouldBe(ofChallenger.Value, 1e-12);
        result.ValueLow.ShouldNotBeNull().ShouldBe(ofChallenger.Value - (1.644854 * ofChallenger.StandardError), 1e-6);
        var error = (result.Difference - result.Bounds.Low) / 1.644854;
        error.ShouldBeLessThan(Math.Sqrt(Math.Pow(ofChallenger.StandardError, 2) + Math.Pow(ofChampion.StandardError, 2)));
        result.Sentence.ShouldStartWith("Promote the challenger: the difference is 0.0");
    }

    [Fact]
    public void A_log_that_does_not_cover_the_challenger_is_refused_with_the_reason()
    {
        var pair = Pair(1_000, 0.6, new SeededRandom(63));

        var result = PromotionGates.Offline(pair with { Challenger = [.. pair.Challenger.Select(p => p / 2)] }, new());

        result.Outcome.ShouldBe(GateOutcome.Refused);
        result.Sentence.ShouldStartWith("The log cannot tell the value of the challenger. The mean weight is 0.");
        result.Overlap!.Passed.ShouldBeFalse();
    }

    [Fact]
    public void A_challenger_with_an_arm_that_was_never_logged_is_refused_with_the_arms_name()
    {
        var (log, champion) = Simulate(1_000, 0.6, new SeededRandom(65));
        for (var row = 0; row < log.Count; row++)
            (champion.Row(row)[1], champion.Row(row)[2]) = (0, 0.3);
        var arms = log with { Arms = [.. log.Arms.Select(arm => arm == 1 ? 2 : arm)] };

        var result = PromotionGates.Offline(arms, champion, new(), new SeededRandom(1));

        result.Outcome.ShouldBe(GateOutcome.Refused);
        result.Sentence.ShouldContain("most of it on 'b'. Explore this arm first.");
        result.Overlap!.Unsupported!.Value.ShouldBe(0.55, 1e-9);
    }

    [Fact]
    public void An_invalid_row_is_refused_by_row_and_field()
    {
        var pair = Pair(20, 0.6, new SeededRandom(64));

        Should.Throw<InvalidInputException>(() => PromotionGates.Offline(pair with { Champion = pair.Champion.SetItem(4, 1.5) }, new()))
            .Diagnostics[0].Path.ShouldBe("4/champion");
        var noValue = pair with { ChampionValues = pair.ChampionValues.SetItem(4, double.NaN) };
        Should.Throw<InvalidInputException>(() => PromotionGates.Offline(noValue, new()))
            .Diagnostics[0].Path.ShouldBe("4/champion-values");
        Should.Throw<ArgumentException>(() => PromotionGates.Offline(pair with { ChampionValues = [] }, new()));
        Should.Throw<ArgumentException>(() => PromotionGates.Offline(pair, new() { Candidates = 0 }));
    }

    private static GateResult Loop(int rows, double second, SeededRandom random) =>
        PromotionGates.Offline(Pair(rows, second, random), new());

    private static PairedLog Pair(int rows, double second, SeededRandom random)
    {
        var (log, champion) = Simulate(rows, second, random);
        return OffPolicyEvaluation.Pair(log, champion, new(), random);
    }

    /// <summary>
    /// Rewards of 0 or 1 with mean 0.5, of the second arm with mean <paramref name="second"/>: the challenger gains 0.4 (second - 0.5).
    /// </summary>
    private static (InteractionLog Log, DenseMatrix Champion) Simulate(int rows, double second, SeededRandom random)
    {
        var (logged, target) = (new DenseMatrix(rows, 4), new DenseMatrix(rows, 4));
        var (arms, rewards) = (new int[rows], new double[rows]);
        for (var row = 0; row < rows; row++)
        {
            Champion.CopyTo(logged.Row(row));
            Challenger.CopyTo(target.Row(row));
            var draw = random.NextDouble();
            arms[row] = draw < 0.55 ? 0 : 1 + (int)((draw - 0.55) / 0.15 * 0.999999);
            rewards[row] = random.NextDouble() < (arms[row] == 1 ? second : 0.5) ? 1 : 0;
        }
        var log = new InteractionLog
        {
            ArmNames = ["a", "b", "c", "d"],
            Contexts = new DenseMatrix(rows, 0),
            Arms = [.. arms],
            Logged = logged,
            Target = target,
            Rewards = [.. rewards],
        };
        return (log, logged);
    }
}
