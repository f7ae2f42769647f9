using System.CommandLine;
using Gyre.Cli.Learn;
using Gyre.Learning;

namespace Gyre.Cli.Bandit;

internal sealed class BanditEvaluateCommand
{
    private static readonly OffPolicyOptions Defaults = new();
    private readonly Option<FileInfo> _policy = LearnOptions.RequiredFile("--policy", "Policy file to evaluate.");
    private readonly Option<FileInfo> _log = BanditOptions.Log();
    private readonly Option<string> _methods = LearnOptions.Text(
        "--methods",
        "doubly-robust,snips,ips",
        "Estimators, separated by commas: doubly-robust, snips, ips, clipped-ips, direct, switch, shrinkage. "
        + "The value of the first is the answer.");

    private readonly Option<string> _model = BanditOptions.RewardModel();
    private readonly Option<double> _level = LearnOptions.Number(
        "--level", Defaults.Level, "Probability that an interval covers the value.");
    private readonly Option<double> _clip = LearnOptions.Number(
        "--clip", Defaults.Clip, "Weight above which clipped-ips clips and rows count as tail.");
    private readonly Option<int> _resamples = LearnOptions.Number(
        "--resamples", Defaults.Resamples, "Resamples for bootstrap intervals; 0 leaves them out.");
    private readonly Option<ulong> _seed = BanditOptions.Seed("Random seed of folds and resamples.");
    private readonly Option<FileInfo?> _output = LearnOptions.OptionalFile("--output", "File to write the report to.");
    private readonly Option<FileInfo?> _value = LearnOptions.OptionalFile(
        "--value-file", "File to write the estimated value to, as a single number.");

    public static Command Create() => new BanditEvaluateCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "evaluate",
            """
            Estimates what a policy would have earned from a log that another policy wrote.

            Use rows that the policy was not trained on. The diagnostics say whether the log supports the estimate.

            Example:
              gyre bandit evaluate --policy policy.json --log test.csv --methods doubly-robust,snips
            """)
        {
            _policy, _log, _methods, _model, _level, _clip, _resamples, _seed, _output, _value,
        };
        BanditAction.Set(command, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var methods = BanditReport.Methods(result.GetRequiredValue(_methods));
        var policy = await BanditAction.ReadPolicyAsync(result.GetRequiredValue(_policy), cancellationToken);
        var log = await BanditAction.ReadLogAsync(result.GetRequiredValue(_log), policy, null, cancellationToken);
        var options = new OffPolicyOptions
        {
            Level = result.GetValue(_level),
            Clip = result.GetValue(_clip),
            Resamples = result.GetValue(_resamples),
        };
        var model = BanditOptions.Regression(result, _model);
        var evaluation = BanditJobs.Evaluate(policy, log, methods, options, result.GetValue(_seed), model);
        var report = BanditReport.Of(evaluation);
        await BanditAction.WriteReportAsync(result.GetValue(_output), report, cancellationToken);
        await LearnAction.WriteNumberAsync(result.GetValue(_value), evaluation.Estimates[0].Value, cancellationToken);
        BanditAction.Answer(result, report, BanditReport.Words(evaluation));
        return CliExitCodes.Done;
    }
}
