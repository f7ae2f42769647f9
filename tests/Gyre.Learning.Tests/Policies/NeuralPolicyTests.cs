using Gyre.Core;
using Gyre.Learning.Policies;

namespace Gyre.Learning.Tests.Policies;

public sealed class NeuralPolicyTests
{
    [Fact]
    public void The_gradient_is_that_of_the_squared_error()
    {
        var random = new SeededRandom(8);
        var network = new RewardNetwork(3, 4, 2, 5);
        foreach (ref var parameter in network.Parameters.AsSpan())
            parameter = random.NextGaussian();
        var row = new NetworkRow([0.3, -1, 0.5], 1, 0.7, 2);
        var gradient = new double[network.Parameters.Length];
        network.AddGradient(row, gradient);

        for (var i = 0; i < gradient.Length; i++)
        {
            var at = network.Parameters[i];
            network.Parameters[i] = at + 1e-6;
            var above = Loss(network, row);
            network.Parameters[i] = at - 1e-6;
            var below = Loss(network, row);
            network.Parameters[i] = at;
            gradient[i].ShouldBe((above - below) / 2e-6, 1e-7);
        }
    }

    /// <summary>The best arm depends on the sign of a product, which no linear model over the context sees. 400 new contexts; the seeds are fixed.</summary>
    [Theory]
    [InlineData("neural-epsilon-greedy", 0.9)]
    [InlineData("neural-linear", 0.9)]
    public void Networks_learn_what_linear_policies_cannot(string kind, double least)
    {
        PolicyOptions neural = kind == "neural-linear"
            ? new NeuralLinearOptions { Epochs = 60, Head = new GreedyOptions { Bias = true, Ridge = 0.01 } }
            : new NeuralEpsilonGreedyOptions { Epochs = 60 };
        Correct(neural).ShouldBeGreaterThan(least);
        Correct(new GreedyOptions { Bias = true }).ShouldBeInRange(0.3, 0.7);
    }

    [Fact]
    public void After_the_first_rows_the_head_is_additive()
    {
        var specification = PolicySamples.Disjoint(PolicySamples.Options("neural-linear"));
        var rows = PolicySamples.Rows(specification, 100);
        var policy = Policy.Create(specification);
        policy.Learn(PolicySamples.Part(rows, 0, 40));
        policy.AddArm("late");
        var (one, two) = (policy.Copy(), policy.Copy());
        one.Learn(PolicySamples.Part(rows, 40, 70));
        two.Learn(PolicySamples.Part(rows, 40, 100));
        one.Learn(PolicySamples.Part(rows, 70, 100));

        Means(one).ShouldBe(Means(two));
        one.Unlearn(policy);
        one.Merge(policy);
        Means(one).Zip(Means(two)).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-9);
        Should.Throw<ArgumentException>(() => one.Merge(Changed(one))).Message.ShouldContain("different networks");
    }

    [Fact]
    public void A_network_trains_the_same_twice_and_does_not_merge()
    {
        var specification = PolicySamples.Disjoint(PolicySamples.Options("neural-epsilon-greedy"));
        var (one, two) = (PolicySamples.Trained(specification), PolicySamples.Trained(specification));
        one.AddArm("late");
        two.AddArm("late");
        one.Learn(new PolicyContext([1, 2, 3]), 4, 1);
        two.Learn(new PolicyContext([1, 2, 3]), 4, 1);

        Means(one).ShouldBe(Means(two));
        Should.Throw<ArgumentException>(() => one.Merge(two)).Message.ShouldContain("does not add up");
    }

    // The same arms and rows of another first call, hence another encoder.
    private static Policy Changed(Policy like)
    {
        var other = Policy.Create(like.Specification);
        other.Learn(PolicySamples.Rows(PolicySamples.Disjoint(new GreedyOptions()), 30, seed: 77));
        return other;
    }

    private static double[] Means(Policy policy)
    {
        var means = new double[5];
        policy.Predict(new PolicyContext([0.4, -0.3, 0.2]), means, new double[5]);
        return means;
    }

    private static double Loss(RewardNetwork network, NetworkRow row)
    {
        var hidden = new double[4];
        network.Encode(row.Values, hidden);
        var error = network.Output(hidden, row.Output) - row.Reward;
        return 0.5 * row.Weight * error * error;
    }

    private static double Correct(PolicyOptions options)
    {
        var random = new SeededRandom(3);
        var policy = Policy.Create(PolicySamples.Disjoint(options, 2, 2));
        var contexts = PolicySamples.Gaussian(800, 2, random);
        int[] arms = [.. Enumerable.Range(0, 800).Select(_ => random.NextInt(0, 2))];
        double[] rewards = [.. Enumerable.Range(0, 800).Select(i => arms[i] == Best(contexts.Row(i)) ? 1.0 : 0)];
        policy.Learn(new PolicyRows { Contexts = contexts, Arms = arms, Rewards = rewards });

        var fresh = PolicySamples.Gaussian(400, 2, random);
        var means = new double[2];
        var correct = 0;
        for (var i = 0; i < 400; i++)
        {
            policy.Predict(new PolicyContext(fresh.Row(i)), means, new double[2]);
            correct += (means[1] > means[0] ? 1 : 0) == Best(fresh.Row(i)) ? 1 : 0;
        }
        return correct / 400.0;
    }

    private static int Best(ReadOnlySpan<double> context) => context[0] * context[1] > 0 ? 1 : 0;
}
