using Gyre.Core;

namespace Gyre.Learning.Tests.Gates;

public sealed class CanaryPlanTests
{
    private static readonly CanaryPlan Plan = new() { RewardRange = new(0, 1), Share = 0.2, MaxDecisions = 20_000 };

    // The champion's mean reward is 0.5. 200 runs; 95% less three standard errors is 90%.
    [Fact]
    public void A_challenger_that_loses_a_fifth_is_rolled_back_within_the_stated_loss()
    {
        var random = new SeededRandom(70);

        var runs = Enumerable.Range(0, 200).Select(_ => Run(0.4, random)).ToList();

        runs.Count(run => run.Outcome == GateOutcome.RollBack).ShouldBeGreaterThanOrEqualTo(190);
        var spent = runs.Average(run => Plan.ExpectedLoss(0.1, run.Rows));
        spent.ShouldBeLessThan(Plan.ExpectedLoss(0.1) / 2);
        Plan.ExpectedLoss(0.1).ShouldBe(400, 1e-9);
        runs.Count(run => Plan.ExpectedLoss(0.1, run.Rows) <= Plan.ExpectedLoss(0.1)).ShouldBe(200);
    }

    // 200 A/A canaries at 5%: at most 5% and three standard errors; the bounds of two sequences are cautious.
    [Fact]
    public void An_equal_challenger_is_rarely_rolled_back_or_promoted()
    {
        var random = new SeededRandom(71);

        var brief = Plan with { MaxDecisions = 10_000 };
        var runs = Enumerable.Range(0, 200).Select(_ => Run(0.5, random, brief)).ToList();

        runs.Count(run => run.Outcome == GateOutcome.RollBack).ShouldBeLessThanOrEqualTo(10);
        runs.Count(run => run.Outcome == GateOutcome.Promote).ShouldBeLessThanOrEqualTo(10);
        runs[0].Sentence.ShouldStartWith("Keep the champion: after 10000 decisions the difference is between -0.");
    }

    [Fact]
    public void A_tolerated_loss_lets_a_challenger_pass_that_is_not_worse_than_that()
    {
        var tolerant = Plan with { Margin = 0.1, Share = 0.5 };

        var result = Run(0.5, new SeededRandom(72), tolerant);

        result.Outcome.ShouldBe(GateOutcome.Promote);
        result.Bounds.Low.ShouldBeGreaterThanOrEqualTo(-0.1);
        Plan.Judge(new()).Outcome.ShouldBe(GateOutcome.NotEnoughEvidence);
    }

    [Fact]
    public void What_is_no_reward_or_no_plan_is_refused()
    {
        Should.Throw<ArgumentException>(() => Plan.Next(new(), true, 1.5));
        Should.Throw<ArgumentException>(() => Plan.Next(new(), false, double.NaN));
        Should.Throw<ArgumentException>(() => (Plan with { Share = 0 }).Judge(new()));
        Should.Throw<ArgumentException>(() => (Plan with { Margin = -1 }).Judge(new()));
        Should.Throw<ArgumentException>(() => (Plan with { MaxDecisions = 0 }).Judge(new()));
        Should.Throw<ArgumentException>(() => Plan.ExpectedLoss(-1));
        Should.Throw<ArgumentException>(() => Plan.ExpectedLoss(0.1, double.NaN));
    }

    private static GateResult Run(double mean, SeededRandom random, CanaryPlan? plan = null)
    {
        var (used, state) = (plan ?? Plan, new CanaryState());
        while (true)
        {
            var challenger = random.NextDouble() < used.Share;
            state = used.Next(state, challenger, random.NextDouble() < (challenger ? mean : 0.5) ? 1 : 0);
            var isTime = (state.Champion.Count + state.Challenger.Count) % 20 == 0;
            if (isTime && used.Judge(state) is { Outcome: not GateOutcome.NotEnoughEvidence } result)
                return result;
        }
    }
}
