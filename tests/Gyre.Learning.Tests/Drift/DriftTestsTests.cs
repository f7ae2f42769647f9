using Gyre.Core;
using Gyre.Learning.Drift;

namespace Gyre.Learning.Tests.Drift;

public sealed class DriftTestsTests
{
    [Fact]
    public void The_index_of_two_distributions_is_the_sum_of_their_bins() =>
        // (0.05 ln 1.2 - 0.05 ln 0.8) x 2.
        DriftTests.PopulationStabilityIndex([0.25, 0.25, 0.25, 0.25], [0.3, 0.2, 0.3, 0.2]).ShouldBe(0.1 * Math.Log(1.5), 1e-12);

    [Fact]
    public void Counts_give_the_index_of_their_shares()
    {
        var finding = DriftTests.PopulationStabilityOf([250L, 250, 250, 250], [300L, 200, 300, 200]);

        finding.Statistic.ShouldBe(0.040546510810816, 1e-12);
        finding.Drifted.ShouldBeFalse();
    }

    [Theory]
    // W. G. Cochran's table as in Abramowitz and Stegun, table 26.8; two degrees have a closed form.
    [InlineData(9, 0.05, 16.918977604620448)]
    [InlineData(1, 0.05, 3.841458820694124)]
    [InlineData(2, 0.01, 9.210340371976182)]
    [InlineData(99, 0.05, 123.225221453361)]
    [InlineData(2, 1e-6, 27.631021115928547)]
    public void Chi_square_quantiles_are_those_of_the_tables(int degrees, double level, double expected) =>
        ChiSquare.Quantile(degrees, level).ShouldBe(expected, 1e-9);

    [Fact]
    public void Without_drift_the_index_keeps_to_its_quantile()
    {
        // 1,000 checks per size; the bound is three standard errors of a share at 5% and 35% (0.021 and 0.045).
        var small = NullIndexes(200, 1000, "small");
        var large = NullIndexes(1000, 1000, "large");

        small.Average().ShouldBe(0.09, 0.006);
        small.Count(index => index > 0.1).ShouldBeInRange(305, 395);
        large.Order().ElementAt(949).ShouldBe(0.0338, 0.0035);
        large.Count(index => index > 16.919 * 2 / 1000).ShouldBeInRange(29, 71);
    }

    [Theory]
    [InlineData(0.25, 0.070, 0.02)]
    [InlineData(0.5, 0.249, 0.03)]
    [InlineData(1, 0.945, 0.06)]
    public void A_shift_of_a_normal_variable_has_the_expected_index(double shift, double expected, double tolerance) =>
        Shifted(20_000, shift).Statistic.ShouldBe(expected, tolerance);

    [Fact]
    public void It_alarms_on_size_and_evidence_together()
    {
        Shifted(20_000, 0.1).Drifted.ShouldBeFalse();
        Shifted(20_000, 0.1, size: 0.01).Drifted.ShouldBeTrue();
        Shifted(50, 0.3).Threshold.ShouldBe(16.918977604620448 * 2 / 50, 1e-9);
        Shifted(20_000, 0.5).ShouldSatisfyAllConditions(
            finding => finding.Drifted.ShouldBeTrue(),
            finding => finding.Level.ShouldBe(0.05),
            finding => finding.Explanation.ShouldStartWith("The distribution has shifted"));
    }

