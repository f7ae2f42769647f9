using System.CommandLine;
using Gyre.Cli.Learn;
using Gyre.Learning;

namespace Gyre.Cli.Bandit;

internal sealed class BanditGateCommand
{
    private static readonly GateOptions Defaults = new();
    private readonly Option<FileInfo> _candidate = LearnOptions.RequiredFile("--candidate", "Policy file that wants to serve.");
    private readonly Option<FileInfo?> _champion = LearnOptions.OptionalFile(
        "--champion", "Policy file that serves now. Default: the policy that wrote the log.");
    private readonly Option<FileInfo> _log = BanditOptions.Log();
    private readonly Option<double> _level = LearnOptions.Number(
        "--level", Defaults.Level, "1 minus the probability of promoting a candidate that is not better.");
    private readonly Option<double> _margin = LearnOptions.Number(
        "--margin", Defaults.Margin, "By how much per decision the candidate must be better.");
    private readonly Option<string> _model = BanditOptions.RewardModel();
    private readonly Option<int> _candidates = LearnOptions.Number(
        "--candidates", Defaults.Candidates, "Number of candidates that are compared on this log.");
    private readonly Option<ulong> _seed = BanditOptions.Seed("Random seed of folds.");
    private readonly Option<FileInfo?> _report = LearnOptions.OptionalFile("--report", "File to write the result to.");
    private readonly Option<FileInfo?> _output = LearnOptions.OptionalFile(
        "--output", "File to write the policy that shall serve to: the candidate, or else the champion.");
    private readonly Option<FileInfo?> _promote = LearnOptions.OptionalFile(
        "--promote-file", "File to write 1 to if the candidate is promoted, else 0.");
    private readonly Option<bool> _quiet = new("--exit-zero") { Description = "Exit with 0 also if the candidate is not promoted." };

    public static Command Create() => new BanditGateCommand().Build();

    private Command Build()
    {
        var command = new Command(
            "gate",
            """
            Decides from a log whether a candidate may replace the champion: exit code 0 if it may, 1 if not.

            Use rows that no policy was trained on. The candidate is promoted if the lower bound of its advantage is above the margin.

            Example:
              gyre bandit gate --candidate candidate.json --champion champion.json --log test.csv --output policy.json
            """)
        {
            _candidate, _champion, _log, _level, _margin, _model, _candidates, _seed, _report, _output, _promote, _quiet,
        };
        BanditAction.Set(command, RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var candidate = await BanditAction.ReadPolicyAsync(result.GetRequiredValue(_candidate), cancellationToken);
        var champion = result.GetValue(_champion) is { } file ? await BanditAction.ReadPolicyAsync(file, cancellationToken) : null;
        var log = await BanditAction.ReadLogAsync(result.GetRequiredValue(_log), candidate, null, cancellationToken);
        var options = new GateOptions
        {
            Level = result.GetValue(_level),
            Margin = result.GetValue(_margin),
            Candidates = result.GetValue(_candidates),
        };
        var gate = BanditJobs.Gate(
            candidate, champion, log, options, result.GetValue(_seed), BanditOptions.Regression(result, _model));
        var promoted = gate.Outcome == GateOutcome.Promote;
        var report = BanditReport.Of(gate);
        await BanditAction.WriteReportAsync(result.GetValue(_report), report, cancellationToken);
        if (result.GetValue(_output) is { } output && (promoted ? candidate : champion) is { } serving)
            await BanditAction.WritePolicyAsync(output, serving, cancellationToken);
        await LearnAction.WriteNumberAsync(result.GetValue(_promote), promoted ? 1 : 0, cancellationToken);
        BanditAction.Answer(result, report, gate.Sentence);
        return promoted || result.GetValue(_quiet) ? CliExitCodes.Done : CliExitCodes.Failed;
    }
}
