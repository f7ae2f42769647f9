namespace Gyre.Learning;

/// <summary>What a policy chose: what to log, so that the decision can be replayed and evaluated later.</summary>
public readonly record struct PolicyDecision
{
    /// <summary>Index of the chosen arm, from 0.</summary>
    public required int ArmIndex { get; init; }

    /// <summary>Its name; null for a shared model, where the arms have none.</summary>
    public required string? Arm { get; init; }

    /// <summary>The probability with which it was drawn, given the context and, where <see cref="Draws"/> is not 0, the seed; in (0, 1].</summary>
    public required double Propensity { get; init; }

    /// <summary>The policy's score of the chosen arm: the estimated reward, and for LinUCB its upper confidence bound; 0 for a uniform policy.</summary>
    public required double Score { get; init; }

    /// <summary>Posterior draws that the probabilities were estimated from; 0 when they are exact.</summary>
    public required int Draws { get; init; }

    /// <summary>What every random number of the decision was drawn from: the same policy, context and seed give the same decision.</summary>
    public required ulong Seed { get; init; }
}
