using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Gyre.Cli.Deployments;
using Gyre.Cli.Learn;
using Gyre.Cli.Options;
using Gyre.Contracts;
using Gyre.Core;

namespace Gyre.Cli.Bandit;

/// <summary>Deploys a trained policy, if the gate's report says so.</summary>
internal sealed class BanditDeployCommand
{
    private const int MaxReason = 2000;

    private static readonly ImmutableArray<string> Evidence = ["difference", "level", "margin", "value", "value_low", "p_value", "rows"];

    private readonly Option<string> _deployment = BanditOptions.Deployment();
    private readonly Option<FileInfo> _policy = LearnOptions.RequiredFile("--policy", "Policy file to deploy.");
    private readonly Option<FileInfo?> _report = LearnOptions.OptionalFile(
        "--report", "Report of 'gyre bandit gate': only a promoted policy is deployed, with the report's numbers as evidence.");

    private readonly Option<string> _role = LearnOptions.Text(
        "--role", "champion", "Role of the new version: champion, canary, shadow or idle.");
    private readonly Option<double> _share = LearnOptions.Number("--share", 0.1, "Share of the decisions for a canary, between 0 and 1.");
    private readonly Option<double> _wait = LearnOptions.Number(
        "--reward-wait", 0.0, "How long the deployment waits for rewards, in seconds; 0 leaves it as it is.");

    private readonly Option<string?> _reason = DeploymentOptions.Reason();
    private readonly Option<FileInfo?> _version = LearnOptions.OptionalFile(
        "--version-file", "File to write the number of the version to; 0 if nothing was deployed.");

    private readonly Option<bool> _quiet = new("--exit-zero") { Description = "Exit with 0 also if nothing was deployed." };

    public static Command Create(CliHost host) => new BanditDeployCommand().Build(host);

    private Command Build(CliHost host)
    {
        var command = new Command(
            "deploy",
            """
            Deploys a policy as a new version, unless the gate's report keeps the champion: exit code 0 if the policy serves, 1 if not.

            A policy that has this role already is not deployed again, so a repeated step changes nothing. In a step it deploys on the
            server of its run, if the project has '- deployment: {name: NAME, steps-may: [read, deploy]}'.

            Example:
              gyre bandit deploy --deployment shop --policy candidate.json --report gate.json
              gyre bandit deploy --deployment shop --policy candidate.json --role canary --share 0.05
            """)
        {
            _deployment, _policy, _report, _role, _share, _wait, _reason, _version, _quiet,
        };
        HomeOptions.AddTo(command);
        ServerOptions.AddTo(command);
        BanditAction.Set(command, (result, cancellationToken) => RunAsync(result, host, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CliHost host, CancellationToken cancellationToken)
    {
        var report = result.GetValue(_report) is { } file ? await ReadReportAsync(file, cancellationToken) : null;
        if (report is { IsPromoted: false })
            return await EndAsync(result, 0, "kept", $"Nothing was deployed: the gate kept the champion. {report.Sentence}", cancellationToken);
        // Refuses what is no policy before anything is sent.
        await BanditAction.ReadPolicyAsync(result.GetRequiredValue(_policy), cancellationToken);
        await using var desk = await DeploymentOptions.OpenOrCreateAsync(result, host, cancellationToken);
        var (name, role) = (result.GetRequiredValue(_deployment), result.GetRequiredValue(_role));
        var digest = await desk.UploadAsync(result.GetRequiredValue(_policy), cancellationToken);
        var found = await desk.FindAsync(name, cancellationToken);
        if (found is not null && await ServingAsync(desk, found, digest, role, cancellationToken) is { } serving)
            return await EndAsync(result, serving, "unchanged", $"Version {serving} of '{name}' is this policy already.", cancellationToken);
        var deployed = await desk.DeployAsync(
            new DeployRequest
            {
                Name = name,
                Policy = digest,
                Role = role,
                Share = role == "canary" ? result.GetValue(_share) : null,
                Settings = result.GetValue(_wait) is > 0 and var wait
                    ? (found?.Settings ?? new DeploymentSettingsInfo()) with { RewardWaitSeconds = wait }
                    : null,
                Reason = result.GetValue(_reason) is { Length: > 0 } reason ? reason : report?.Sentence,
                Evidence = report?.Evidence,
            },
            cancellationToken);
        var version = deployed.Version.Version;
        return await EndAsync(
            result, version, "deployed",
            $"Version {version} of '{name}' is this policy; version {deployed.Deployment.Champion} is the champion.", cancellationToken);
    }

    private async Task<int> EndAsync(
        ParseResult result, long version, string outcome, string words, CancellationToken cancellationToken)
    {
        await LearnAction.WriteNumberAsync(result.GetValue(_version), version, cancellationToken);
        BanditAction.Answer(
            result,
            new MapValue([new("version", Value.Of(version)), new("outcome", Value.Of(outcome)), new("sentence", Value.Of(words))]),
            words);
        return version > 0 || result.GetValue(_quiet) ? CliExitCodes.Done : CliExitCodes.Failed;
    }

    /// <summary>The version that has this role with this very policy; null when none has.</summary>
    private static async Task<long?> ServingAsync(
        IDeploymentDesk desk, DeploymentInfo deployment, Digest policy, string role, CancellationToken cancellationToken)
    {
        var history = await desk.VersionsAsync(deployment.Name, cancellationToken);
        bool HasRole(long version) => role switch
        {
            "canary" => deployment.Canaries.Any(canary => canary.Version == version),
            "shadow" => deployment.Shadows.Contains(version),
            "idle" => true,
            "champion" => deployment.Champion == version,
            _ => false,
        };
        return history.Versions.FirstOrDefault(version => version.Policy == policy && HasRole(version.Version))?.Version;
    }

    private static async Task<GateReport> ReadReportAsync(FileInfo file, CancellationToken cancellationToken)
    {
        var text = await File.ReadAllTextAsync(file.FullName, cancellationToken);
        if (ValueJson.Parse(text) is not MapValue map || map.Find("promote") is not BooleanValue promote
            || map.Find("sentence") is not TextValue sentence)
            throw new InvalidInputException(
                "bandit.report", $"'{file}' is not a report of the gate.", "Use the file of 'gyre bandit gate --report'.");
        var numbers = Evidence.Select(name => (name, Number: map.Find(name) is { } value && value.TryGetNumber(out var number) ? number : double.NaN));
        if (map.Find("interval") is ListValue { Items: [var low, var high] } && low.TryGetNumber(out var from) && high.TryGetNumber(out var to))
            numbers = numbers.Concat([("interval_low", from), ("interval_high", to)]);
        return new GateReport(
            promote.Flag,
            sentence.Text.Length <= MaxReason ? sentence.Text : sentence.Text[..MaxReason],
            [
                .. numbers.Where(static pair => double.IsFinite(pair.Number))
                    .Select(static pair => new AliasEvidenceInfo { Metric = string.Create(CultureInfo.InvariantCulture, $"gate.{pair.name}"), Value = pair.Number }),
            ]);
    }

    private sealed record GateReport(bool IsPromoted, string Sentence, IReadOnlyList<AliasEvidenceInfo> Evidence);
}
