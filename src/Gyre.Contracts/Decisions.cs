using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Contracts;

/// <summary>Asks a deployment to choose an arm. Either <see cref="Context"/> or <see cref="Fields"/> is given.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DecideRequest
{
    /// <summary>Names the decision, so that asking twice decides once; null or absent for a new one.</summary>
    public string? DecisionId { get; init; }

    /// <summary>The numbers of the context, in the order of the policy's fields.</summary>
    public IReadOnlyList<double>? Context { get; init; }

    /// <summary>The numbers of the context by the names of the policy's fields.</summary>
    public IReadOnlyDictionary<string, double>? Fields { get; init; }

    /// <summary>The arms to choose from; null or absent for all that the policy has.</summary>
    public IReadOnlyList<string>? Arms { get; init; }

    /// <summary>The features of each arm, for a policy that has them.</summary>
    public IReadOnlyList<IReadOnlyList<double>>? Features { get; init; }

    /// <summary>Whether each arm may be chosen; null or absent for all.</summary>
    public IReadOnlyList<bool>? Mask { get; init; }

    /// <summary>The arm that the caller would choose: the answer while the deployment is an apprentice, which needs it.</summary>
    public string? Baseline { get; init; }
}

/// <summary>Asks a deployment for several decisions, all or none.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DecideBatchRequest
{
    /// <summary>1 to 1,000.</summary>
    public required IReadOnlyList<DecideRequest> Requests { get; init; }
}

/// <summary>What a deployment chose.</summary>
public sealed record DecisionInfo
{
    /// <summary>Names it, for its rewards.</summary>
    public required string DecisionId { get; init; }

    /// <summary>The chosen arm.</summary>
    public required string Arm { get; init; }

    /// <summary>Its index, from 0.</summary>
    public required int ArmIndex { get; init; }

    /// <summary>The probability with which the version chose it; in (0, 1].</summary>
    public required double Propensity { get; init; }

    /// <summary>The version that chose.</summary>
    public required long Version { get; init; }

    /// <summary>The probability with which this version was asked.</summary>
    public required double Share { get; init; }

