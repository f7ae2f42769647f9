using Gyre.Core;
using Gyre.Learning.Gates;

namespace Gyre.Learning.Tests.Gates;

public sealed class PromotionGatesTests
{
    // Q. McNemar, 1947: the sum of C(20, k) / 2^20 over k >= 15.
    [Fact]
    public void Mcnemars_test_is_exact()
    {
        var result = PromotionGates.McNemar(15, 5, 100, new());

        result.PValue!.Value.ShouldBe(0.020695, 1e-6);
        result.Outcome.ShouldBe(GateOutcome.Promote);
        result.Difference.ShouldBe(0.1, 1e-12);
        result.Sentence.ShouldBe(
            "Promote the challenger: only the challenger is right on 15 rows, only the champion on 5, "
            + "which equal models reach with probability 0.02069.");
        PromotionGates.McNemar(5, 15, 100, new()).Outcome.ShouldBe(GateOutcome.Keep);
        PromotionGates.McNemar(15, 5, 100, new() { Candidates = 3 }).Outcome.ShouldBe(GateOutcome.NotEnoughEvidence);
    }

    [Fact]
    public void Binomial_tails_are_exact_small_and_large()
    {
        for (var trials = 0; trials <= 30; trials++)
        {
            for (var least = 0; least <= trials + 1; least++)
                Binomial.AtLeast(least, trials).ShouldBe(ByHand(least, trials), 1e-12);
        }
        // By symmetry, half of an odd number of tosses.
        Binomial.AtLeast(500_001, 1_000_001).ShouldBe(0.5, 1e-9);
        Binomial.AtLeast(0, 0).ShouldBe(1);
        Binomial.AtLeast(900_000, 1_000_000).ShouldBe(0);
    }

    // Test sets of 2,000 rows with 10% disagreement, 2,000 repeats; tolerances of three binomial standard errors around the reference.
    [Theory]
    [InlineData(0, 0.038, 0.046, 0.014)]
    [InlineData(0.01, 0.383, 0.383, 0.033)]
    [InlineData(0.02, 0.868, 0.868, 0.023)]
    [InlineData(-0.01, 0.001, 0.001, 0.003)]
    public void A_gate_promotes_as_often_as_the_reference(double gain, double low, double high, double tolerance)
    {
        var random = new SeededRandom(50).Fork($"{gain * 100:0}");
        var promoted = 0;
        for (var repeat = 0; repeat < 2_000; repeat++)
        {
            var (better, worse) = (0, 0);
            for (var row = 0; row < 2_000; row++)
            {
                var draw = random.NextDouble();
                better += draw < 0.05 + gain / 2 ? 1 : 0;
                worse += draw is var d && d >= 0.05 + gain / 2 && d < 0.1 ? 1 : 0;
            }
            promoted += PromotionGates.McNemar(better, worse, 2_000, new()).Outcome == GateOutcome.Promote ? 1 : 0;
        }

        (promoted / 2_000.0).ShouldBeInRange(low - tolerance, high + tolerance);
    }

    [Fact]
    public void A_paired_bootstrap_agrees_with_the_normal_bound_and_repeats_with_its_seed()
    {
        var random = new SeededRandom(51);
        var differences = Enumerable.Range(0, 400).Select(_ => random.NextGaussian(0.2, 1)).ToArray();
        var normal = BoundedDecision.OfDifferences(differences, new());

        var result = PromotionGates.PairedBootstrap(differences, new(), new SeededRandom(1));

        result.Outcome.ShouldBe(GateOutcome.Promote);
        result.Bounds.Low.ShouldBe(normal.Bounds.Low, 0.01);
        result.Bounds.High.ShouldBe(normal.Bounds.High, 0.01);
        result.Bounds.ShouldBe(PromotionGates.PairedBootstrap(differences, new(), new SeededRandom(1)).Bounds);
    }

    [Fact]
    public void Without_enough_evidence_it_says_how_many_more_rows()
    {
        // Mean 0.1, variance 1 x 100 / 99, z(0.95) + z(0.8) = 2.486475: (2.486475 / 0.1)^2 x 1.0101 = 624.5 rows.
        var differences = Enumerable.Range(0, 100).Select(row => row % 2 == 0 ? 1.1 : -0.9).ToArray();

        var result = BoundedDecision.OfDifferences(differences, new());

        result.Outcome.ShouldBe(GateOutcome.NotEnoughEvidence);
        result.MoreRows.ShouldBe(525);
        result.Sentence.ShouldEndWith("about 525 more rows are needed.");
    }

    [Fact]
    public void A_margin_has_to_be_exceeded_and_candidates_share_the_error()
    {
        var random = new SeededRandom(52);
        var differences = Enumerable.Range(0, 1_000).Select(_ => random.NextGaussian(0.2, 1)).ToArray();

        BoundedDecision.OfDifferences(differences, new()).Outcome.ShouldBe(GateOutcome.Promote);
        BoundedDecision.OfDifferences(differences, new() { Margin = 0.2 }).Outcome.ShouldBe(GateOutcome.NotEnoughEvidence);
        BoundedDecision.OfDifferences(differences, new() { Margin = 0.5 }).Outcome.ShouldBe(GateOutcome.Keep);
        BoundedDecision.OfDifferences(differences, new() { Candidates = 5 }).Level.ShouldBe(0.99, 1e-12);
        BoundedDecision.OfDifferences(differences, new() { Candidates = 5 }).Bounds.Low
            .ShouldBeLessThan(BoundedDecision.OfDifferences(differences, new()).Bounds.Low);
        BoundedDecision.OfDifferences(differences, new() { GuaranteedRange = 8 }).Bounds.Low
            .ShouldBeLessThan(BoundedDecision.OfDifferences(differences, new()).Bounds.Low);
    }

    [Fact]
    public void What_a_gate_cannot_use_is_refused()
    {
        Should.Throw<ArgumentException>(() => PromotionGates.McNemar(-1, 0, 10, new()));
        Should.Throw<ArgumentException>(() => PromotionGates.McNemar(6, 5, 10, new()));
        Should.Throw<ArgumentException>(() => PromotionGates.McNemar(1, 1, 10, new() { Margin = 0.1 }));
        Should.Throw<ArgumentException>(() => PromotionGates.PairedBootstrap([1], new(), new SeededRandom(1)));
        Should.Throw<ArgumentException>(() => PromotionGates.PairedBootstrap([1, 2], new() { Resamples = 1 }, new SeededRandom(1)));
        Should.Throw<ArgumentException>(() => PromotionGates.PairedBootstrap([1, 2], new() { Margin = double.NaN }, new SeededRandom(1)));
        Should.Throw<InvalidInputException>(() => PromotionGates.PairedBootstrap([1, double.NaN], new(), new SeededRandom(1)))
            .Diagnostics[0].Path.ShouldBe("1/differences");
    }

    [Fact]
    public void A_guaranteed_range_that_the_differences_leave_is_refused() =>
        Should.Throw<ArgumentException>(() => BoundedDecision.OfDifferences([0, 1, -1], new() { GuaranteedRange = 1.9 }));

    private static double ByHand(int least, int trials)
    {
        var (term, sum) = (Math.Pow(0.5, trials), 0.0);
        for (var heads = 0; heads <= trials; heads++)
        {
            sum += heads >= least ? term : 0;
            term *= (trials - heads) / (heads + 1.0);
        }
        return sum;
    }
}
