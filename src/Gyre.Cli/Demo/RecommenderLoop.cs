using Gyre.Cli.Bandit;
using Gyre.Cli.Deployments;
using Gyre.Cli.Simulation;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Cli.Demo;

/// <summary>
/// A recommender that learns from its own decisions: users ask, rewards come later and are joined, a candidate goes on learning from what is
/// new, and the gate lets it serve when the log says that it is better.
/// </summary>
/// <param name="desk">Where the deployment is.</param>
/// <param name="clock">The clock of that place.</param>
/// <param name="settings">What it does.</param>
internal sealed class RecommenderLoop(IDeploymentDesk desk, DemoClock clock, RecommenderSettings settings)
{
    private const int JudgedUsers = 1000;
    private const string Name = RecommenderSettings.Deployment;

    private readonly BanditEnvironment _environment = BanditJobs.ReadEnvironment(settings.Environment, null, settings.Seed);
    private readonly SeededRandom _random = new(settings.Seed);
    private readonly PriorityQueue<RewardRequest, DateTimeOffset> _rewards = new();
    private Policy _champion = null!;
    private Policy _candidate = null!;
    private DecisionLog? _heldOut;
    private DateTimeOffset _ingested = clock.GetUtcNow();
    private long _users;
    private long _version;
    private double _regret;
    private double _greedy;

    /// <summary>What is possible in the environment.</summary>
    public BanditFigures Figures => field ??= _environment.Figures();

    /// <summary>Plays all rounds; hands over each.</summary>
    public async Task<RecommenderResult> RunAsync(Action<RecommenderRound> show, CancellationToken cancellationToken)
    {
        await StartAsync(cancellationToken);
        var (first, rounds) = (_greedy, new List<RecommenderRound>(settings.Rounds));
        for (var number = 1; number <= settings.Rounds; number++)
        {
            var round = await PlayAsync(number, cancellationToken);
            rounds.Add(round);
            show(round);
        }
        return new RecommenderResult(rounds, first, Figures, await EndAsync(cancellationToken));
    }

    /// <summary>Trains on random decisions, and deploys.</summary>
    private async Task StartAsync(CancellationToken cancellationToken)
    {
        var log = BanditJobs.Generate(_environment, null, settings.FirstDecisions, 0, settings.Seed, null, cancellationToken);
        _candidate = BanditJobs.CreatePolicy(_environment, BanditJobs.ReadOptions(settings.Policy));
        BanditJobs.Continue(_candidate, log, addArms: false);
        _users = settings.FirstDecisions;
        await DeployAsync(null, cancellationToken);
    }

    private async Task<RecommenderRound> PlayAsync(int number, CancellationToken cancellationToken)
    {
        var rewards = 0.0;
        for (var request = 0; request < settings.Requests; request++)
        {
            clock.Advance(settings.Pause);
            await RewardAsync(cancellationToken);
            rewards += await DecideAsync(cancellationToken);
        }
        var fresh = await IngestAsync(cancellationToken);
        var gate = fresh >= 2 ? Judge() : null;
        if (gate is { Outcome: GateOutcome.Promote })
            await DeployAsync(gate, cancellationToken);
        return new RecommenderRound
        {
            Number = number,
            AverageReward = rewards / (settings.Requests * settings.Users),
            GreedyValue = _greedy,
            Regret = _regret,
            Version = _version,
            NewDecisions = fresh,
            Verdict = gate is null
                ? RecommenderVerdict.None
                : gate.Outcome == GateOutcome.Promote ? RecommenderVerdict.Promoted : RecommenderVerdict.Kept,
            Sentence = gate?.Sentence,
            Books = await desk.BooksAsync(Name, cancellationToken),
        };
    }

    /// <summary>One request of several users; gives the sum of their rewards.</summary>
    private async Task<double> DecideAsync(CancellationToken cancellationToken)
    {
        BanditRound[] users = [.. Enumerable.Range(0, settings.Users).Select(_ => _environment.Round(_users++))];
        var request = new DecideBatchRequest { Requests = [.. users.Select(static user => new DecideRequest { Context = user.Context })] };
        var answer = await desk.DecideAsync(Name, request, cancellationToken);
        var delay = new RewardDelay(IsRandom: true, settings.RewardDelay);
        var sum = 0.0;
        foreach (var (decision, user) in answer.Decisions.Zip(users))
        {
            var reward = user.Reward(decision.ArmIndex);
            sum += reward;
            _regret += user.OptimalReward - user.ExpectedRewards[decision.ArmIndex];
            var (isGiven, after) = (_random.NextDouble() < settings.RewardShare, delay.Draw(_random));
            if (isGiven)
                _rewards.Enqueue(new RewardRequest { DecisionId = decision.DecisionId, RewardId = "stars", Value = reward }, decision.At + after);
        }
        return sum;
    }

