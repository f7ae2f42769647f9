using Gyre.Core;

namespace Gyre.Learning.Tests.Gates;

/// <summary>R. Johari, L. Pekelis and D. Walsh, "Always valid inference: continuous monitoring of A/B tests", 2022.</summary>
public sealed class MixtureTestTests
{
    private const int Planned = 5_000;
    private static readonly MixtureTest Test = new() { Variance = 2, MixingVariance = 0.01 };

    [Theory]
    [InlineData(1_000, 3.278722)]
    [InlineData(2_000, 28.403345)]
    public void The_likelihood_ratio_of_a_mean_of_a_tenth_is_that_of_the_formula(long count, double expected) =>
        Test.Likelihood(count, 0.1 * count).ShouldBe(expected, 1e-6);

    [Theory]
    [InlineData(1_000, 0.136674)]
    [InlineData(10_000, 0.044993)]
    public void The_half_width_is_that_of_the_formula(long count, double expected) => Test.HalfWidth(count).ShouldBe(expected, 1e-6);

    [Fact]
    public void The_interval_excludes_zero_exactly_where_the_likelihood_ratio_decides()
    {
        var half = Test.HalfWidth(700);

        Test.Likelihood(700, half * 700).ShouldBe(20, 1e-9);
    }

    // 1,000 runs of up to 5,000 pairs at 5%: rejections within three binomial standard errors of the reference (2.7%, 43.1%, 98.3%),
    // which itself was simulated.
    [Theory]
    [InlineData(0, 0.027, 0.016)]
    [InlineData(0.05, 0.431, 0.05)]
    [InlineData(0.1, 0.983, 0.0125)]
    public void It_rejects_as_often_as_the_reference(double effect, double expected, double tolerance) =>
        (Stops(effect, 1_000).Count(stop => stop <= Planned) / 1_000.0).ShouldBe(expected, tolerance);

    // Stopping times of 1,000 runs spread by about their half, so that three standard errors of the mean are 5%.
    [Theory]
    [InlineData(0.1, 1_723)]
    [InlineData(0.2, 500)]
    public void It_stops_on_average_when_the_reference_does(double effect, double expected) =>
        Stops(effect, 1_000).Average(stop => Math.Min(stop, Planned)).ShouldBe(expected, 0.06 * expected);

    // 400 runs; an ordinary test after each of 5,000 pairs errs in 56% +- 7.5% of them, the sequential one in at most 5%.
    [Fact]
    public void Peeking_at_an_ordinary_test_errs_in_more_than_half_of_all_runs()
    {
        var random = new SeededRandom(31);
        var wrong = 0;
        for (var run = 0; run < 400; run++)
        {
            var sum = 0.0;
            var fooled = false;
            for (var count = 1; count <= Planned; count++)
            {
                sum += random.NextGaussian(0, Math.Sqrt(2));
                fooled |= Math.Abs(sum) > 1.959964 * Math.Sqrt(2.0 * count);
            }
            wrong += fooled ? 1 : 0;
        }

        (wrong / 400.0).ShouldBe(0.56, 0.075);
    }

    [Fact]
    public void A_p_value_never_rises_and_a_decision_is_said_in_one_sentence()
    {
        var state = new MixtureState();
        var before = 1.0;
        var random = new SeededRandom(2);
        for (var i = 0; i < 3_000; i++)
        {
            state = Test.Next(state, 0.2 + random.NextGaussian(0, Math.Sqrt(2)));
            state.PValue.ShouldBeLessThanOrEqualTo(before);
            before = state.PValue;
        }

        var result = Test.Judge(state);

        result.Outcome.ShouldBe(GateOutcome.Promote);
        result.Bounds.Low.ShouldBeGreaterThan(0);
        result.Sentence.ShouldStartWith("Promote the challenger after 3000 pairs: the mean difference is 0.");
        Test.Judge(new MixtureState()).Outcome.ShouldBe(GateOutcome.NotEnoughEvidence);
    }

    [Fact]
    public void What_is_no_difference_and_no_variance_is_refused()
    {
        Should.Throw<ArgumentException>(() => Test.Next(new(), double.NaN));
        Should.Throw<ArgumentException>(() => (Test with { Variance = 0 }).Next(new(), 1));
        Should.Throw<ArgumentException>(() => (Test with { MixingVariance = double.NaN }).HalfWidth(10));
        Should.Throw<ArgumentException>(() => (Test with { Level = 1 }).Judge(new()));
        Should.Throw<ArgumentException>(() => Test.HalfWidth(0));
    }

    private static List<int> Stops(double effect, int runs)
    {
        var random = new SeededRandom(30).Fork($"{effect * 100:0}");
        return [.. Enumerable.Range(0, runs).Select(_ => Stop(effect, random))];
    }

    private static int Stop(double effect, SeededRandom random)
    {
        var state = new MixtureState();
        for (var count = 1; count <= Planned; count++)
        {
            state = Test.Next(state, random.NextGaussian(effect, Math.Sqrt(2)));
            if (state.PValue <= 0.05)
                return count;
        }
        return Planned + 1;
    }
}
