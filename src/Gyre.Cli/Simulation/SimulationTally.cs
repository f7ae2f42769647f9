using Gyre.Contracts;
using Gyre.Learning;

namespace Gyre.Cli.Simulation;

/// <summary>Counts what simulated users saw and gave.</summary>
internal sealed class SimulationTally
{
    private readonly SortedDictionary<long, long> _versions = [];
    private readonly SortedDictionary<string, long> _fates = new(StringComparer.Ordinal);
    private double _rewards;

    /// <summary>Decisions that were answered.</summary>
    public long Decisions { get; private set; }

    /// <summary>Mean reward per decision, also of users who gave none.</summary>
    public double AverageReward => Decisions == 0 ? 0 : _rewards / Decisions;

    /// <summary>By how much the expected rewards of the chosen arms are below those of the best arms, in sum.</summary>
    public double Regret { get; private set; }

    /// <summary>Decisions by the version that made them.</summary>
    public IReadOnlyDictionary<long, long> Versions => _versions;

    /// <summary>Rewards that were sent.</summary>
    public long RewardsSent { get; private set; }

    /// <summary>Rewards that wait for their time.</summary>
    public int RewardsPending { get; set; }

    /// <summary>Sent rewards by what became of them.</summary>
    public IReadOnlyDictionary<string, long> Fates => _fates;

    /// <summary>How long it took to ask for the decisions.</summary>
    public TimeSpan Time { get; set; }

    /// <summary>Decisions per second.</summary>
    public double PerSecond => Time > TimeSpan.Zero ? Decisions / Time.TotalSeconds : 0;

    /// <summary>Counts a decision.</summary>
    public void Add(DecisionInfo decision, BanditRound round, int arm)
    {
        Decisions++;
        _rewards += round.Reward(arm);
        Regret += round.OptimalReward - round.ExpectedRewards[arm];
        _versions[decision.Version] = _versions.GetValueOrDefault(decision.Version) + 1;
    }

    /// <summary>Counts a reward.</summary>
    public void Add(RewardInfo reward)
    {
        RewardsSent++;
        _fates[reward.Fate] = _fates.GetValueOrDefault(reward.Fate) + 1;
    }
}