    /// <summary>Gives the rewards whose time has come.</summary>
    private async Task RewardAsync(CancellationToken cancellationToken)
    {
        var due = new List<RewardRequest>();
        while (_rewards.TryPeek(out var reward, out var time) && time <= clock.GetUtcNow())
        {
            due.Add(reward with { Time = time });
            _rewards.Dequeue();
        }
        if (due.Count > 0)
            await desk.RewardAsync(Name, new RewardBatchRequest { Rewards = due }, cancellationToken);
    }

    /// <summary>Lets the candidate go on learning from decisions whose wait is over, each exactly once; gives how many were joined.</summary>
    private async Task<int> IngestAsync(CancellationToken cancellationToken)
    {
        var until = clock.GetUtcNow() - settings.RewardWait;
        var log = await desk.ExportAsync(Name, new LogQuery { Outcome = "joined", From = _ingested, To = until }, cancellationToken);
        if (log.Count < 2 * settings.HeldOutOf)
            return 0;
        _ingested = until;
        var rows = Enumerable.Range(0, log.Count).ToLookup(row => row % settings.HeldOutOf == 0);
        BanditJobs.Continue(_candidate, LogParts.Pick(log, [.. rows[false]]), addArms: false);
        var kept = LogParts.Pick(log, [.. rows[true]]);
        _heldOut = _heldOut is null ? kept : LogParts.Join(_heldOut, kept);
        if (_heldOut.Count > settings.MostHeldOut)
            _heldOut = LogParts.Newest(_heldOut, settings.MostHeldOut);
        return log.Count;
    }

    private GateResult Judge() =>
        BanditJobs.Gate(_candidate, _champion, _heldOut!, new GateOptions { Level = settings.GateLevel }, settings.Seed);

    private async Task DeployAsync(GateResult? gate, CancellationToken cancellationToken)
    {
        _champion = _candidate.Copy();
        _greedy = GreedyValue(_champion);
        var deployed = await desk.DeployAsync(
            new DeployRequest
            {
                Name = Name,
                Policy = await UploadAsync(_champion, cancellationToken),
                Reason = gate?.Sentence ?? "Trained on random decisions.",
                Evidence = gate is null
                    ? null
                    : [
                        new AliasEvidenceInfo { Metric = "gate.difference", Value = gate.Difference },
                        new AliasEvidenceInfo { Metric = "gate.interval_low", Value = gate.Bounds.Low },
                        .. gate.ValueLow is { } low
                            ? (AliasEvidenceInfo[])[new AliasEvidenceInfo { Metric = "gate.value_low", Value = low }] : [],
                    ],
                Settings = gate is null
                    ? new DeploymentSettingsInfo { RewardWaitSeconds = settings.RewardWait.TotalSeconds, ExplorationFloor = settings.Exploration }
                    : null,
            },
            cancellationToken);
        _version = deployed.Version.Version;
    }

    private async Task<Digest> UploadAsync(Policy policy, CancellationToken cancellationToken)
    {
        var file = new FileInfo(Path.GetTempFileName());
        try
        {
            await BanditAction.WritePolicyAsync(file, policy, cancellationToken);
            return await desk.UploadAsync(file, cancellationToken);
        }
        finally
        {
            file.Delete();
        }
    }

    /// <summary>The last rewards come, and the last waits end.</summary>
    private async Task<DecisionBooksInfo> EndAsync(CancellationToken cancellationToken)
    {
        for (var end = clock.GetUtcNow() + settings.RewardWait + settings.Pause; clock.GetUtcNow() <= end; clock.Advance(settings.Pause))
            await RewardAsync(cancellationToken);
        return await desk.BooksAsync(Name, cancellationToken);
    }

    private double GreedyValue(Policy policy)
    {
        var arms = _environment.Arms.Length;
        var (means, widths, sum) = (new double[arms], new double[arms], 0.0);
        for (var number = 0; number < JudgedUsers; number++)
        {
            var user = _environment.Round(number);
            policy.Predict(new PolicyContext(user.Context.AsSpan()), means, widths);
            sum += user.ExpectedRewards[Array.IndexOf(means, means.Max())];
        }
        return sum / JudgedUsers;
    }
}
