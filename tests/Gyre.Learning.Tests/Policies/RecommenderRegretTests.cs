using System.Collections.Concurrent;
using System.Globalization;
using Gyre.Testing;

namespace Gyre.Learning.Tests.Policies;

/// <summary>
/// The published baselines of the film recommender: 20,000 decisions one after the other, 20 items, rank 20. They were measured on the
/// real MovieLens 100K (optimum 4.573, chance 0.878, best single item 2.379, 5 seeds); here the ratings are generated in its shape, so
/// shares and ratios are compared, not averages. The benchmark "recommender" prints both beside each other, also for a real file.
/// </summary>
public sealed class RecommenderRegretTests(ITestOutputHelper output)
{
    private static readonly RatingSet Generated = RatingFile.Generate(1);

    // Several tests look at the same runs.
    private static readonly ConcurrentDictionary<(string Policy, RatingEnvironmentOptions Table), List<SimulationResult>> Done = new();

    /// <summary>
    /// Regret in multiples of that of LinUCB with width 1 and ridge 1, which was 1,352. Within a factor of 1.5: seeds differ by up to 11%
    /// in the published measurement, and the users are others. The order is proven below, seed by seed.
    /// </summary>
    [Fact]
    public void Regrets_stand_to_each_other_as_published()
    {
        var table = new RatingEnvironmentOptions();
        var usual = Mean(Runs("lin-ucb", table), run => run.Regret);
        (string Policy, double Published)[] rows =
        [
            ("uniform", 73_899), ("greedy", 39_732), ("epsilon-greedy", 5662), ("lin-ucb:width=10,ridge=0.01", 3730),
            ("lin-ucb:ridge=0.01", 1021), ("lin-ucb:width=0.3,ridge=0.1", 929), ("linear-thompson:draws=1", 1398),
            ("linear-thompson:draws=1,scale=0.3,ridge=0.1", 836),
        ];
        foreach (var (policy, published) in rows)
        {
            var ratio = Mean(Runs(policy, table), run => run.Regret) / usual;
            Say($"{policy}: {ratio:0.00} times the regret of lin-ucb, published {published / 1352:0.00}");
            ratio.ShouldBeInRange(published / 1352 / 1.5, published / 1352 * 1.5, policy);
        }
    }

    /// <summary>
    /// Shares of the optimum: 4.384, 4.503 and so on of 4.573. The published deviation over seeds is at most 0.006 of it but for greedy,
    /// the users are others.
    /// </summary>
    [Theory]
    [InlineData("uniform", 0.1916, 0.1949)]
    [InlineData("epsilon-greedy", 0.9377, 0.9565)]
    [InlineData("lin-ucb:width=10,ridge=0.01", 0.9587, 0.9915)]
    [InlineData("lin-ucb", 0.9847, 0.9941)]
    [InlineData("lin-ucb:ridge=0.01", 0.9884, 0.9980)]
    [InlineData("lin-ucb:width=0.3,ridge=0.1", 0.9895, 0.9945)]
    [InlineData("linear-thompson:draws=1", 0.9843, 0.9958)]
    [InlineData("linear-thompson:draws=1,scale=0.3,ridge=0.1", 0.9904, 0.9961)]
    public void Shares_of_the_optimum_are_those_published(string policy, double average, double lastTenth)
    {
        var runs = Runs(policy, new RatingEnvironmentOptions());

        Mean(runs, run => run.AverageReward / run.Figures.Optimal).ShouldBe(average, 0.012);
        Mean(runs, run => run.LastTenth / run.Figures.Optimal).ShouldBe(lastTenth, 0.012);
    }

    [Fact]
    public void Each_policy_beats_the_one_before_it_with_every_seed()
    {
        string[] order =
        [
            "uniform", "greedy", "epsilon-greedy", "lin-ucb:width=10,ridge=0.01", "lin-ucb", "lin-ucb:ridge=0.01",
        ];
        var runs = order.Select(policy => Runs(policy, new RatingEnvironmentOptions())).ToList();
        for (var i = 1; i < order.Length; i++)
        {
            var pairs = runs[i - 1].Zip(runs[i]);
            pairs.Count(pair => pair.Second.AverageReward <= pair.First.AverageReward).ShouldBe(0, $"{order[i - 1]} and {order[i]}");
        }
        // Chance does not learn, and the policies that do leave the best single item far behind.
        foreach (var run in runs[0])
            run.AverageReward.ShouldBe(run.Figures.Uniform, 4 * 1.7 / Math.Sqrt(20_000));
        runs[2].ShouldAllBe(run => run.AverageReward > 1.6 * run.Figures.BestFixed);
    }

