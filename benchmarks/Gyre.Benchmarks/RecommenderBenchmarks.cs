using System.Globalization;
using Gyre.Learning;

namespace Gyre.Benchmarks;

/// <summary>
/// Policies of the film recommender over 20,000 decisions one after the other, beside the averages that an independent program reached on
/// the real MovieLens 100K. Without a real file, ratings are generated in its shape, and only shares of the optimum compare.
/// </summary>
internal static class RecommenderBenchmarks
{
    private const int Seeds = 5;

    private static readonly (string World, string Policy, double Average, double Optimal)[] Published =
    [
        ("arms=20,rank=20", "uniform", 0.876, 4.573), ("arms=20,rank=20", "greedy", 2.584, 4.573),
        ("arms=20,rank=20", "epsilon-greedy", 4.288, 4.573), ("arms=20,rank=20", "lin-ucb:width=10,ridge=0.01", 4.384, 4.573),
        ("arms=20,rank=20", "lin-ucb", 4.503, 4.573), ("arms=20,rank=20", "lin-ucb:ridge=0.01", 4.520, 4.573),
        ("arms=20,rank=20", "lin-ucb:width=0.3,ridge=0.1", 4.525, 4.573), ("arms=20,rank=20", "linear-thompson:draws=1", 4.501, 4.573),
        ("arms=20,rank=20", "linear-thompson:draws=1,scale=0.3,ridge=0.1", 4.529, 4.573),
        ("arms=20,rank=20,deviation=1", "lin-ucb", 4.464, 4.573), ("arms=20,rank=20,deviation=1", "linear-thompson:draws=1", 4.492, 4.573),
        ("arms=20,rank=20,deviation=1", "epsilon-greedy", 4.278, 4.573),
        ("arms=20,rank=10", "lin-ucb", 4.298, 4.500), ("arms=20,rank=10", "linear-thompson:draws=1", 4.446, 4.500),
        ("arms=100,rank=20", "lin-ucb", 4.233, 4.864), ("arms=100,rank=20", "linear-thompson:draws=1", 4.561, 4.864),
    ];

    public static async Task RunAsync(Bench bench)
    {
        var ratings = await LoopBenchmarks.ReadRatingsAsync();
        var rows = Published.Select(row => Row(ratings, row.World, row.Policy, row.Average, row.Optimal)).ToList();
        Bench.Print(
            $"20,000 decisions of a recommender, {Seeds} seeds, ratings {(ratings is null ? "generated" : "of the file")}",
            ["environment", "policy", "average", "regret", "last tenth", "share of the optimum", "published average", "its share"], rows);
    }

    private static string[] Row(RatingSet? ratings, string world, string policy, double average, double optimal)
    {
        var runs = Enumerable.Range(1, Seeds).Select(seed => Run(ratings, world, policy, (ulong)seed)).ToList();
        var mean = runs.Average(static run => run.AverageReward);
        var deviation = Math.Sqrt(runs.Sum(run => Math.Pow(run.AverageReward - mean, 2)) / (Seeds - 1));
        return
        [
            world, policy, string.Create(CultureInfo.InvariantCulture, $"{mean:0.000} ± {deviation:0.000}"),
            Bench.Number(runs.Average(static run => run.Regret), "0"), Bench.Number(runs.Average(static run => run.LastTenth), "0.000"),
            Bench.Number(mean / runs[0].Figures.Optimal, "0.000"), Bench.Number(average, "0.000"), Bench.Number(average / optimal, "0.000"),
        ];
    }

    private static SimulationResult Run(RatingSet? ratings, string world, string policy, ulong seed)
    {
        var environment = BanditJobs.ReadEnvironment($"ratings:{world}", ratings, seed);
        var learner = BanditJobs.CreatePolicy(environment, BanditJobs.ReadOptions(policy));
        return BanditJobs.Simulate(learner, environment, new SimulationOptions { Seed = seed }, null, CancellationToken.None);
    }
}
