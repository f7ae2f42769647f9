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
}
