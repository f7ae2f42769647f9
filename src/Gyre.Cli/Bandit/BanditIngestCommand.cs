using System.CommandLine;
using Gyre.Cli.Deployments;
using Gyre.Cli.Learn;
using Gyre.Cli.Options;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Cli.Bandit;

/// <summary>Fetches what a deployment has learned about its decisions since its champion was deployed.</summary>
internal sealed class BanditIngestCommand
{
    private const string SinceChampion = "champion";

    private readonly Option<string> _deployment = BanditOptions.Deployment();
    private readonly Option<FileInfo> _output = LearnOptions.RequiredFile(
        "--output", "File to write the log to: JSON lines if its name ends in .jsonl, otherwise CSV.");

    private readonly Option<FileInfo?> _champion = LearnOptions.OptionalFile("--champion", "File to write the champion's policy to.");
    private readonly Option<string?> _since = CliCommand.Text(
        "--since", "TIME", "Only decisions made since then: a time ago (7d), a date, or 'champion' for when the champion was deployed.");

    private readonly Option<int> _limit = LearnOptions.Number("--limit", 0, "Only the newest decisions, so many; 0 for all.");
    private readonly Option<string?> _outcome = CliCommand.Text("--outcome", "joined|defaulted", "Only decisions with this outcome.");
    private readonly Option<string?> _arm = CliCommand.Text("--arm", "NAME", "Only decisions with this arm.");
    private readonly Option<int?> _version = CliCommand.Count("--version", "Only decisions of this version.");
    private readonly Option<int> _minimum = LearnOptions.Number(
        "--minimum", 1, "Number of new joined decisions that are needed; with fewer nothing is written.");

    private readonly Option<FileInfo?> _new = LearnOptions.OptionalFile(
        "--new-file", "File to write the number of new joined decisions to.");
    private readonly Option<FileInfo?> _ready = LearnOptions.OptionalFile(
        "--ready-file", "File to write 1 to if there are enough new joined decisions, else 0.");

    private readonly Option<bool> _quiet = new("--exit-zero") { Description = "Exit with 0 also if there are too few." };

    public static Command Create(CliHost host) => new BanditIngestCommand().Build(host);

    private Command Build(CliHost host)
    {
        var command = new Command(
            "ingest",
            """
            Writes the decisions of a deployment with their final rewards as a log to train on: exit code 0 if there are enough new
            ones, 1 if not.

            New are joined decisions made since the champion was deployed. In a step it reads from the server of its run, if the
            project has '- deployment: {name: NAME, steps-may: [read]}'.

            Example:
              gyre bandit ingest --deployment shop --output log.csv --minimum 1000
              gyre bandit ingest --deployment shop --output log.csv --since champion --champion champion.json
            """)
        {
            _deployment, _output, _champion, _since, _limit, _outcome, _arm, _version, _minimum, _new, _ready, _quiet,
        };
        HomeOptions.AddTo(command);
        ServerOptions.AddTo(command);
        BanditAction.Set(command, (result, cancellationToken) => RunAsync(result, host, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CliHost host, CancellationToken cancellationToken)
    {
        var (name, minimum, limit) = (result.GetRequiredValue(_deployment), result.GetValue(_minimum), result.GetValue(_limit));
        if (minimum < 0 || limit < 0)
            throw new InvalidInputException("bandit.option", "--minimum and --limit cannot be negative.", "Use 0 or more.");
        await using var desk = await DeploymentOptions.OpenAsync(result, host, cancellationToken);
        var champion = await ChampionAsync(desk, name, cancellationToken);
        var fresh = (await desk.ExportAsync(
            name, new LogQuery { Outcome = "joined", From = champion.CreatedAt }, cancellationToken)).Count;
        var isReady = fresh >= minimum;
        var log = isReady ? await ReadLogAsync(result, host, desk, champion, cancellationToken) : null;
        if (log is not null)
            await WriteAsync(result, desk, name, champion, log, cancellationToken);
        await LearnAction.WriteNumberAsync(result.GetValue(_new), fresh, cancellationToken);
        await LearnAction.WriteNumberAsync(result.GetValue(_ready), isReady ? 1 : 0, cancellationToken);
        var sentence = isReady
            ? $"{Count(fresh)} since version {champion.Version} was deployed. Wrote {log!.Count} decisions."
            : $"{Count(fresh)} since version {champion.Version} was deployed; {minimum} are needed. Nothing to train on, nothing written.";
        BanditAction.Answer(
            result,
            new MapValue(
            [
                new("ready", Value.Of(isReady ? 1 : 0)), new("sentence", Value.Of(sentence)), new("new_decisions", Value.Of(fresh)),
                new("minimum", Value.Of(minimum)), new("rows", Value.Of(log?.Count ?? 0)), new("version", Value.Of(champion.Version)),
            ]),
            sentence);
        return isReady || result.GetValue(_quiet) ? CliExitCodes.Done : CliExitCodes.Failed;
    }

    private static string Count(int fresh) => fresh == 1 ? "1 new joined decision" : $"{fresh} new joined decisions";

    private static async Task<DeploymentVersionInfo> ChampionAsync(IDeploymentDesk desk, string name, CancellationToken cancellationToken)
    {
        var deployment = await desk.FindAsync(name, cancellationToken) ?? throw new InvalidInputException(
            "deployment.unknown", $"Deployment '{name}' was not found.", "Check --deployment; 'gyre deployments' lists them.");
        var versions = await desk.VersionsAsync(name, cancellationToken);
        return versions.Versions.FirstOrDefault(version => version.Version == deployment.Champion) ?? throw new InvalidInputException(
            "bandit.champion", $"Version {deployment.Champion} of '{name}' is older than its newest 1,000 versions.",
            "Promote a newer version.");
    }

    private async Task<DecisionLog> ReadLogAsync(
        ParseResult result, CliHost host, IDeploymentDesk desk, DeploymentVersionInfo champion, CancellationToken cancellationToken)
    {
        var query = new LogQuery
        {
            Outcome = result.GetValue(_outcome),
            Arm = result.GetValue(_arm),
            Version = result.GetValue(_version),
            From = result.GetValue(_since) switch
            {
                null or "" => null,
                SinceChampion => champion.CreatedAt,
                var text => Since.Parse(text, host.Clock.GetUtcNow()) ?? throw new InvalidInputException(
                    "bandit.since", $"'{text}' is not a valid time for --since.", "Use a time ago such as 7d, a date, or champion."),
            },
        };
        var log = await desk.ExportAsync(result.GetRequiredValue(_deployment), query, cancellationToken);
        return result.GetValue(_limit) is > 0 and var limit && limit < log.Count ? LogParts.Newest(log, limit) : log;
    }

    private async Task WriteAsync(
        ParseResult result, IDeploymentDesk desk, string name, DeploymentVersionInfo champion, DecisionLog log, CancellationToken cancellationToken)
    {
        await BanditAction.WriteLogAsync(result.GetRequiredValue(_output), log, cancellationToken);
        if (result.GetValue(_champion) is { } file)
            await LearnAction.WriteAsync(file, stream => desk.CopyPolicyAsync(name, champion, stream, cancellationToken));
    }
}
