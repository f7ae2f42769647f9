using System.CommandLine;
using Gyre.Cli.Bandit;
using Gyre.Cli.Deployments;
using Gyre.Cli.Forms;
using Gyre.Cli.Learn;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Cli.Simulation;

/// <summary>Plays the users of a deployment.</summary>
internal sealed class SimulateCommand
{
    private const int UsualDecisions = 1000;

    private readonly Option<string> _deployment = BanditOptions.Deployment();
    private readonly Option<string> _environment = BanditOptions.Environment();
    private readonly Option<FileInfo?> _ratings = BanditOptions.Ratings();
    private readonly Option<ulong> _environmentSeed = BanditOptions.EnvironmentSeed();
    private readonly Option<int?> _decisions = CliCommand.Count(
        "--decisions", $"Number of decisions. Default: {UsualDecisions}, or as many as come in the time of --for.");

    private readonly Option<string?> _for = CliCommand.Text("--for", "TIME", "How long to ask for decisions: 60s, 5m or 2h.");
    private readonly Option<string> _rate = LearnOptions.Text(
        "--rate", "200/s", "How often users come: 200/s, 30/m, or max for as often as they are answered.");

    private readonly Option<string> _delay = LearnOptions.Text(
        "--delay", "none", "How long after a decision its reward comes: exp:30s (random with this mean), fixed:5s or none.");

    private readonly Option<double> _share = LearnOptions.Number("--reward-share", 1.0, "Share of the users who give a reward, from 0 to 1.");
    private readonly Option<long?> _first = new("--first-round")
    {
        Description = "Number of the first simulated user. Default: the number of decisions made so far, so that new users come.",
        HelpName = "N",
    };

    private readonly Option<ulong> _seed = BanditOptions.Seed("Random seed of delays, and of who gives a reward.");

    public static Command Create(CliHost host) => new SimulateCommand().Build(host);

    private Command Build(CliHost host)
    {
        var command = new Command(
            "simulate",
            """
            Plays users against a deployment: asks for decisions and reports the reward of each.

            The users are those of a simulated environment with the arms of the deployment's policy. After the last decision it waits
            for the rewards that are still to come. Ctrl-C ends it early and prints the results so far.

            Example:
              gyre simulate --deployment shop --environment ratings --decisions 2000
              gyre simulate --deployment shop --for 60s --rate 200/s --delay exp:30s --server http://127.0.0.1:5000
            """)
        {
            _deployment, _environment, _ratings, _environmentSeed, _decisions, _for, _rate, _delay, _share, _first, _seed,
        };
        DeploymentOptions.AddTo(command);
        command.SetAction((result, cancellationToken) => RunAsync(result, host, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CliHost host, CancellationToken cancellationToken)
    {
        var plan = ReadPlan(result);
        var environment = await ReadEnvironmentAsync(result, host, cancellationToken);
        var name = result.GetRequiredValue(_deployment);
        await using var desk = await DeploymentOptions.OpenAsync(result, host, cancellationToken);
        plan = plan with { FirstRound = result.GetValue(_first) ?? (await desk.BooksAsync(name, cancellationToken)).Decisions };
        var simulator = new UserSimulator(desk, name, environment, plan, host.Clock);
        // Interrupts end it between two requests: what was answered is counted, and no reward is sent half.
        await new SimulationDisplay(host).ShowAsync(
            simulator.Tally, progress => simulator.RunAsync(progress, cancellationToken, host.LeaveNow));
        var report = new SimulationReport(name, plan.FirstRound, simulator.Tally, environment.Figures());
        if (CliCommand.IsJson(result))
            Shape.WriteTo(host.Out, report.ToJson());
        else
            report.WriteTo(host.Out);
        return cancellationToken.IsCancellationRequested ? CliExitCodes.Interrupted : CliExitCodes.Done;
    }

    private SimulationPlan ReadPlan(ParseResult result)
    {
        var (decisions, time) = (result.GetValue(_decisions), result.GetValue(_for));
        if (decisions is not null && time is not null)
            throw new InvalidInputException("simulate.end", "--decisions and --for exclude each other.", "Leave out one of the two.");
        if (result.GetValue(_share) is var share && share is not (>= 0 and <= 1))
            throw new InvalidInputException(
                "simulate.share", $"--reward-share {NumberText.Of(share)} is out of range.", "Use a number from 0 to 1.");
        if (result.GetValue(_first) is < 0 and var first)
            throw new InvalidInputException("simulate.first", $"--first-round {first} is out of range.", "Use a whole number from 0.");
        return new SimulationPlan
        {
            FirstRound = 0,
            Decisions = time is null ? decisions ?? UsualDecisions : null,
            Time = time is null ? null : SpanText.Read("--for", time),
            Rate = DecisionRate.Read(result.GetRequiredValue(_rate)),
            Delay = RewardDelay.Read(result.GetRequiredValue(_delay)),
            RewardShare = share,
            Seed = result.GetValue(_seed),
        };
    }

    private Task<BanditEnvironment> ReadEnvironmentAsync(ParseResult result, CliHost host, CancellationToken cancellationToken)
    {
        var ratings = result.GetValue(_ratings) is { } file ? new FileInfo(host.Resolve(file.ToString())) : null;
        if (ratings is { Exists: false })
            throw new InvalidInputException("file.missing", $"The file '{ratings}' does not exist.", "Check the path of --ratings.");
        return BanditOptions.ReadAsync(
            result.GetRequiredValue(_environment), ratings, result.GetValue(_environmentSeed), cancellationToken);
    }
}
