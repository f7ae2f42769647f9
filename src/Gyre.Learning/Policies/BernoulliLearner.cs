using System.Collections.Immutable;
using System.Numerics.Tensors;
using System.Text.Json;

namespace Gyre.Learning.Policies;

/// <summary>A Beta posterior per arm: Beta(1 + successes, 1 + failures).</summary>
internal sealed class BernoulliLearner(BernoulliThompsonOptions options, List<double> successes, List<double> failures) : Learner
{
    public override int Draws => options.Draws;

    public override double Rows => successes.Sum() + failures.Sum();

    public static BernoulliLearner Create(BernoulliThompsonOptions options, int arms) =>
        new(options, [.. new double[arms]], [.. new double[arms]]);

    public static BernoulliLearner Read(JsonPart part, BernoulliThompsonOptions options, int arms)
    {
        var (successes, failures) = (part.Get("successes"), part.Get("failures"));
        return new BernoulliLearner(options, [.. ReadCounts(successes, arms)], [.. ReadCounts(failures, arms)]);
    }

    public override void Predict(in PolicyContext context, Span<double> means, Span<double> widths)
    {
        for (var arm = 0; arm < means.Length; arm++)
        {
            var (alpha, beta) = (1 + successes[arm], 1 + failures[arm]);
            means[arm] = alpha / (alpha + beta);
            widths[arm] = Math.Sqrt(means[arm] * (1 - means[arm]) / (alpha + beta + 1));
        }
    }

    public override void Decide(
        in PolicyContext context, ReadOnlySpan<bool> allowed, ref SeedStream random, Span<double> scores, Span<double> probabilities)
    {
        probabilities.Clear();
        for (var draw = 0; draw < options.Draws; draw++)
        {
            var (winner, highest) = (-1, 0.0);
            for (var arm = 0; arm < scores.Length; arm++)
            {
                if (!allowed[arm])
                    continue;
                var value = random.NextBeta(1 + successes[arm], 1 + failures[arm]);
                if (winner < 0 || value > highest)
                    (winner, highest) = (arm, value);
            }
            probabilities[winner]++;
        }
        TensorPrimitives.Divide(probabilities, options.Draws, probabilities);
        for (var arm = 0; arm < scores.Length; arm++)
            scores[arm] = (1 + successes[arm]) / (2 + successes[arm] + failures[arm]);
    }

    public override void Forget()
    {
    }

    public override void Learn(in PolicyContext context, int arm, double reward, double weight, bool follow)
    {
        var clipped = Math.Clamp(reward, 0, 1);
        successes[arm] += weight * clipped;
        failures[arm] += weight * (1 - clipped);
    }

    public override void Settle()
    {
    }

    public override void AddArm()
    {
        successes.Add(0);
        failures.Add(0);
    }

    public override Learner Copy() => new BernoulliLearner(options, [.. successes], [.. failures]);

    public override Learner? Combined(Learner other, int sign)
    {
        var others = (BernoulliLearner)other;
        return Combined(successes, others.Successes, sign) is { } both && Combined(failures, others.Failures, sign) is { } neither
            ? new BernoulliLearner(options, both, neither)
            : null;
    }

    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumbers("successes", [.. successes]);
        writer.WriteNumbers("failures", [.. failures]);
        writer.WriteEndObject();
    }

    private List<double> Successes => successes;

    private List<double> Failures => failures;

    private static List<double>? Combined(List<double> these, List<double> others, int sign)
    {
        var combined = new List<double>(these.Count);
        foreach (var (one, two) in these.Zip(others))
        {
            var count = one + (sign * two);
            // Weights that are no binary fractions leave a rest of rounding size.
            if (count < -1e-9 * one)
                return null;
            combined.Add(Math.Max(0, count));
        }
        return combined;
    }

    private static ImmutableArray<double> ReadCounts(JsonPart part, int arms) =>
        part.Numbers(arms).All(count => count is >= 0 and <= 1e100)
            ? part.Numbers(arms)
            : throw part.Refuse("a count is negative or too large", "Train the policy again.");
}
