using Gyre.Learning.Policies;

namespace Gyre.Learning.Tests.Policies;

public sealed class ArmProbabilitiesTests
{
    private static readonly bool[] All = [true, true, true];

    /// <summary>D. Foster and A. Rakhlin, "Beyond UCB", 2020: 1 / (3 + 10 * 0.3) and 1 / (3 + 10 * 0.5), the rest to the best.</summary>
    [Fact]
    public void Inverse_gap_weighting_follows_the_formula()
    {
        var probabilities = new double[3];
        ArmProbabilities.InverseGap([0.8, 0.5, 0.3], All, 10, probabilities);

        probabilities[0].ShouldBe(1 - (1.0 / 6) - (1.0 / 8), 1e-12);
        probabilities[0].ShouldBe(0.708333, 1e-6);
        probabilities[1].ShouldBe(1.0 / 6, 1e-12);
        probabilities[2].ShouldBe(0.125, 1e-12);
    }

    [Fact]
    public void Epsilon_is_spread_over_all_arms_the_best_included()
    {
        var probabilities = new double[3];
        ArmProbabilities.Greedy([0.1, 0.9, 0.9], All, 0.3, probabilities);

        probabilities[0].ShouldBe(0.1, 1e-12);
        probabilities[1].ShouldBe(0.8, 1e-12);
        probabilities[2].ShouldBe(0.1, 1e-12);
    }

    [Fact]
    public void Softmax_is_the_ratio_of_exponentials()
    {
        var probabilities = new double[3];
        ArmProbabilities.Softmax([1, 2, 1000], [true, true, false], 0.5, probabilities);

        probabilities[0].ShouldBe(1 / (1 + Math.Exp(2)), 1e-12);
        probabilities[1].ShouldBe(Math.Exp(2) / (1 + Math.Exp(2)), 1e-12);
        probabilities[2].ShouldBe(0);
    }

    [Fact]
    public void A_mask_leaves_nothing_to_the_others_and_counts_only_its_arms()
    {
        var probabilities = new double[3];
        ArmProbabilities.InverseGap([9, 0.8, 0.5], [false, true, true], 10, probabilities);
        probabilities[0].ShouldBe(0);
        probabilities[2].ShouldBe(1.0 / (2 + 3), 1e-12);

        ArmProbabilities.Greedy([9, 0.8, 0.5], [false, true, true], 0.5, probabilities);
        probabilities.ShouldBe([0, 0.75, 0.25]);
    }

    [Fact]
    public void An_arm_without_probability_is_never_drawn()
    {
        var random = new SeedStream(1);
        for (var i = 0; i < 10_000; i++)
            ArmProbabilities.Draw([0, 0.4, 0, 0.6 - 1e-13, 0], ref random).ShouldBeOneOf(1, 3);
    }

    /// <summary>Moments over 100,000 draws within four standard errors: Beta(3, 2) has mean 0.6 and variance 0.04, Poisson(1) mean and variance 1.</summary>
    [Fact]
    public void Draws_have_the_moments_of_their_distributions()
    {
        const int count = 100_000;
        var random = new SeedStream(9);
        double[] beta = [.. Enumerable.Range(0, count).Select(_ => random.NextBeta(3, 2))];
        double[] poisson = [.. Enumerable.Range(0, count).Select(_ => (double)random.NextPoisson())];
        double[] normal = [.. Enumerable.Range(0, count).Select(_ => random.NextGaussian())];

        beta.Average().ShouldBe(0.6, 4 * Math.Sqrt(0.04 / count));
        beta.Average(value => (value - 0.6) * (value - 0.6)).ShouldBe(0.04, 0.001);
        poisson.Average().ShouldBe(1, 4 / Math.Sqrt(count));
        poisson.Average(value => (value - 1) * (value - 1)).ShouldBe(1, 4 * Math.Sqrt(3.0 / count));
        normal.Average().ShouldBe(0, 4 / Math.Sqrt(count));
        normal.Average(value => value * value).ShouldBe(1, 4 * Math.Sqrt(2.0 / count));
    }
}
