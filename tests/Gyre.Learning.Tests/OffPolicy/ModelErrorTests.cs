using Gyre.Core;

namespace Gyre.Learning.Tests.OffPolicy;

/// <summary>
/// Ten arms, five numbers of context, a reward model that is wrong on purpose, a softmax target: 200 logs per table row.
/// </summary>
public sealed class ModelErrorTests
{
    private const int Arms = 10;
    private const int Width = 5;
    private const double Noise = 0.3;

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.3)]
    public void Ips_is_unbiased_robust_methods_halve_its_error_and_the_direct_method_is_biased(double temperature)
    {
        var errors = Errors(
            1_000,
            temperature,
            200,
            OffPolicyMethod.Direct,
            OffPolicyMethod.Ips,
            OffPolicyMethod.Snips,
            OffPolicyMethod.DoublyRobust,
            OffPolicyMethod.Switch);

        Math.Abs(errors[OffPolicyMethod.Ips].Average()).ShouldBeLessThan(3 * Rmse(errors[OffPolicyMethod.Ips]) / Math.Sqrt(200));
        Rmse(errors[OffPolicyMethod.Snips]).ShouldBeLessThan(Rmse(errors[OffPolicyMethod.Ips]) / 2);
        Rmse(errors[OffPolicyMethod.DoublyRobust]).ShouldBeLessThan(Rmse(errors[OffPolicyMethod.Ips]) / 2);
        Rmse(errors[OffPolicyMethod.Switch]).ShouldBeLessThan(Rmse(errors[OffPolicyMethod.Ips]) / 2);
        Rmse(errors[OffPolicyMethod.Direct]).ShouldBeGreaterThan(3 * Rmse(errors[OffPolicyMethod.DoublyRobust]));
        Math.Abs(errors[OffPolicyMethod.Direct].Average()).ShouldBeGreaterThan(0.05);
    }

    // 200 repeats of each size: the ratio of two such deviations has a standard error of 7%.
    [Fact]
    public void Ten_times_the_rows_divide_the_error_by_the_root_of_ten()
    {
        var few = Errors(1_000, 1, 200, OffPolicyMethod.Ips, OffPolicyMethod.DoublyRobust);
        var many = Errors(10_000, 1, 200, OffPolicyMethod.Ips, OffPolicyMethod.DoublyRobust);

        foreach (var method in few.Keys)
            (Rmse(few[method]) / Rmse(many[method])).ShouldBe(Math.Sqrt(10), 0.15 * Math.Sqrt(10));
    }

    // 50 repeats. The choice trusts the model where that pays, and is bounded where the model is wrong; SLOPE, which only promises a
    // multiple of the least error, by less than the direct method's bias.
    [Theory]
    [InlineData(OffPolicyMethod.Switch, ParameterChoice.EstimatedError, 1.5)]
    [InlineData(OffPolicyMethod.Switch, ParameterChoice.Slope, 5)]
    [InlineData(OffPolicyMethod.Shrinkage, ParameterChoice.EstimatedError, 1.5)]
    [InlineData(OffPolicyMethod.Shrinkage, ParameterChoice.Slope, 5)]
    public void A_chosen_parameter_gains_by_a_good_model_and_loses_little_by_a_bad_one(
        OffPolicyMethod method, ParameterChoice choice, double most)
    {
        var options = new OffPolicyOptions { Method = method, Choice = choice };
        var (chosen, plain, direct) = Compare(options, 10_000, 1);
        Rmse(chosen).ShouldBeLessThan(most * Rmse(plain));
        Rmse(chosen).ShouldBeLessThan(0.6 * Rmse(direct));

        var (trusting, robust, _) = Compare(options, 1_000, 1 / 0.75);
        Rmse(trusting).ShouldBeLessThan(0.9 * Rmse(robust));
    }

    /// <summary>
    /// Errors with a chosen parameter, of doubly robust and of the direct method; the model's differences are multiplied by a factor.
    /// </summary>
    private static (List<double> Chosen, List<double> Plain, List<double> Direct) Compare(
        OffPolicyOptions options, int rows, double factor)
    {
        var world = new World(3, 0.3);
        var random = new SeededRandom(9);
        var (chosen, plain, direct) = (new List<double>(), new List<double>(), new List<double>());
        for (var repeat = 0; repeat < 50; repeat++)
        {
            var (drawn, truth) = world.Draw(rows, random);
            var log = drawn with
            {
                Predictions = [.. drawn.Predictions.Select(q => 1 + factor * (q - 1))],
                Values = [.. drawn.Values.Select(v => 1 + factor * (v - 1))],
            };
            chosen.Add(OffPolicyEvaluation.Estimate(log, options).Value - truth);
            plain.Add(OffPolicyEvaluation.Estimate(log, new()).Value - truth);
            direct.Add(OffPolicyEvaluation.Estimate(log, new() { Method = OffPolicyMethod.Direct }).Value - truth);
        }
        return (chosen, plain, direct);
    }

    private static Dictionary<OffPolicyMethod, List<double>> Errors(
        int rows, double temperature, int repeats, params OffPolicyMethod[] methods)
    {
        var world = new World(3, temperature);
        var random = new SeededRandom(8);
        var errors = methods.ToDictionary(method => method, _ => new List<double>());
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            var (log, truth) = world.Draw(rows, random);
            foreach (var method in methods)
                errors[method].Add(OffPolicyEvaluation.Estimate(log, new() { Method = method }).Value - truth);
        }
        return errors;
    }

    private static double Rmse(List<double> errors) => Math.Sqrt(errors.Average(error => error * error));

    /// <summary>Rewards 1 + x'theta_a + noise, logged uniformly; the model sees three quarters of the differences.</summary>
    private sealed class World
    {
        private readonly double[][] _arms;
        private readonly double _temperature;

        public World(ulong seed, double temperature)
        {
            var random = new SeededRandom(seed);
            _arms =
            [
                .. Enumerable.Range(0, Arms).Select(_ => Enumerable.Range(0, Width).Select(_ => random.NextGaussian(0, 0.2)).ToArray()),
            ];
            _temperature = temperature;
        }

        /// <summary>A log, and the mean of the target's true value over its contexts.</summary>
        public (EvaluationLog Log, double Truth) Draw(int rows, SeededRandom random)
        {
            var (targets, rewards, predictions, values) = (new double[rows], new double[rows], new double[rows], new double[rows]);
            var truth = 0.0;
            var propensities = new double[rows];
            Array.Fill(propensities, 1.0 / Arms);
            Span<double> context = stackalloc double[Width];
            Span<double> means = stackalloc double[Arms];
            Span<double> policy = stackalloc double[Arms];
            for (var row = 0; row < rows; row++)
            {
                foreach (ref var value in context)
                    value = random.NextGaussian();
                Fill(context, means, policy);
                var arm = random.NextInt(0, Arms);
                (targets[row], predictions[row]) = (policy[arm], Wrong(means[arm]));
                rewards[row] = means[arm] + random.NextGaussian(0, Noise);
                for (var a = 0; a < Arms; a++)
                {
                    values[row] += policy[a] * Wrong(means[a]);
                    truth += policy[a] * means[a] / rows;
                }
            }
            var log = new EvaluationLog
            {
                Propensities = [.. propensities],
                Targets = [.. targets],
                Rewards = [.. rewards],
                Predictions = [.. predictions],
                Values = [.. values],
            };
            return (log, truth);
        }

        private static double Wrong(double mean) => 1 + 0.75 * (mean - 1);

        private void Fill(ReadOnlySpan<double> context, Span<double> means, Span<double> policy)
        {
            var sum = 0.0;
            for (var arm = 0; arm < Arms; arm++)
            {
                means[arm] = 1;
                for (var i = 0; i < Width; i++)
                    means[arm] += context[i] * _arms[arm][i];
                policy[arm] = Math.Exp((means[arm] - 1) / (0.6 * _temperature));
                sum += policy[arm];
            }
            foreach (ref var probability in policy)
                probability /= sum;
        }
    }
}
