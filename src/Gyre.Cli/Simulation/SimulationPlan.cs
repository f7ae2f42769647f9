namespace Gyre.Cli.Simulation;

/// <summary>What simulated users do.</summary>
internal sealed record SimulationPlan
{
    /// <summary>The first user, from 0. The next ones follow.</summary>
    public required long FirstRound { get; init; }

    /// <summary>After how many decisions it ends; null for when the time is over.</summary>
    public long? Decisions { get; init; }

    /// <summary>After which time no further decision is asked for; null for no such time.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>How often users come.</summary>
    public required DecisionRate Rate { get; init; }

    /// <summary>How long after their decision they give their reward.</summary>
    public required RewardDelay Delay { get; init; }

    /// <summary>The share of users who give a reward; from 0 to 1.</summary>
    public double RewardShare { get; init; } = 1;

    /// <summary>Seed of delays, and of who gives a reward.</summary>
    public required ulong Seed { get; init; }
}
