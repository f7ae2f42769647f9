using Gyre.Core;

namespace Gyre.Learning.Tests.Gates;

/// <summary>I. Waudby-Smith and A. Ramdas, "Estimating means of bounded random variables by betting", 2024.</summary>
public sealed class ConfidenceSequenceTests
{
    private static readonly ConfidenceSequence Sequence = new();

    // 500 runs of 5,000 tosses at 5%: the reference missed in 1.8% of its runs; the bound of three standard errors above 5% is 7.9%.
    [Fact]
    public void The_mean_is_rarely_outside_at_any_time()
    {
        var random = new SeededRandom(40);
        var missed = 0;
        for (var run = 0; run < 500; run++)
        {
            var state = Toss(new(), 5_000, random);
            missed += Sequence.Interval(state).Contains(0.3) ? 0 : 1;
        }

        // The intersection over time keeps a miss: looking at the end is looking at all times.
        (missed / 500.0).ShouldBeLessThan(0.036);
    }

    // The mean width of 50 runs, within 5% of the reference.
    [Theory]
    [InlineData(100, 0.304)]
    [InlineData(1_000, 0.110)]
    [InlineData(10_000, 0.0429)]
    public void Its_width_for_a_coin_is_that_of_the_reference(int tosses, double expected)
    {
        var random = new SeededRandom(41);

        var width = Enumerable.Range(0, 50).Average(_ => Sequence.Interval(Toss(new(), tosses, random)).Width);

        width.ShouldBe(expected, 0.05 * expected);
    }

    [Fact]
    public void A_range_scales_the_bounds()
    {
        var wide = new ConfidenceSequence { Range = new(-10, 30) };
        var (unit, scaled) = (new ConfidenceState(), new ConfidenceState());
        foreach (var value in new[] { 0.25, 1, 0, 0.5, 0.75, 0.5 })
        {
            unit = Sequence.Next(unit, value);
            scaled = wide.Next(scaled, -10 + 40 * value);
        }

        wide.Interval(scaled).Low.ShouldBe(-10 + 40 * Sequence.Interval(unit).Low, 1e-12);
        wide.Interval(scaled).High.ShouldBe(-10 + 40 * Sequence.Interval(unit).High, 1e-12);
        wide.Mean(scaled).ShouldBe(10, 1e-12);
        wide.Interval(new()).ShouldBe(new ConfidenceInterval(-10, 30));
    }

    [Fact]
    public void What_is_outside_the_range_is_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Sequence.Next(new(), 1.01));
        Should.Throw<ArgumentOutOfRangeException>(() => Sequence.Next(new(), double.NaN));
        Should.Throw<ArgumentException>(() => (Sequence with { Range = new(1, 1) }).Next(new(), 1));
        Should.Throw<ArgumentException>(() => (Sequence with { Level = 0 }).Next(new(), 1));
    }

    private static ConfidenceState Toss(ConfidenceState state, int tosses, SeededRandom random)
    {
        for (var i = 0; i < tosses; i++)
            state = Sequence.Next(state, random.NextDouble() < 0.3 ? 1 : 0);
        return state;
    }
}