    /// <summary>
    /// The published aim for a loop of 200 rounds of 48 users after 192 decisions at random: 4.55 of 4.573 without noise, 4.5 with noise
    /// of deviation 1.
    /// </summary>
    [Theory]
    [InlineData(0, 4.55)]
    [InlineData(1, 4.5)]
    public void After_200_rounds_the_greedy_value_is_the_optimum_but_for_little(double deviation, double value)
    {
        var world = BanditEnvironments.Ratings(Generated, new RatingEnvironmentOptions { Deviation = deviation }, 1);
        var policy = BanditJobs.CreatePolicy(world, BanditJobs.ReadOptions("lin-ucb"));

        var options = new SimulationOptions { Decisions = 192 + (200 * 48) };
        var run = BanditJobs.Simulate(policy, world, options, null, TestContext.Current.CancellationToken);

        run.GreedyValue!.Value.ShouldBeGreaterThan(value / 4.573 * run.Figures.Optimal);
    }

    /// <summary>Published with noise of deviation 1: 2,170, 1,612 and 5,886 to 1,352 without noise.</summary>
    [Fact]
    public void Noise_costs_what_it_did()
    {
        var noisy = new RatingEnvironmentOptions { Deviation = 1 };
        var usual = Mean(Runs("lin-ucb", new RatingEnvironmentOptions()), run => run.Regret);
        string[] policies = ["lin-ucb", "linear-thompson:draws=1", "epsilon-greedy"];
        var regrets = policies.Select(policy => Mean(Runs(policy, noisy), run => run.Regret) / usual).ToList();

        regrets[0].ShouldBeInRange(1.605 / 1.5, 1.605 * 1.5);
        regrets[1].ShouldBeInRange(1.192 / 1.5, 1.192 * 1.5);
        regrets[2].ShouldBeInRange(4.354 / 1.5, 4.354 * 1.5);
        regrets[1].ShouldBeLessThan(regrets[0]);
        // What it learned is hardly worse: 4.535 of 4.573.
        Runs("lin-ucb", noisy).ShouldAllBe(run => run.GreedyValue > 0.98 * run.Figures.Optimal);
    }

    /// <summary>
    /// Contexts that tell less than everything, and more arms than contexts have numbers: confidence widths of 1 are then too narrow, and
    /// posterior sampling is ahead. Published: 0.955 and 0.988 of the optimum at rank 10, 0.870 and 0.938 with 100 arms. How much LinUCB
    /// loses depends on the users.
    /// </summary>
    [Theory]
    [InlineData(20, 10, 0.87, 0.988, 0.55)]
    [InlineData(100, 20, 0.78, 0.938, 0.65)]
    public void Sampling_is_ahead_where_optimism_is_too_sure(int arms, int rank, double optimism, double sampling, double ratio)
    {
        var table = new RatingEnvironmentOptions { Arms = arms, Rank = rank };
        var (ucb, thompson) = (Runs("lin-ucb", table), Runs("linear-thompson:draws=1", table));

        Mean(ucb, run => run.AverageReward / run.Figures.Optimal).ShouldBeInRange(optimism, 0.97);
        Mean(thompson, run => run.AverageReward / run.Figures.Optimal).ShouldBe(sampling, 0.012);
        (Mean(thompson, run => run.Regret) / Mean(ucb, run => run.Regret)).ShouldBeLessThan(ratio);
    }

    private static List<SimulationResult> Runs(string policy, RatingEnvironmentOptions table) => Done.GetOrAdd(
        (policy, table), static run => [.. Enumerable.Range(1, Budget.Seeds).Select(seed => Run(run.Policy, run.Table, (ulong)seed))]);

    private static SimulationResult Run(string policy, RatingEnvironmentOptions table, ulong seed)
    {
        var world = BanditEnvironments.Ratings(Generated, table, seed);
        var learner = BanditJobs.CreatePolicy(world, BanditJobs.ReadOptions(policy));
        return BanditJobs.Simulate(learner, world, new SimulationOptions { Seed = seed }, null, TestContext.Current.CancellationToken);
    }

    private static double Mean(IEnumerable<SimulationResult> runs, Func<SimulationResult, double> of) => runs.Average(of);

    private void Say(FormattableString words) => output.WriteLine(words.ToString(CultureInfo.InvariantCulture));
}
