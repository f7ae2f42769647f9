using System.Globalization;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Benchmarks;

/// <summary>
/// The well-known loop of a film recommender as it was published, beside ours: it records the reward of another user than the one it decided
/// for, so it must not learn; with the reward joined by the decision the same policy almost reaches the optimum.
/// </summary>
internal static class LoopBenchmarks
{
    private const int Seeds = 3;
    private const int Startup = 192;
    private const int UsersPerRound = 48;
    private const int Judged = 2000;

    private static readonly int[] Rounds = [0, 10, 50, 100, 200];

    public static async Task RunAsync(Bench bench)
    {
        var ratings = await ReadRatingsAsync();
        var figures = World(ratings, 1).Figures(Judged);
        var source = ratings is null ? "generated in the shape of MovieLens 100K" : "read from the file that GYRE_RATINGS names";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"ratings {source}; optimum {figures.Optimal:0.000}, best film {figures.BestFixed:0.000}, chance {figures.Uniform:0.000}"));
        (string Name, bool Joined, double Epochs, double Width)[] loops =
        [
            ("another user's, 5 epochs, width 10 (as published)", false, 5, 10), ("another user's, 1 epoch, width 1", false, 1, 1),
            ("the right user's, 5 epochs, width 10", true, 5, 10), ("the right user's, 1 epoch, width 1 (ours)", true, 1, 1),
        ];
        var rows = loops.Select(loop =>
        {
            var values = Enumerable.Range(1, Seeds).Select(seed => Play(ratings, (ulong)seed, loop.Joined, loop.Epochs, loop.Width)).ToList();
            return (string[])[loop.Name, .. Rounds.Select((_, place) => Bench.Number(values.Average(value => value[place]), "0.00"))];
        });
        Bench.Print(
            $"The loop: mean reward of the greedy policy, {Seeds} seeds", ["logged reward", .. Rounds.Select(static round => $"round {round}")], rows);
    }

    /// <summary>The ratings of the file that GYRE_RATINGS names, or null where it names none.</summary>
    internal static async Task<RatingSet?> ReadRatingsAsync()
    {
        if (Environment.GetEnvironmentVariable("GYRE_RATINGS") is not { Length: > 0 } path)
            return null;
        await using var file = File.OpenRead(path);
        return await RatingFile.ReadAsync(file, path);
    }

    private static BanditEnvironment World(RatingSet? ratings, ulong seed) =>
        BanditJobs.ReadEnvironment("ratings:arms=20,rank=20,deviation=0", ratings, seed);

    /// <summary>The value of the greedy policy after each of the wanted rounds.</summary>
    private static double[] Play(RatingSet? ratings, ulong seed, bool joined, double epochs, double width)
    {
        var world = World(ratings, seed);
        var served = BanditJobs.CreatePolicy(world, new LinUcbOptions { Width = width, Ridge = 0.01 });
        var greedy = BanditJobs.CreatePolicy(world, new GreedyOptions { Ridge = 0.01 });
        var random = new SeededRandom(seed + 100);
        var user = 0L;
        void Learn(BanditRound round, int arm, double reward)
        {
            var context = new PolicyContext(round.Context.AsSpan());
            // The statistics are sums: so many epochs over the same rows are so much weight.
            served.Learn(context, arm, reward, epochs);
            greedy.Learn(context, arm, reward, epochs);
        }
        for (; user < Startup; user++)
        {
            var round = world.Round(user);
            var arm = random.NextInt(0, world.Arms.Length);
            Learn(round, arm, round.Reward(arm));
        }
        var values = new List<double>();
        for (var number = 0; number <= Rounds[^1]; number++)
        {
            if (Rounds.Contains(number))
                values.Add(Value(world, greedy));
            var decided = Enumerable.Range(0, UsersPerRound).Select(_ => world.Round(user++))
                .Select(round => (Round: round, Arm: served.Decide(round.Context.AsSpan(), random.NextUInt64()).ArmIndex)).ToList();
            foreach (var (round, arm) in decided)
                Learn(round, arm, joined ? round.Reward(arm) : world.Round(random.NextInt(1_000_000, 2_000_000)).Reward(arm));
        }
        return [.. values];
    }

    /// <summary>Over users that no decision was made for.</summary>
    private static double Value(BanditEnvironment world, Policy greedy) => Enumerable.Range(3_000_000, Judged)
        .Select(number => world.Round(number)).Average(round => round.ExpectedRewards[greedy.Decide(round.Context.AsSpan(), 1).ArmIndex]);
}
