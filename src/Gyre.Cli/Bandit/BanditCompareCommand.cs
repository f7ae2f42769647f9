using System.CommandLine;
using Gyre.Cli.Learn;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Cli.Bandit;

internal sealed class BanditCompareCommand
{
    private readonly Argument<string[]> _policies = new("POLICIES")
    {
        Description = "Policies with settings, for example uniform lin-ucb:width=1,ridge=0.01.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _environment = BanditOptions.Environment();
    private readonly Option<FileInfo?> _ratings = BanditOptions.Ratings();
    private readonly Option<int> _seeds = LearnOptions.Number(
        "--seeds", 3, $"Number of runs per policy, from 1 to {SeedSpread.MaxSeeds}, each with its own users and decisions.");

    private readonly Option<ulong> _seed = BanditOptions.Seed("Random seed of the first run; the next runs count up from it.");
    private readonly Option<int> _decisions = LearnOptions.Number("--decisions", 20_000, "Number of decisions per run.");
    private readonly Option<FileInfo?> _output = LearnOptions.OptionalFile("--output", "File to write the result to, as JSON.");

    public static Command Create() => new BanditCompareCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "compare",
            """
            Simulates several policies over the same users, and ranks them by mean reward.

            Intervals are 95% intervals over the runs.

            Example:
              gyre bandit compare uniform epsilon-greedy lin-ucb linear-thompson:scale=0.3,ridge=0.1 --seeds 5
            """)
        {
            _policies, _environment, _ratings, _seeds, _seed, _decisions, _output,
        };
        BanditAction.Set(command, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        if (result.GetValue(_seeds) is < 1 or > SeedSpread.MaxSeeds)
            throw new InvalidInputException(
                "bandit.option", $"--seeds {result.GetValue(_seeds)} is out of range.", $"Use 1 to {SeedSpread.MaxSeeds}.");
        var policies = result.GetRequiredValue(_policies).Select(text => (Text: text, Options: BanditJobs.ReadOptions(text))).ToList();
        var runs = policies.Select(policy => new Candidate(policy.Text)).ToList();
        for (var run = 0; run < result.GetValue(_seeds); run++)
        {
            var seed = unchecked(result.GetValue(_seed) + (ulong)run);
            var environment = await BanditOptions.ReadAsync(
                result.GetRequiredValue(_environment), result.GetValue(_ratings), seed, cancellationToken);
            for (var i = 0; i < policies.Count; i++)
                runs[i].Add(Simulate(result, environment, policies[i].Options, seed, cancellationToken));
        }
        runs = [.. runs.OrderByDescending(run => run.Reward.Mean)];
        var report = new MapValue([new("policies", Value.Of(runs.Select(run => (Value)run.Json())))]);
        await BanditAction.WriteReportAsync(result.GetValue(_output), report, cancellationToken);
        BanditAction.Answer(result, report, Table(runs));
        return CliExitCodes.Done;
    }

    private (SimulationResult Result, double PerSecond) Simulate(
        ParseResult result, BanditEnvironment environment, PolicyOptions options, ulong seed, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        var settings = new SimulationOptions { Decisions = result.GetValue(_decisions), Seed = seed, GreedyRounds = 1 };
        var simulation = BanditJobs.Simulate(BanditJobs.CreatePolicy(environment, options), environment, settings, null, cancellationToken);
        return (simulation, simulation.Decisions / TimeProvider.System.GetElapsedTime(start).TotalSeconds);
    }

    private static IEnumerable<string> Table(IReadOnlyList<Candidate> runs)
    {
        string[][] rows = [["policy", "mean reward", "regret", "last 10%", "decisions/s"], .. runs.Select(run => run.Cells())];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        return rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    private sealed class Candidate(string policy)
    {
        private readonly List<(SimulationResult Result, double PerSecond)> _runs = [];

        public SeedSpread Reward => Spread(run => run.AverageReward);

        public void Add((SimulationResult Result, double PerSecond) run) => _runs.Add(run);

        public string[] Cells() =>
        [
            policy,
            Cell(Reward, 3),
            Cell(Spread(run => run.Regret), 0),
            Cell(Spread(run => run.LastTenth), 3),
            BanditAction.Short(_runs.Average(run => run.PerSecond), digits: 0),
        ];

        public MapValue Json() => new(
        [
            new("policy", Value.Of(policy)),
            new("average_reward", Json(Reward)),
            new("regret", Json(Spread(run => run.Regret))),
            new("last_tenth", Json(Spread(run => run.LastTenth))),
            new("decisions_per_second", Value.Of(_runs.Average(run => run.PerSecond))),
        ]);

        private SeedSpread Spread(Func<SimulationResult, double> number) => SeedSpread.Of([.. _runs.Select(run => number(run.Result))]);

        private static string Cell(SeedSpread spread, int digits) =>
            $"{BanditAction.Short(spread.Mean, digits)} ± {BanditAction.Short(spread.HalfWidth, digits)}";

        private static MapValue Json(SeedSpread spread) => new(
            [new("mean", Value.Of(spread.Mean)), new("half_width", Value.Of(spread.HalfWidth))]);
    }
}
