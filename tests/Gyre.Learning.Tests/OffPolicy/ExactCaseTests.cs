using System.Runtime.InteropServices;
using Gyre.Core;

namespace Gyre.Learning.Tests.OffPolicy;

/// <summary>
/// One context, two arms: p = (0.8, 0.2), pi = (0.2, 0.8), rewards of 0 or 1 with means (0.3, 0.6). Everything can be computed.
/// </summary>
public sealed class ExactCaseTests
{
    private const double Value = 0.54;
    private static readonly double[] Logged = [0.8, 0.2];
    private static readonly double[] Target = [0.2, 0.8];
    private static readonly double[] Means = [0.3, 0.6];

    [Theory]
    [InlineData(OffPolicyMethod.Ips, 1.6434)]
    [InlineData(OffPolicyMethod.DoublyRobust, 0.7785)]
    public void The_variance_per_row_is_the_exact_one(OffPolicyMethod method, double variance)
    {
        // Every outcome as often as it is likely, of 10,000 rows: the sample is the distribution.
        var log = Build([.. Enumerable.Range(0, 2).SelectMany(arm => new[] { 0, 1 }.SelectMany(reward =>
            Enumerable.Repeat((arm, reward), (int)Math.Round(10_000 * Logged[arm] * (reward == 1 ? Means[arm] : 1 - Means[arm])))))]);

        var estimate = OffPolicyEvaluation.Estimate(log, new() { Method = method });

        estimate.Value.ShouldBe(Value, 1e-12);
        (estimate.StandardError * estimate.StandardError * log.Count * (log.Count - 1) / log.Count).ShouldBe(variance, 1e-9);
        estimate.Overlap.EffectiveShare.ShouldBe(1 / 3.25, 1e-12);
    }

    // 10,000 repeats, agreement within 2% (the standard error of a standard deviation from 10,000 values is 0.7%).
    [Fact]
    public void Errors_of_repeated_logs_agree_with_the_exact_ones()
    {
        const int repeats = 10_000;
        var random = new SeededRandom(20);
        var methods = new[] { OffPolicyMethod.Ips, OffPolicyMethod.DoublyRobust, OffPolicyMethod.Snips };
        var values = methods.ToDictionary(method => method, _ => new double[repeats]);
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            var log = Draw(1_000, random);
            foreach (var method in methods)
                values[method][repeat] = OffPolicyEvaluation.Estimate(log, new() { Method = method }).Value;
        }

        Deviation(values[OffPolicyMethod.Ips]).ShouldBe(0.0405, 0.02 * 0.0405);
        Deviation(values[OffPolicyMethod.DoublyRobust]).ShouldBe(0.0279, 0.02 * 0.0279);
        Deviation(values[OffPolicyMethod.Snips]).ShouldBe(0.0286, 0.02 * 0.0286);
        values[OffPolicyMethod.Ips].Average().ShouldBe(Value, 3 * 0.0405 / Math.Sqrt(repeats));
        values[OffPolicyMethod.DoublyRobust].Average().ShouldBe(Value, 3 * 0.0279 / Math.Sqrt(repeats));
    }

    // 1,000 repeats; three standard errors of a share of 0.95 are 2.1%, and the normal interval is approximate: 94% to 97.5% with good
    // overlap.
    [Theory]
    [InlineData(OffPolicyMethod.Ips)]
    [InlineData(OffPolicyMethod.Snips)]
    [InlineData(OffPolicyMethod.DoublyRobust)]
    public void Normal_intervals_cover_as_often_as_they_say_and_guaranteed_ones_more(OffPolicyMethod method)
    {
        var random = new SeededRandom(21);
        var options = new OffPolicyOptions { Method = method, RewardRange = new(0, 1), WeightBound = 4 };
        var estimates = Enumerable.Range(0, 1_000).Select(_ => OffPolicyEvaluation.Estimate(Draw(1_000, random), options)).ToList();

        (estimates.Count(estimate => estimate.Normal.Contains(Value)) / 1_000.0).ShouldBeInRange(0.925, 0.985);
        if (method == OffPolicyMethod.Snips)
        {
            estimates[0].Guaranteed.ShouldBeNull();
            return;
        }
        (estimates.Count(estimate => estimate.Guaranteed!.Value.Contains(Value)) / 1_000.0).ShouldBeGreaterThan(0.95);
        (estimates.Count(estimate => estimate.PlugIn!.Value.Contains(Value)) / 1_000.0).ShouldBeGreaterThan(0.95);
        var guaranteed = estimates.Average(estimate => estimate.Guaranteed!.Value.Width);
        estimates.Average(estimate => estimate.PlugIn!.Value.Width).ShouldBeLessThan(0.9 * guaranteed);
    }

    internal static EvaluationLog Draw(int rows, SeededRandom random)
    {
        var drawn = new (int Arm, int Reward)[rows];
        for (var row = 0; row < rows; row++)
        {
            var arm = random.NextDouble() < Logged[0] ? 0 : 1;
            drawn[row] = (arm, random.NextDouble() < Means[arm] ? 1 : 0);
        }
        return Build(drawn);
    }

    private static EvaluationLog Build((int Arm, int Reward)[] rows)
    {
        var columns = Enumerable.Range(0, 5).Select(_ => new double[rows.Length]).ToArray();
        for (var row = 0; row < rows.Length; row++)
        {
            var (arm, reward) = rows[row];
            (columns[0][row], columns[1][row], columns[2][row]) = (Logged[arm], Target[arm], reward);
            (columns[3][row], columns[4][row]) = (Means[arm], Value);
        }
        return new()
        {
            Propensities = ImmutableCollectionsMarshal.AsImmutableArray(columns[0]),
            Targets = ImmutableCollectionsMarshal.AsImmutableArray(columns[1]),
            Rewards = ImmutableCollectionsMarshal.AsImmutableArray(columns[2]),
            Predictions = ImmutableCollectionsMarshal.AsImmutableArray(columns[3]),
            Values = ImmutableCollectionsMarshal.AsImmutableArray(columns[4]),
        };
    }

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }
}
