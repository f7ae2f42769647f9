using System.CommandLine;
using Gyre.Cli.Learn;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Cli.Bandit;

internal sealed class BanditSimulateCommand
{
    private static readonly SimulationOptions Defaults = new();
    private readonly Option<string> _environment = BanditOptions.Environment();
    private readonly Option<FileInfo?> _ratings = BanditOptions.Ratings();
    private readonly Option<ulong> _environmentSeed = BanditOptions.EnvironmentSeed();
    private readonly Option<string> _policy = BanditOptions.Policy("lin-ucb");
    private readonly Option<FileInfo?> _from = LearnOptions.OptionalFile("--from", "Policy file to start from, instead of --policy.");
    private readonly Option<int> _decisions = LearnOptions.Number("--decisions", Defaults.Decisions, "Number of decisions.");
    private readonly Option<bool> _frozen = new("--frozen") { Description = "Do not learn from the rewards." };
    private readonly Option<ulong> _seed = BanditOptions.Seed("Random seed of the policy's decisions.");
    private readonly Option<FileInfo?> _output = LearnOptions.OptionalFile(
        "--output", "File to write the policy to, as it is after the last decision.");
    private readonly Option<FileInfo?> _value = LearnOptions.OptionalFile(
        "--value-file", "File to write the average reward to, as a single number.");

    public static Command Create() => new BanditSimulateCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "simulate",
            """
            Lets a policy decide in a simulated environment and learn from each reward.

            Example:
              gyre bandit simulate --environment ratings --policy linear-thompson:scale=0.3,ridge=0.1 --decisions 20000
            """)
        {
            _environment, _ratings, _environmentSeed, _policy, _from, _decisions, _frozen, _seed, _output, _value,
        };
        BanditAction.Set(command, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        if (result.GetValue(_from) is not null && result.GetResult(_policy) is { Implicit: false })
            throw new InvalidInputException("bandit.option", "--policy and --from exclude each other.", "Leave out one of the two.");
        var environment = await BanditOptions.ReadAsync(
            result.GetRequiredValue(_environment), result.GetValue(_ratings), result.GetValue(_environmentSeed), cancellationToken);
        var policy = result.GetValue(_from) is { } from
            ? await BanditAction.ReadPolicyAsync(from, cancellationToken)
            : BanditJobs.CreatePolicy(environment, BanditJobs.ReadOptions(result.GetRequiredValue(_policy)));
        var options = new SimulationOptions
        {
            Decisions = result.GetValue(_decisions),
            Seed = result.GetValue(_seed),
            Learn = !result.GetValue(_frozen),
        };
        var simulation = BanditJobs.Simulate(
            policy, environment, options, BanditAction.Progress(result, options.Decisions), cancellationToken);
        if (result.GetValue(_output) is { } output)
            await BanditAction.WritePolicyAsync(output, policy, cancellationToken);
        await LearnAction.WriteNumberAsync(result.GetValue(_value), simulation.AverageReward, cancellationToken);
        BanditAction.Answer(result, Json(simulation), Words(simulation));
        return CliExitCodes.Done;
    }

    private static MapValue Json(SimulationResult simulation) => new(
    [
        new("decisions", Value.Of(simulation.Decisions)),
        new("average_reward", Value.Of(simulation.AverageReward)),
        new("regret", Value.Of(simulation.Regret)),
        new("last_tenth", Value.Of(simulation.LastTenth)),
        new("greedy_value", BanditReport.Optional(simulation.GreedyValue)),
        new("min_propensity", Value.Of(simulation.MinPropensity)),
        new("optimal", Value.Of(simulation.Figures.Optimal)),
        new("uniform", Value.Of(simulation.Figures.Uniform)),
        new("best_fixed", Value.Of(simulation.Figures.BestFixed)),
    ]);

    private static IEnumerable<string> Words(SimulationResult simulation)
    {
        var figures = simulation.Figures;
        yield return $"{simulation.Decisions} decisions, average reward {BanditAction.Short(simulation.AverageReward)}, "
            + $"last tenth {BanditAction.Short(simulation.LastTenth)}, regret {BanditAction.Short(simulation.Regret)}.";
        if (simulation.GreedyValue is { } greedy)
            yield return $"Without exploring, it would now earn {BanditAction.Short(greedy)} per decision.";
        yield return $"Possible: optimum {BanditAction.Short(figures.Optimal)}, "
            + $"best single arm {BanditAction.Short(figures.BestFixed)}, chance {BanditAction.Short(figures.Uniform)}.";
    }
}
