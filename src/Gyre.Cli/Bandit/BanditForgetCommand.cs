using System.CommandLine;
using Gyre.Cli.Learn;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Cli.Bandit;

internal sealed class BanditForgetCommand
{
    private readonly Option<FileInfo> _policy = LearnOptions.RequiredFile("--policy", "Policy file.");
    private readonly Option<FileInfo> _log = LearnOptions.RequiredFile(
        "--log", "Log of the decisions to forget, for example those of one user.");
    private readonly Option<FileInfo> _output = LearnOptions.RequiredFile(
        "--output", "File to write the policy without these decisions to.");

    public static Command Create() => new BanditForgetCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "forget",
            """
            Removes decisions from a policy that was trained on them, as if it had never seen them.

            Works for linear policies without forgetting. The decisions must be exactly those that were learned.

            Example:
              gyre bandit forget --policy policy.json --log user-17.csv --output policy.json
            """)
        {
            _policy, _log, _output,
        };
        BanditAction.Set(command, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var policy = await BanditAction.ReadPolicyAsync(result.GetRequiredValue(_policy), cancellationToken);
        var log = await BanditAction.ReadLogAsync(result.GetRequiredValue(_log), policy, null, cancellationToken);
        BanditJobs.Forget(policy, log);
        var output = result.GetRequiredValue(_output);
        await BanditAction.WritePolicyAsync(output, policy, cancellationToken);
        BanditAction.Answer(
            result,
            new MapValue([new("forgotten", Value.Of(log.Count)), new("rows_in_policy", Value.Of(policy.Rows))]),
            $"Wrote {output} without {log.Count} decisions; {BanditAction.Short(policy.Rows)} remain.");
        return CliExitCodes.Done;
    }
}
