using Gyre.Core;

namespace Gyre.Learning.Tests.OffPolicy;

public sealed class LogRefusalTests
{
    private static readonly EvaluationLog Good = OffPolicyVectorTests.FiveRows;

    [Theory]
    [InlineData(0.0)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_propensity_that_is_none_is_refused_by_row_and_field(double propensity)
    {
        var log = Good with { Propensities = Good.Propensities.SetItem(3, propensity) };

        var error = Should.Throw<InvalidInputException>(() => Estimate(log));

        error.Diagnostics[0].Path.ShouldBe("3/propensities");
        error.Diagnostics[0].Message.ShouldContain("Row 4");
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void Numbers_that_are_not_finite_are_refused_in_every_column(double bad)
    {
        PathOf(Good with { Targets = Good.Targets.SetItem(0, bad) }).ShouldBe("0/targets");
        PathOf(Good with { Rewards = Good.Rewards.SetItem(1, bad) }).ShouldBe("1/rewards");
        PathOf(Good with { Predictions = Good.Predictions.SetItem(2, bad) }).ShouldBe("2/predictions");
        PathOf(Good with { Values = Good.Values.SetItem(4, bad) }).ShouldBe("4/values");
    }

    [Fact]
    public void Probabilities_that_do_not_sum_to_one_are_refused()
    {
        var (log, _) = InteractionLogTests.Draw(10, new SeededRandom(1));
        log.Target.Row(6)[0] = 2e-9;

        var error = Should.Throw<InvalidInputException>(() => OffPolicyEvaluation.Estimate(log, new(), new SeededRandom(1)));

        error.Diagnostics[0].Path.ShouldBe("6/target");
    }

    [Fact]
    public void A_chosen_arm_without_probability_and_an_arm_that_is_not_there_are_refused()
    {
        var (log, _) = InteractionLogTests.Draw(10, new SeededRandom(1));
        log.Logged.Row(2).Clear();
        log.Logged.Row(2)[(log.Arms[2] + 1) % 3] = 1;

        Should.Throw<InvalidInputException>(() => OffPolicyEvaluation.Estimate(log, new(), new SeededRandom(1)))
            .Diagnostics[0].Path.ShouldBe("2/logged");
        var unknown = log with { Arms = log.Arms.SetItem(5, 3) };
        Should.Throw<InvalidInputException>(() => OffPolicyEvaluation.Estimate(unknown, new(), new SeededRandom(1)))
            .Diagnostics[0].Path.ShouldBe("5/arms");
    }

    [Fact]
    public void A_reward_outside_the_stated_range_is_refused_because_the_guarantee_would_be_void()
    {
        var options = new OffPolicyOptions { Method = OffPolicyMethod.Ips, RewardRange = new(0, 0.9), WeightBound = 4 };

        Should.Throw<InvalidInputException>(() => OffPolicyEvaluation.Estimate(Good, options)).Diagnostics[0].Path.ShouldBe("0/reward");
        var narrow = options with { RewardRange = new(0, 1), WeightBound = 2 };
        Should.Throw<InvalidInputException>(() => OffPolicyEvaluation.Estimate(Good, narrow))
            .Diagnostics[0].Path.ShouldBe("2/weight");
    }

    [Fact]
    public void Numbers_that_cannot_be_averaged_are_refused()
    {
        CodeOf(Good with { Rewards = Good.Rewards.SetItem(0, 1e300) }).ShouldBe("evaluation.too-large");
        CodeOf(Good with { Propensities = Good.Propensities.SetItem(0, double.Epsilon) }).ShouldBe("evaluation.too-large");
    }

    [Fact]
    public void Options_and_sizes_are_the_callers_mistake()
    {
        Should.Throw<ArgumentException>(() => OffPolicyEvaluation.Estimate(Good, new() { Level = 1 }));
        Should.Throw<ArgumentException>(() => OffPolicyEvaluation.Estimate(Good, new() { Clip = double.NaN }));
        Should.Throw<ArgumentException>(() => OffPolicyEvaluation.Estimate(Good, new() { Resamples = 10 }));
        var shrinkage = new OffPolicyOptions { Method = OffPolicyMethod.Shrinkage, Shrinkage = 0 };
        Should.Throw<ArgumentException>(() => OffPolicyEvaluation.Estimate(Good, shrinkage));
        Should.Throw<ArgumentException>(() => Estimate(Good with { Rewards = [1] }));
        Should.Throw<ArgumentException>(() => Estimate(Good with { Targets = [1] }));
        Should.Throw<ArgumentException>(() => OffPolicyEvaluation.Estimate(Good with { Predictions = [], Values = [] }, new()));
        var (log, _) = InteractionLogTests.Draw(10, new SeededRandom(1));
        Should.Throw<ArgumentException>(() => OffPolicyEvaluation.CrossFit(log, new() { Folds = 11 }, new SeededRandom(1)));
    }

    private static string PathOf(EvaluationLog log) => Should.Throw<InvalidInputException>(() => Estimate(log)).Diagnostics[0].Path;

    private static string CodeOf(EvaluationLog log) => Should.Throw<InvalidInputException>(() => Estimate(log)).Diagnostics[0].Code;

    private static OffPolicyEstimate Estimate(EvaluationLog log) => OffPolicyEvaluation.Estimate(log, new());
}
