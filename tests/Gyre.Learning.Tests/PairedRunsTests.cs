using Gyre.Core;

namespace Gyre.Learning.Tests;

public sealed class PairedRunsTests
{
    [Fact]
    public void With_few_pairs_every_choice_of_signs_is_counted()
    {
        PairedRuns.Compare([1, 2, 3, 4, 5], [0, 0, 0, 0, 0]).ShouldBe(new PairedComparison(3, 2.0 / 32));
        PairedRuns.Compare([1, -1], [0, 0]).PValue.ShouldBe(1);
    }

    [Fact]
    public void Without_a_difference_few_comparisons_are_significant()
    {
        var random = new SeededRandom(6);
        var significant = Enumerable.Range(0, 400).Count(_ => PairedRuns.Compare(
            [.. Enumerable.Range(0, 10).Select(_ => random.NextGaussian())],
            [.. Enumerable.Range(0, 10).Select(_ => random.NextGaussian())]).PValue <= 0.05);

        significant.ShouldBeInRange(8, 34);
    }

    [Fact]
    public void Many_pairs_are_sampled_near_the_exact_value()
    {
        double[] scores = [.. Enumerable.Range(0, 17).Select(i => i < 12 ? 1.0 : -1)];

        // 12 or more of 17 equal signs, on either side: 2 * 9402 / 131072.
        PairedRuns.Compare(scores, new double[17]).PValue.ShouldBe(2 * 9402.0 / 131072, 0.006);
    }

    [Fact]
    public void Holm_corrects_in_order() =>
        PairedRuns.Holm([0.01, 0.04, 0.03, 0.005]).Select(value => Math.Round(value, 12)).ShouldBe([0.03, 0.06, 0.06, 0.02]);
}
