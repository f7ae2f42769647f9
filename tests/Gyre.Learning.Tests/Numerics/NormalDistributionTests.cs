using Gyre.Learning.Numerics;

namespace Gyre.Learning.Tests.Numerics;

public sealed class NormalDistributionTests
{
    // 30-digit values of erfc(-x / sqrt 2) / 2, computed with a series in arbitrary precision.
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.841344746068542948585)]
    [InlineData(-1, 0.158655253931457051415)]
    [InlineData(1.96, 0.975002104851779549)]
    [InlineData(-2.4, 0.00819753592459612857)]
    [InlineData(-2.6, 0.00466118802371874957)]
    [InlineData(-5, 2.86651571879193911673752e-7)]
    [InlineData(-10, 7.61985302416052606597e-24)]
    [InlineData(-30, 4.90671392714819155e-198)]
    public void The_distribution_function_has_its_known_values(double x, double expected) =>
        (NormalDistribution.Cdf(x) / expected).ShouldBe(1, 2e-13);

    [Theory]
    [InlineData(0.975, 1.95996398454005423552)]
    [InlineData(0.95, 1.64485362695147271486)]
    [InlineData(0.8, 0.841621233572914205179)]
    [InlineData(0.5, 0)]
    [InlineData(0.001, -3.09023230616781354152)]
    public void The_quantile_has_its_known_values(double probability, double expected) =>
        NormalDistribution.Quantile(probability).ShouldBe(expected, 1e-12);

    [Fact]
    public void The_quantile_inverts_the_distribution_function_far_into_the_tail()
    {
        for (var exponent = -300; exponent < 0; exponent += 7)
        {
            var probability = Math.Pow(10, exponent);
            (NormalDistribution.Cdf(NormalDistribution.Quantile(probability)) / probability).ShouldBe(1, 1e-9);
        }
        for (var x = -8.0; x < 5; x += 0.01)
            NormalDistribution.Quantile(NormalDistribution.Cdf(x)).ShouldBe(x, 1e-9);
    }

    [Fact]
    public void Certainty_is_infinite_and_what_is_no_probability_is_refused()
    {
        NormalDistribution.Quantile(0).ShouldBe(double.NegativeInfinity);
        NormalDistribution.Quantile(1).ShouldBe(double.PositiveInfinity);
        Should.Throw<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(1.1));
        Should.Throw<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(double.NaN));
    }
}
