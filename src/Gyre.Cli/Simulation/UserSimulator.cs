using Gyre.Cli.Deployments;
using Gyre.Cli.Forms;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Cli.Simulation;

/// <summary>
/// Users of an environment who ask a deployment for decisions and later give the rewards of exactly these decisions: the reward of a user
/// is looked up where the decision is answered and kept under its id.
/// </summary>
/// <param name="desk">The place of the deployment.</param>
/// <param name="deployment">Its name.</param>
/// <param name="environment">The users.</param>
/// <param name="plan">What they do.</param>
/// <param name="clock">The clock.</param>
internal sealed class UserSimulator(
    IDeploymentDesk desk, string deployment, BanditEnvironment environment, SimulationPlan plan, TimeProvider clock)
{
    private const int MostAtOnce = 200;

    private readonly PriorityQueue<RewardRequest, TimeSpan> _pending = new();
    private readonly SeededRandom _random = new(plan.Seed);
    private readonly long _start = clock.GetTimestamp();

    /// <summary>The counts so far.</summary>
    public SimulationTally Tally { get; } = new();

    private TimeSpan Elapsed => clock.GetElapsedTime(_start);

    /// <summary>Plays until the plan is carried out and all rewards are given, or until it is stopped.</summary>
    /// <param name="progress">Called after each step.</param>
    /// <param name="stop">Ends it between two requests, so that every answered decision is counted.</param>
    /// <param name="cancellationToken">Gives up in the middle of a request.</param>
    public async Task RunAsync(Action progress, CancellationToken stop, CancellationToken cancellationToken)
    {
        for (var remaining = Remaining(); !stop.IsCancellationRequested && remaining > 0; remaining = Remaining())
        {
            var due = (int)Math.Min(Math.Min(remaining, MostAtOnce), plan.Rate.DueAfter(Elapsed) - Tally.Decisions);
            if (due > 0)
                await DecideAsync(due, cancellationToken);
            else
                await WaitAsync(plan.Rate.TimeOf(Tally.Decisions), stop);
            Tally.Time = Elapsed;
            await RewardAsync(cancellationToken);
            progress();
        }
        for (; !stop.IsCancellationRequested && _pending.TryPeek(out _, out var next); progress())
        {
            await WaitAsync(next, stop);
            await RewardAsync(cancellationToken);
        }
    }

    private double Remaining()
    {
        if (plan.Time is { } time && Elapsed >= time)
            return 0;
        return plan.Decisions is { } decisions ? decisions - Tally.Decisions : double.PositiveInfinity;
    }

    private async Task DecideAsync(int count, CancellationToken cancellationToken)
    {
        var first = plan.FirstRound + Tally.Decisions;
        BanditRound[] rounds = [.. Enumerable.Range(0, count).Select(offset => environment.Round(first + offset))];
        var batch = new DecideBatchRequest { Requests = [.. rounds.Select(static round => new DecideRequest { Context = round.Context })] };
        var answer = await desk.DecideAsync(deployment, batch, cancellationToken);
        foreach (var (decision, round) in answer.Decisions.Zip(rounds))
            Take(decision, round);
    }

    private void Take(DecisionInfo decision, BanditRound round)
    {
        var arm = environment.Arms.IndexOf(decision.Arm);
        if (arm < 0)
        {
            throw new InvalidInputException(
                "simulate.arm", $"The deployment chose '{Shown.Short(decision.Arm, 80)}', but the environment has no such arm.",
                $"Use an environment with the arms of the deployment's policy; this one has {environment.Arms[0]} to {environment.Arms[^1]}.");
        }
        Tally.Add(decision, round, arm);
        // Both numbers are drawn for every user, so that a smaller share takes rewards away and moves none.
        var (isGiven, delay) = (_random.NextDouble() < plan.RewardShare, plan.Delay.Draw(_random));
        if (isGiven)
            _pending.Enqueue(RewardOf(decision, round.Reward(arm)), Elapsed + delay);
        Tally.RewardsPending = _pending.Count;
    }

    /// <summary>With a name of its own, so that a request that is repeated after an outage counts once.</summary>
    private static RewardRequest RewardOf(DecisionInfo decision, double value) =>
        new() { DecisionId = decision.DecisionId, RewardId = "simulated", Value = value };

    private async Task RewardAsync(CancellationToken cancellationToken)
    {
        var due = new List<RewardRequest>();
        while (due.Count < MostAtOnce && _pending.TryPeek(out var reward, out var time) && time <= Elapsed)
        {
            due.Add(reward);
            _pending.Dequeue();
        }
        if (due.Count == 0)
            return;
        var answer = await desk.RewardAsync(deployment, new RewardBatchRequest { Rewards = due }, cancellationToken);
        foreach (var reward in answer.Rewards)
            Tally.Add(reward);
        Tally.RewardsPending = _pending.Count;
    }

    /// <summary>Waits for a time, or for the next reward if that is sooner, or until it is stopped.</summary>
    private async Task WaitAsync(TimeSpan until, CancellationToken stop)
    {
        if (_pending.TryPeek(out _, out var next) && next < until)
            until = next;
        if (plan.Time is { } end && end < until && Elapsed < end)
            until = end;
        var wait = Math.Ceiling((until - Elapsed).TotalMilliseconds);
        if (wait <= 0)
            return;
        try
        {
            // Timers count whole milliseconds.
            await Task.Delay(TimeSpan.FromMilliseconds(wait), clock, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The caller looks whether it shall stop.
        }
    }
}
