using System.CommandLine;
using Gyre.Cli.Learn;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Cli.Bandit;

internal sealed class BanditGenerateCommand
{
    private readonly Option<string> _environment = BanditOptions.Environment();
    private readonly Option<FileInfo?> _ratings = BanditOptions.Ratings();
    private readonly Option<ulong> _environmentSeed = BanditOptions.EnvironmentSeed();
    private readonly Option<FileInfo?> _from = LearnOptions.OptionalFile(
        "--from", "Policy file whose decisions to log. Default: every arm with the same probability.");
    private readonly Option<int> _decisions = LearnOptions.Number("--decisions", 5000, "Number of decisions to log.");
    private readonly Option<long> _firstRound = LearnOptions.Number(
        "--first-round", 0L, "Number of the first simulated user; logs to train on and to evaluate on must not share users.");

    private readonly Option<ulong> _seed = BanditOptions.Seed("Random seed of the decisions.");
    private readonly Option<FileInfo> _output = LearnOptions.RequiredFile(
        "--output", "File to write the log to: JSON lines if it ends in .jsonl, else CSV.");

    public static Command Create() => new BanditGenerateCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "generate",
            """
            Logs decisions in a simulated environment.

            Each row has the context, the chosen arm, the probability with which it was chosen, and its reward.

            Example:
              gyre bandit generate --environment ratings:arms=20 --decisions 5000 --seed 7 --output log.csv
            """)
        {
            _environment, _ratings, _environmentSeed, _from, _decisions, _firstRound, _seed, _output,
        };
        BanditAction.Set(command, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var environment = await BanditOptions.ReadAsync(
            result.GetRequiredValue(_environment), result.GetValue(_ratings), result.GetValue(_environmentSeed), cancellationToken);
        var policy = result.GetValue(_from) is { } from ? await BanditAction.ReadPolicyAsync(from, cancellationToken) : null;
        var decisions = result.GetValue(_decisions);
        var progress = BanditAction.Progress(result, decisions);
        var log = BanditJobs.Generate(
            environment, policy, decisions, result.GetValue(_firstRound), result.GetValue(_seed), progress, cancellationToken);
        var output = result.GetRequiredValue(_output);
        await BanditAction.WriteLogAsync(output, log, cancellationToken);
        var mean = log.Rewards.Sum() / log.Count;
        BanditAction.Answer(
            result,
            new MapValue(
                [new("rows", Value.Of(log.Count)), new("arms", Value.Of(environment.Arms.Length)), new("average_reward", Value.Of(mean))]),
            $"Wrote {output}: {log.Count} decisions, {environment.Arms.Length} arms, average reward {BanditAction.Short(mean)}.");
        return CliExitCodes.Done;
    }
}