    [Fact]
    public void Values_that_are_all_the_same_still_have_an_above_and_a_below()
    {
        var reference = PopulationReference.Of([.. Enumerable.Repeat(3.0, 100)]);

        DriftTests.PopulationStabilityOf(reference, [.. Enumerable.Repeat(3.0, 100)]).Statistic.ShouldBe(0);
        DriftTests.PopulationStabilityOf(reference, [.. Enumerable.Repeat(4.0, 100)]).Drifted.ShouldBeTrue();
        DriftTests.PopulationStabilityOf(reference, [.. Enumerable.Repeat(2.0, 100)]).Drifted.ShouldBeTrue();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_exact_probability_is_the_share_of_all_orders(int seed)
    {
        var random = new SeededRandom((ulong)seed);
        var (n, m) = (random.NextInt(1, 8), random.NextInt(1, 8));
        var distances = Orders(n, m).Select(order => OrderDistance(order, n, m)).ToList();
        foreach (var distance in distances.Distinct())
            KolmogorovSmirnov.Probability(n, m, distance)
                .ShouldBe(distances.Count(other => other >= distance) / (double)distances.Count, 1e-12);
    }

    [Fact]
    public void The_exact_probability_of_small_samples_is_that_of_the_tables()
    {
        // F. J. Massey, "Distribution table for the deviation between two sample cumulatives", 1952: 2 and 10 of 252 orders.
        DriftTests.KolmogorovSmirnovProbability([1, 2, 3, 4, 5], [6, 7, 8, 9, 10]).ShouldBe(2 / 252.0, 1e-12);
        DriftTests.KolmogorovSmirnovProbability([1, 2, 3, 4, 6], [5, 7, 8, 9, 10]).ShouldBe(20 / 252.0, 1e-12);
        // Smirnov's 5% point of the limit, 1.3581.
        KolmogorovSmirnov.Threshold(10_000, 10_000, 0.05).ShouldBe(1.3581 * Math.Sqrt(2.0 / 10_000), 1e-6);
    }

    [Fact]
    public void Exact_and_asymptotic_probability_meet()
    {
        var exact = KolmogorovSmirnov.Probability(500, 500, 40 * 500);
        var near = KolmogorovSmirnov.Probability(501, 500, (long)(0.08 * 501 * 500));

        exact.ShouldBe(near, 0.006);
    }

    [Fact]
    public void An_alarm_and_a_distance_above_the_threshold_are_the_same()
    {
        var random = new SeededRandom(4);
        var alarms = 0;
        for (var repeat = 0; repeat < 300; repeat++)
        {
            var (x, y) = (Normal(random, random.NextInt(3, 30), 0), Normal(random, random.NextInt(3, 30), repeat % 2));
            var finding = DriftTests.KolmogorovSmirnovOf(x, y);
            finding.Drifted.ShouldBe(finding.Statistic > finding.Threshold + 1e-12);
            finding.Drifted.ShouldBe(DriftTests.KolmogorovSmirnovProbability(x, y) <= 0.05);
            alarms += finding.Drifted ? 1 : 0;
        }
        alarms.ShouldBeInRange(30, 200);
    }

    [Fact]
    public void Equal_values_are_no_distance() => DriftTests.KolmogorovSmirnovOf([1, 1, 2, 2], [2, 1, 2, 1]).Statistic.ShouldBe(0);

    [Fact]
    public void Samples_and_settings_out_of_range_are_refused_by_name()
    {
        Should.Throw<ArgumentException>(() => DriftTests.KolmogorovSmirnovOf([], [1])).ParamName.ShouldBe("reference");
        Should.Throw<ArgumentException>(() => DriftTests.KolmogorovSmirnovOf([1], [1, double.NaN]))
            .Message.ShouldStartWith("Value 1 is nan");
        Should.Throw<ArgumentException>(() => DriftTests.KolmogorovSmirnovOf([1], [1], 1)).ParamName.ShouldBe("level");
        Should.Throw<ArgumentException>(() => PopulationReference.Of([double.PositiveInfinity])).Message.ShouldStartWith("Value 0 is");
        Should.Throw<ArgumentException>(() => PopulationReference.Of([1], 1)).ParamName.ShouldBe("bins");
        Should.Throw<ArgumentException>(() => PopulationReference.Of([])).ParamName.ShouldBe("sample");
        Should.Throw<ArgumentException>(() => DriftTests.PopulationStabilityOf([1L, 2], [1L, 2, 3]));
        Should.Throw<ArgumentException>(() => DriftTests.PopulationStabilityOf([1L, -2], [1L, 2]));
        Should.Throw<ArgumentException>(() => DriftTests.PopulationStabilityOf([0L, 0], [1L, 2]));
        Should.Throw<ArgumentException>(() => DriftTests.PopulationStabilityOf([1L, 2], [1L, 2], size: double.NaN))
            .ParamName.ShouldBe("size");
        Should.Throw<ArgumentException>(() => DriftTests.PopulationStabilityIndex([0.5, 0.5], [0, 1]));
    }

    private static List<double> NullIndexes(int size, int repeats, string name)
    {
        var random = new SeededRandom(11).Fork(name);
        return [.. Enumerable.Range(0, repeats).Select(_ =>
            DriftTests.PopulationStabilityOf(PopulationReference.Of(Uniform(random, size)), Uniform(random, size)).Statistic)];
    }

    private static DriftFinding Shifted(int count, double shift, double size = 0.1)
    {
        var random = new SeededRandom(7);
        var reference = PopulationReference.Of(Normal(random, count, 0));
        return DriftTests.PopulationStabilityOf(reference, Normal(random, count, shift), size);
    }

    private static double[] Uniform(SeededRandom random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];

    private static double[] Normal(SeededRandom random, int count, double mean) =>
        [.. Enumerable.Range(0, count).Select(_ => random.NextGaussian(mean))];

    private static IEnumerable<int> Orders(int n, int m) =>
        Enumerable.Range(0, 1 << (n + m)).Where(order => int.PopCount(order) == n);

    private static long OrderDistance(int order, int n, int m)
    {
        var (i, j, most) = (0, 0, 0L);
        for (var place = 0; place < n + m; place++)
        {
            if ((order >> place & 1) == 1)
                i++;
            else
                j++;
            most = Math.Max(most, Math.Abs((long)i * m - (long)j * n));
        }
        return most;
    }
}
