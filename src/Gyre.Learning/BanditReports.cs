using System.Collections.Immutable;

namespace Gyre.Learning;

/// <summary>What a policy would have earned from a log, by several estimators.</summary>
public sealed record PolicyEvaluation
{
    /// <summary>Rows of the log.</summary>
    public required int Rows { get; init; }

    /// <summary>Mean reward that the log has: the value of the policy that wrote it.</summary>
    public required double LoggedReward { get; init; }

    /// <summary>Standard error of <see cref="LoggedReward"/>.</summary>
    public required double LoggedError { get; init; }

    /// <summary>One estimate per method, in the order asked for.</summary>
    public required ImmutableArray<OffPolicyEstimate> Estimates { get; init; }
}

/// <summary>How a policy is simulated.</summary>
public sealed record SimulationOptions
{
    /// <summary>Decisions, from 1 to 100,000,000. Default 20,000.</summary>
    public int Decisions { get; init; } = 20_000;

    /// <summary>Seed of the policy's random numbers. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Whether the policy learns from each reward at once. Default true.</summary>
    public bool Learn { get; init; } = true;

    /// <summary>Rounds after the decisions over which the final greedy value is averaged, at least 1. Default 2,000.</summary>
    public int GreedyRounds { get; init; } = 2000;
}

/// <summary>How a policy did in an environment.</summary>
public sealed record SimulationResult
{
    /// <summary>Decisions made.</summary>
    public required int Decisions { get; init; }

    /// <summary>Mean reward received per decision.</summary>
    public required double AverageReward { get; init; }

    /// <summary>Sum over the decisions of the best arm's mean reward minus the chosen arm's.</summary>
    public required double Regret { get; init; }

    /// <summary>Mean reward received over the last tenth of the decisions.</summary>
    public required double LastTenth { get; init; }

    /// <summary>Least propensity of a decision.</summary>
    public required double MinPropensity { get; init; }

    /// <summary>Mean reward of always taking the arm with the highest estimate, without learning; null for a uniform policy, which has no
    /// estimates.</summary>
    public required double? GreedyValue { get; init; }

    /// <summary>What the optimum, chance and the best single arm earn.</summary>
    public required BanditFigures Figures { get; init; }
}
