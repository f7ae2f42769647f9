using Gyre.Core;

namespace Gyre.Learning.Tests.OffPolicy;

/// <summary>Five rows worked by hand, (p, pi, r, q, v), for the formulas that the methods' papers give.</summary>
public sealed class OffPolicyVectorTests
{
    internal static readonly EvaluationLog FiveRows = new()
    {
        Propensities = [0.5, 0.25, 0.25, 0.8, 0.5],
        Targets = [0.8, 0.1, 0.6, 0.2, 0.5],
        Rewards = [1, 0, 1, 0, 1],
        Predictions = [0.6, 0.3, 0.5, 0.2, 0.7],
        Values = [0.55, 0.4, 0.45, 0.3, 0.6],
    };

    [Theory]
    [InlineData(OffPolicyMethod.Ips, 1.0)]
    [InlineData(OffPolicyMethod.Snips, 0.884956)]
    [InlineData(OffPolicyMethod.Direct, 0.46)]
    [InlineData(OffPolicyMethod.DoublyRobust, 0.854)]
    [InlineData(OffPolicyMethod.Switch, 0.614)]
    [InlineData(OffPolicyMethod.ClippedIps, 0.92)]
    [InlineData(OffPolicyMethod.Shrinkage, 0.531357)]
    public void The_methods_have_the_values_of_their_formulas(OffPolicyMethod method, double expected) =>
        Estimate(method).Value.ShouldBe(expected, 1e-6);

    [Theory]
    [InlineData(OffPolicyMethod.Ips, 0.464758)]
    [InlineData(OffPolicyMethod.DoublyRobust, 0.268600)]
    public void The_standard_errors_are_those_of_a_mean(OffPolicyMethod method, double expected) =>
        Estimate(method).StandardError.ShouldBe(expected, 1e-6);

    [Fact]
    public void The_error_of_snips_is_that_of_the_delta_method()
    {
        double[] weights = [1.6, 0.4, 2.4, 0.25, 1];
        double[] rewards = [1, 0, 1, 0, 1];
        var value = 5 / 5.65;
        var squares = weights.Zip(rewards, (w, r) => w * w * (r - value) * (r - value)).Sum();

        Estimate(OffPolicyMethod.Snips).StandardError.ShouldBe(Math.Sqrt(squares * 5 / 4) / 5.65, 1e-12);
    }

    [Fact]
    public void The_diagnostics_of_the_weights_are_exact()
    {
        var overlap = Estimate(OffPolicyMethod.Ips).Overlap;

        overlap.EffectiveRows.ShouldBe(3.345297, 1e-6);
        overlap.EffectiveShare.ShouldBe(3.345297 / 5, 1e-6);
        overlap.MeanWeight.ShouldBe(1.13, 1e-12);
        overlap.MaxWeight.ShouldBe(2.4, 1e-12);
        overlap.RowsAboveClip.ShouldBe(1);
        overlap.TailShare.ShouldBe(0.2, 1e-12);
        overlap.FirstHalf!.Value.ShouldBe(0.8, 1e-12);
        overlap.SecondHalf!.Value.ShouldBe((2.4 + 0 + 1) / 3, 1e-12);
    }

    [Fact]
    public void The_guaranteed_interval_is_that_of_maurer_and_pontil()
    {
        // Terms 1.6, 0, 2.4, 0, 1: variance 1.08, range 4; half = sqrt(2 x 1.08 x ln 80 / 5) + 7 x 4 x ln 80 / 12 at d = 0.025.
        var terms = Learning.Numerics.Moments.Of([1.6, 0, 2.4, 0, 1]);
        Learning.OffPolicy.Guarantee.HalfWidth(terms, 4, 0.025).ShouldBe(11.600605082723659, 1e-9);
        var log = ExactCaseTests.Draw(5_000, new SeededRandom(4));
        var estimate = OffPolicyEvaluation.Estimate(log, new() { Method = OffPolicyMethod.Ips, RewardRange = new(0, 1), WeightBound = 4 });
        var half = estimate.StandardError * Math.Sqrt(2 * Math.Log(80)) + 28 * Math.Log(80) / (3 * 4_999.0);
        estimate.GuaranteedRange.ShouldBe(4);
        estimate.Guaranteed!.Value.Low.ShouldBe(estimate.Value - half, 1e-12);

        // With an exploration floor of 0.1 over 10 arms the last term alone needs about 86,000 rows to fall below 0.01 at d = 0.05.
        var still = new Learning.Numerics.Moments(86_100, 0, 0);
        Learning.OffPolicy.Guarantee.HalfWidth(still, 100, 0.05).ShouldBe(0.01, 1e-5);
    }

    [Fact]
    public void The_bootstrap_is_near_the_normal_interval_and_repeats_with_its_seed()
    {
        var options = new OffPolicyOptions { Method = OffPolicyMethod.Snips, Resamples = 2_000 };
        var log = ExactCaseTests.Draw(2_000, new SeededRandom(4));

        var first = OffPolicyEvaluation.Estimate(log, options, new SeededRandom(7));
        var second = OffPolicyEvaluation.Estimate(log, options, new SeededRandom(7));

        first.Bootstrap.ShouldBe(second.Bootstrap);
        first.Bootstrap!.Value.Low.ShouldBe(first.Normal.Low, 0.1 * first.Normal.Width);
        first.Bootstrap.Value.High.ShouldBe(first.Normal.High, 0.1 * first.Normal.Width);
    }

    private static OffPolicyEstimate Estimate(OffPolicyMethod method) =>
        OffPolicyEvaluation.Estimate(FiveRows, new() { Method = method, Clip = 2, SwitchAbove = 2, Shrinkage = 1 });
}
