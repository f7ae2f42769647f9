using System.Collections.Immutable;

namespace Gyre.Learning;

/// <summary>Logged decisions as columns, with what one target policy would have done; the input of off-policy estimators.</summary>
/// <remarks>All columns have one value per row, in the order of time. Nothing is checked before the log is used.</remarks>
public sealed record EvaluationLog
{
    /// <summary>Probability with which the logging policy chose the logged arm at the time of the decision, in (0, 1].</summary>
    public required ImmutableArray<double> Propensities { get; init; }

    /// <summary>Probability that the target policy gives to the logged arm, in [0, 1].</summary>
    public required ImmutableArray<double> Targets { get; init; }

    /// <summary>Rewards of the logged arms; finite, higher is better.</summary>
    public required ImmutableArray<double> Rewards { get; init; }

    /// <summary>
    /// What a reward model predicts for the logged arm, q(x, a), or empty. The model must not have learned from the row that it predicts:
    /// see <see cref="OffPolicyEvaluation.CrossFit"/>.
    /// </summary>
    public ImmutableArray<double> Predictions { get; init; } = [];

    /// <summary>
    /// The mean prediction under the target policy, v(x) = sum over arms of pi(a|x) q(x, a), or empty; there if and only if predictions
    /// are.
    /// </summary>
    public ImmutableArray<double> Values { get; init; } = [];

    /// <summary>Number of rows.</summary>
    public int Count => Rewards.Length;
}

/// <summary>
/// Logged decisions as columns, with what two policies would have done; the input of
/// <see cref="PromotionGates.Offline(PairedLog, GateOptions)"/>.
/// </summary>
/// <remarks>Use rows that neither the fit of a policy nor the choice among candidates has seen.</remarks>
public sealed record PairedLog
{
    /// <summary>Probability with which the logging policy chose the logged arm, in (0, 1].</summary>
    public required ImmutableArray<double> Propensities { get; init; }

    /// <summary>Probability that the challenger gives to the logged arm, in [0, 1].</summary>
    public required ImmutableArray<double> Challenger { get; init; }

    /// <summary>Probability that the champion gives to the logged arm, in [0, 1].</summary>
    public required ImmutableArray<double> Champion { get; init; }

    /// <summary>Rewards of the logged arms; finite, higher is better.</summary>
    public required ImmutableArray<double> Rewards { get; init; }

    /// <summary>What a reward model predicts for the logged arm, or empty; learned from other rows.</summary>
    public ImmutableArray<double> Predictions { get; init; } = [];

    /// <summary>The mean prediction under the challenger, or empty; there if and only if predictions are.</summary>
    public ImmutableArray<double> ChallengerValues { get; init; } = [];

    /// <summary>The mean prediction under the champion, or empty; there if and only if predictions are.</summary>
    public ImmutableArray<double> ChampionValues { get; init; } = [];

    /// <summary>Number of rows.</summary>
    public int Count => Rewards.Length;
}
