using System.Text.Json.Serialization;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Serving;

/// <summary>When a decision is answered.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<DecisionDurability>))]
public enum DecisionDurability
{
    /// <summary>The log holds it before it is answered. A crash loses no answer.</summary>
    Before,

    /// <summary>It is answered first and written within <see cref="DeploymentSettings.DurabilityWindow"/>. A crash loses at most that.</summary>
    After,
}

/// <summary>How a deployment decides and learns what its decisions brought.</summary>
public sealed record DeploymentSettings
{
    /// <summary>When a decision is answered. Default before the log holds it; with an id of the caller's it is always so.</summary>
    public DecisionDurability Durability { get; init; } = DecisionDurability.Before;

    /// <summary>How old an answered decision that is not written yet may grow before further ones are refused. From 10 ms to 1 minute; default 1 second.</summary>
    public TimeSpan DurabilityWindow { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Share of the decisions spread evenly over the allowed arms, where the policy has no higher one. From 0 to 1; default 0.</summary>
    public double ExplorationFloor { get; init; }

    /// <summary>How long rewards of a decision are waited for. Above 0, at most 365 days; default 1 hour.</summary>
    public TimeSpan RewardWait { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long after its wait a decision is remembered, to tell late rewards from orphans. From 0 to 3,650 days; default 7 days.</summary>
    public TimeSpan RewardMemory { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Reward of a decision that got none; finite. Default 0.</summary>
    public double RewardDefault { get; init; }

    /// <summary>How several rewards become one. Default the earliest.</summary>
    public RewardAggregation RewardAggregation { get; init; } = RewardAggregation.First;

    /// <summary>What happens to rewards after the wait. Default dropped.</summary>
    public LateRewards LateRewards { get; init; } = LateRewards.Drop;

    /// <summary>The lowest reward that is taken; null for any. Default null.</summary>
    public double? RewardLow { get; init; }

    /// <summary>The highest reward that is taken; null for any. Default null.</summary>
    public double? RewardHigh { get; init; }

    /// <summary>How canaries are judged by their rewards without a person; needs both bounds of rewards. Default null: only people judge.</summary>
    public CanaryRule? CanaryRule { get; init; }

    /// <summary>
    /// While it is set the deployment is an apprentice: it answers with the caller's own choice, and logs what the champion would have
    /// chosen. Needs rewards of at least 0: a <see cref="RewardLow"/> and a <see cref="RewardDefault"/> that are not below it.
    /// Default null.
    /// </summary>
    public ApprenticeRule? Apprentice { get; init; }
}

/// <summary>
/// When a deployment is no apprentice any more. What its champion would have brought is known only where it would have chosen as the caller
/// did: each reward counts with the probability of that. As no reward is below 0, this is a lower bound of what it would have brought, and
/// the deployment decides by itself when the bound is a share of what the callers' choices brought.
/// </summary>
public sealed record ApprenticeRule
{
    /// <summary>The share. Above 0, at most 1; default 0.8. A policy that explores does not reach 1.</summary>
    public double Share { get; init; } = 0.8;

    /// <summary>Decisions with a final reward that are looked at: the newest, and no fewer. From 1 to 100,000; default 1,000.</summary>
    public int MinDecisions { get; init; } = 1000;
}

/// <summary>
/// When a canary is taken out of the route or made the champion by its rewards, as <see cref="CanaryPlan"/> judges them: at every look at
/// once, so that a canary that is not worse is taken out with at most one minus <see cref="Level"/>. A reward outside the bounds counts as
/// the bound.
/// </summary>
public sealed record CanaryRule
{
    /// <summary>Loss per decision that is tolerated; at least 0, default 0.</summary>
    public double Margin { get; init; }

    /// <summary>Level of the bounds; above 0 and below 1, default 0.95.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>Whether a canary that is not worse by more than the margin becomes the champion. Default false.</summary>
    public bool Promote { get; init; }

    /// <summary>
    /// Share of the decisions that a champion keeps when another takes its place. When the new one turns out worse, the deployment is
    /// rolled back. From 0 to below 1; default 0: it keeps none, and nothing is rolled back.
    /// </summary>
    public double HoldBack { get; init; }

    /// <summary>Decisions of champion and canary together after which the canary ends; at least 1, default 100,000.</summary>
    public long MaxDecisions { get; init; } = 100_000;
}