    /// <summary>What its random numbers were drawn from, in decimal digits: it may be too large for numbers of JavaScript.</summary>
    public required string Seed { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether it was made before and is only told again.</summary>
    public required bool IsRepeated { get; init; }
}

/// <summary>Several decisions.</summary>
public sealed record DecisionBatch
{
    /// <summary>In the order of the requests.</summary>
    public required IReadOnlyList<DecisionInfo> Decisions { get; init; }
}

/// <summary>A decision that a program made by itself with a version of a deployment. Either context or fields are given.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MadeDecisionInfo
{
    /// <summary>Names the decision, so that telling it twice counts once.</summary>
    public required string DecisionId { get; init; }

    /// <summary>The numbers of the context, in the order of the policy's fields.</summary>
    public IReadOnlyList<double>? Context { get; init; }

    /// <summary>The numbers of the context by the names of the policy's fields.</summary>
    public IReadOnlyDictionary<string, double>? Fields { get; init; }

    /// <summary>The arms that were there to choose from; null or absent for all that the policy has.</summary>
    public IReadOnlyList<string>? Arms { get; init; }

    /// <summary>The features of each arm, for a policy that has them.</summary>
    public IReadOnlyList<IReadOnlyList<double>>? Features { get; init; }

    /// <summary>Whether each arm was allowed; null or absent for all.</summary>
    public IReadOnlyList<bool>? Mask { get; init; }

    /// <summary>The chosen arm.</summary>
    public required string Arm { get; init; }

    /// <summary>The probability with which the version chose it; in (0, 1].</summary>
    public required double Propensity { get; init; }

    /// <summary>The version that chose; one of the deployment's.</summary>
    public required long Version { get; init; }

    /// <summary>The probability with which this version was asked; in (0, 1], null or absent for 1.</summary>
    public double? Share { get; init; }

    /// <summary>What its random numbers were drawn from: 64 bits in decimal digits.</summary>
    public required string Seed { get; init; }

    /// <summary>
    /// When; at most 5 minutes ahead of the server's clock and 365 days behind it. The wait for rewards ends by this time.
    /// </summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>Tells a deployment what was decided elsewhere, all or none.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RecordDecisionsRequest
{
    /// <summary>1 to 1,000.</summary>
    public required IReadOnlyList<MadeDecisionInfo> Decisions { get; init; }
}

/// <summary>That a decision is in the log.</summary>
public sealed record RecordedDecisionInfo
{
    /// <summary>The decision.</summary>
    public required string DecisionId { get; init; }

    /// <summary>Whether it was there before.</summary>
    public required bool IsRepeated { get; init; }
}

/// <summary>That decisions are in the log.</summary>
public sealed record RecordedDecisions
{
    /// <summary>In their order.</summary>
    public required IReadOnlyList<RecordedDecisionInfo> Decisions { get; init; }
}

/// <summary>What a shadow would have chosen, or the champion while it is an apprentice.</summary>
public sealed record ShadowInfo
{
    /// <summary>The shadow.</summary>
    public required long Version { get; init; }

    /// <summary>The arm.</summary>
    public required string Arm { get; init; }

    /// <summary>With which probability.</summary>
    public required double Propensity { get; init; }

    /// <summary>The probability with which an apprentice would have chosen what the caller chose; null for shadows.</summary>
    public double? Baseline { get; init; }
}

/// <summary>A decision as it is logged.</summary>
public sealed record LoggedDecisionInfo
{
    /// <summary>Its place in the log; grows.</summary>
    public required long Number { get; init; }

    /// <summary>What was chosen.</summary>
    public required DecisionInfo Decision { get; init; }

    /// <summary><c>server client</c>: whether the server chose, or a program that has the policy and told afterwards.</summary>
    public required string Source { get; init; }

    /// <summary>What was asked: <c>context</c>, and <c>arms</c>, <c>features</c> and <c>mask</c> where they were given.</summary>
    public required Value Request { get; init; }

    /// <summary>What shadows would have chosen.</summary>
    public required IReadOnlyList<ShadowInfo> Shadows { get; init; }

    /// <summary>When its wait ends.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary><c>pending joined defaulted</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>Its final reward; null while it is pending.</summary>
    public double? Reward { get; init; }

    /// <summary>The rewards that were kept for it; empty in lists.</summary>
    public required IReadOnlyList<KeptRewardInfo> Rewards { get; init; }
}

/// <summary>A reward as it is kept.</summary>
public sealed record KeptRewardInfo
{
    /// <summary>Names it within its decision.</summary>
    public required string RewardId { get; init; }

    /// <summary>Its value.</summary>
    public required double Value { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary><c>used aggregated late</c>.</summary>
    public required string Fate { get; init; }
}

/// <summary>A page of decisions.</summary>
public sealed record DecisionPageInfo
{
    /// <summary>The newest first.</summary>
    public required IReadOnlyList<LoggedDecisionInfo> Decisions { get; init; }

    /// <summary>The <c>before</c> of the next page; null when there is none.</summary>
    public long? Next { get; init; }
}

/// <summary>What a decision brought.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RewardRequest
{
    /// <summary>The decision.</summary>
    public required string DecisionId { get; init; }

    /// <summary>Names the reward within its decision, so that giving it twice counts once; null or absent for a new one.</summary>
    public string? RewardId { get; init; }

    /// <summary>Higher is better; finite.</summary>
    public required double Value { get; init; }

    /// <summary>When it happened; null or absent for now.</summary>
    public DateTimeOffset? Time { get; init; }
}

/// <summary>What several decisions brought; all are taken or none.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RewardBatchRequest
{
    /// <summary>1 to 10,000.</summary>
    public required IReadOnlyList<RewardRequest> Rewards { get; init; }
}

/// <summary>What became of a reward.</summary>
public sealed record RewardInfo
{
    /// <summary>Its decision.</summary>
    public required string DecisionId { get; init; }

    /// <summary>Names it.</summary>
    public required string RewardId { get; init; }

    /// <summary><c>used aggregated duplicate late orphan</c>.</summary>
    public required string Fate { get; init; }
}

/// <summary>What became of several rewards.</summary>
public sealed record RewardBatch
{
    /// <summary>In their order.</summary>
    public required IReadOnlyList<RewardInfo> Rewards { get; init; }
}

/// <summary>Where all decisions and rewards of a deployment are.</summary>
public sealed record DecisionBooksInfo
{
    /// <summary>All decisions: joined, defaulted and pending ones.</summary>
    public required long Decisions { get; init; }

    /// <summary>Decisions whose wait is over and that have a reward.</summary>
    public required long Joined { get; init; }

    /// <summary>Decisions whose wait is over and that got none.</summary>
    public required long Defaulted { get; init; }

    /// <summary>Decisions whose wait is not over.</summary>
    public required long Pending { get; init; }

    /// <summary>Those of them that already have a reward.</summary>
    public required long PendingWithReward { get; init; }

    /// <summary>All rewards: used, aggregated, duplicate, late and orphan ones.</summary>
    public required long Rewards { get; init; }

    /// <summary>Rewards that were the first of their decision.</summary>
    public required long Used { get; init; }

    /// <summary>Rewards that were combined with others.</summary>
    public required long Aggregated { get; init; }

    /// <summary>Rewards that were given in before.</summary>
    public required long Duplicate { get; init; }

    /// <summary>Rewards that came too late.</summary>
    public required long Late { get; init; }

    /// <summary>Rewards without a known decision.</summary>
    public required long Orphan { get; init; }

    /// <summary>How often a late reward changed the reward of a decision.</summary>
    public required long Corrections { get; init; }

    /// <summary>Sum of the values of late rewards, where they are counted.</summary>
    public required double LateValue { get; init; }

    /// <summary>Whether every decision and every reward is in exactly one place.</summary>
    public required bool Balance { get; init; }
}
