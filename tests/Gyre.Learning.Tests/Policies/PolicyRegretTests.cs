using Gyre.Core;

namespace Gyre.Learning.Tests.Policies;

/// <summary>
/// Cumulative regret with linear rewards: 10 arms, 10 fields, contexts and coefficients of length 1, noise 0.5, ridge 1, 10 seeds.
/// The reference regrets are means over 10 seeds of an independent simulation of the same kind of environment.
/// </summary>
public sealed class PolicyRegretTests
{
    private const int Seeds = 10;
    private const int Size = 10;

    [Fact]
    public void Optimism_and_posterior_sampling_explore_less_than_chance()
    {
        var chance = Regrets(new EpsilonGreedyOptions { Epsilon = 0.1 });
        Slope(chance).ShouldBeInRange(0.55, 0.8);
        foreach (var options in new PolicyOptions[] { new LinUcbOptions(), new LinUcbOptions { Width = 0.3 }, new LinearThompsonOptions { Scale = 0.3, Draws = 10 } })
        {
            var regrets = Regrets(options);
            Slope(regrets).ShouldBeLessThan(0.5, options.ToString());
            regrets.Zip(chance).Count(pair => pair.First.Last < 0.5 * pair.Second.Last).ShouldBeGreaterThanOrEqualTo(9, options.ToString());
        }
    }

    /// <summary>Tolerance 20%: the standard error of a mean over 10 seeds is 5 to 10% in both simulations.</summary>
    [Theory]
    [InlineData("uniform", 941, 9425)]
    [InlineData("epsilon-greedy", 240, 834)]
    [InlineData("square-cb", 214, 547)]
    [InlineData("lin-ucb", 189, 364)]
    public void Regrets_are_those_of_the_reference(string kind, double early, double late)
    {
        PolicyOptions options = kind switch
        {
            "uniform" => new UniformOptions(),
            "epsilon-greedy" => new EpsilonGreedyOptions { Epsilon = 0.05 },
            "square-cb" => new SquareCbOptions(),
            _ => new LinUcbOptions(),
        };
        var regrets = Regrets(options);

        regrets.Average(regret => regret.First).ShouldBe(early, 0.2 * early);
        regrets.Average(regret => regret.Last).ShouldBe(late, 0.2 * late);
        if (kind == "uniform")
            Slope(regrets).ShouldBe(1, 0.02);
    }

    private static double Slope((double First, double Last)[] regrets) =>
        Math.Log10(regrets.Average(regret => regret.Last) / regrets.Average(regret => regret.First));

    private static (double First, double Last)[] Regrets(PolicyOptions options) =>
        [.. Enumerable.Range(0, Seeds).Select(seed => Run(options, new SeededRandom((ulong)seed)))];

    private static (double First, double Last) Run(PolicyOptions options, SeededRandom seed)
    {
        var (world, decisions) = (seed.Fork("world"), seed.Fork("decisions"));
        double[][] coefficients = [.. Enumerable.Range(0, Size).Select(_ => Direction(world))];
        var policy = Policy.Create(PolicySamples.Disjoint(options, Size, Size));
        var (first, regret) = (0.0, 0.0);
        for (var step = 1; step <= 20_000; step++)
        {
            var values = Direction(world);
            var noise = world.NextGaussian(0, 0.5);
            double[] means = [.. coefficients.Select(arm => arm.Zip(values, (one, two) => one * two).Sum())];
            var arm = policy.Decide(new PolicyContext(values), decisions).ArmIndex;
            policy.Learn(new PolicyContext(values), arm, means[arm] + noise);
            regret += means.Max() - means[arm];
            if (step == 2000)
                first = regret;
        }
        return (first, regret);
    }

    private static double[] Direction(SeededRandom random)
    {
        double[] values = [.. Enumerable.Range(0, Size).Select(_ => random.NextGaussian())];
        var length = Math.Sqrt(values.Sum(value => value * value));
        return [.. values.Select(value => value / length)];
    }
}
