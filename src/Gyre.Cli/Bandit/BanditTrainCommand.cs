using System.CommandLine;
using Gyre.Cli.Learn;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Cli.Bandit;

internal sealed class BanditTrainCommand
{
    private readonly Option<FileInfo> _log = BanditOptions.Log();
    private readonly Option<string> _policy = BanditOptions.Policy("lin-ucb");
    private readonly Option<FileInfo?> _from = LearnOptions.OptionalFile(
        "--from", "Policy file to go on from. Its kind and settings are kept. The log must be new to it.");
    private readonly Option<bool> _addArms = new("--add-arms")
    {
        Description = "With --from, add arms that the policy does not have yet.",
    };

    private readonly Option<string[]> _ignore = BanditOptions.Ignore();
    private readonly Option<FileInfo> _output = LearnOptions.RequiredFile("--output", "File to write the policy to.");

    public static Command Create() => new BanditTrainCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "train",
            """
            Trains a policy on a log of decisions, from nothing or from an earlier policy.

            Example:
              gyre bandit train --log log.csv --policy lin-ucb:width=1,ridge=0.01 --output policy.json
              gyre bandit train --log today.csv --from policy.json --output policy.json
            """)
        {
            _log, _policy, _from, _addArms, _ignore, _output,
        };
        BanditAction.Set(command, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        if (result.GetValue(_from) is not null && result.GetResult(_policy) is { Implicit: false })
            throw new InvalidInputException(
                "bandit.option", "--policy and --from exclude each other.",
                "Leave out --policy: the kind and its settings are in the policy file.");
        var policy = result.GetValue(_from) is { } from ? await BanditAction.ReadPolicyAsync(from, cancellationToken) : null;
        var log = await BanditAction.ReadLogAsync(result.GetRequiredValue(_log), policy, result.GetValue(_ignore), cancellationToken);
        if (policy is null)
            policy = BanditJobs.Train(log, BanditJobs.ReadOptions(result.GetRequiredValue(_policy)));
        else
            BanditJobs.Continue(policy, log, result.GetValue(_addArms));
        var output = result.GetRequiredValue(_output);
        await BanditAction.WritePolicyAsync(output, policy, cancellationToken);
        var specification = policy.Specification;
        BanditAction.Answer(
            result,
            new MapValue(
            [
                new("policy", Value.Of(specification.Options.Kind)), new("rows", Value.Of(log.Count)), new(
                    "rows_in_policy", Value.Of(policy.Rows)),
                new("arms", Value.Of(specification.Arms.Length)), new("context_fields", Value.Of(specification.ContextFields.Length)),
            ]),
            $"Wrote {output}: {specification.Options.Kind} with {specification.Arms.Length} arms "
            + $"and {specification.ContextFields.Length} context fields, trained on {log.Count} decisions.");
        return CliExitCodes.Done;
    }
}
