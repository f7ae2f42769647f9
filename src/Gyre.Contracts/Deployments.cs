using System.Text.Json.Serialization;
using Gyre.Core;

namespace Gyre.Contracts;

/// <summary>Adds a version to a deployment, which is made when there is none of the name.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DeployRequest
{
    /// <summary>The deployment: 1 to 100 lowercase letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, a letter or digit first.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// A policy file; upload it to <c>/api/v1/artifacts/{digest}</c> first. Exactly one of <c>policy</c>, <c>artifact</c> and
    /// <c>command</c>.
    /// </summary>
    public Digest? Policy { get; init; }

    /// <summary>A model file of <c>gyre learn train</c>, or in ONNX; upload it first.</summary>
    public Digest? Artifact { get; init; }

    /// <summary>A program that answers over HTTP; upload its files first.</summary>
    public CommandInfo? Command { get; init; }

    /// <summary>What it does at first: <c>champion canary shadow idle</c>; null or absent for champion.</summary>
    public string? Role { get; init; }

    /// <summary>The share of a canary; above 0 and below 1.</summary>
    public double? Share { get; init; }

    /// <summary>The registered model whose alias follows the champion; null or absent leaves it as it is.</summary>
    public string? Model { get; init; }

    /// <summary>The alias that follows; null or absent leaves it as it is, <c>champion</c> at first.</summary>
    public string? Alias { get; init; }

    /// <summary>The version of the model that the policy is; null or absent when it is none.</summary>
    public long? ModelVersion { get; init; }

    /// <summary>For people, at most 2,000 characters.</summary>
    public string? Description { get; init; }

    /// <summary>How the deployment decides; null or absent leaves it as it is.</summary>
    public DeploymentSettingsInfo? Settings { get; init; }

    /// <summary>Why, in at most 2,000 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>Metrics that speak for it, at most 100.</summary>
    public IReadOnlyList<AliasEvidenceInfo>? Evidence { get; init; }
}

/// <summary>How a deployment decides. What is null or absent in a request has its default.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DeploymentSettingsInfo
{
    /// <summary>Whether the log holds a decision <c>before</c> or <c>after</c> it is answered. Default before.</summary>
    public string? Durability { get; init; }

    /// <summary>How old an answered decision may grow that is not written, from 0.01 to 60. Default 1.</summary>
    public double? DurabilityWindowSeconds { get; init; }

    /// <summary>Share of the decisions spread evenly over the allowed arms. From 0 to 1; default 0.</summary>
    public double? ExplorationFloor { get; init; }

    /// <summary>How long rewards are waited for. Default 3600.</summary>
    public double? RewardWaitSeconds { get; init; }

    /// <summary>How long after its wait a decision is remembered. Default 7 days.</summary>
    public double? RewardMemorySeconds { get; init; }

    /// <summary>Reward of a decision that got none. Default 0.</summary>
    public double? RewardDefault { get; init; }

    /// <summary>How several rewards become one: <c>first last sum max mean</c>. Default first.</summary>
    public string? RewardAggregation { get; init; }

    /// <summary>What happens to rewards after the wait: <c>drop count correct</c>. Default drop.</summary>
    public string? LateRewards { get; init; }

    /// <summary>The lowest reward that is taken; null for any.</summary>
    public double? RewardLow { get; init; }

    /// <summary>The highest reward that is taken; null for any.</summary>
    public double? RewardHigh { get; init; }

    /// <summary>How canaries are judged by their rewards without a person; null or absent: only people judge.</summary>
    public CanaryRuleInfo? CanaryRule { get; init; }

    /// <summary>
    /// While it is set the deployment answers with the <c>baseline</c> of each request, and logs what the champion would have chosen. Needs
    /// a <c>reward_low</c> and a <c>reward_default</c> of at least 0. Null or absent: it decides.
    /// </summary>
    public ApprenticeInfo? Apprentice { get; init; }
}

/// <summary>
/// When a deployment decides by itself: when its champion would have brought a share of the rewards of the callers' choices at least.
/// What is null or absent in a request has its default.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ApprenticeInfo
{
    /// <summary>The share; above 0, at most 1. Default 0.8.</summary>
    public double? Share { get; init; }

    /// <summary>Of how many decisions, the newest with a final reward; 1 to 100,000. Default 1,000.</summary>
    public int? MinDecisions { get; init; }
}

/// <summary>When a canary is taken out or promoted by its rewards. What is null or absent in a request has its default.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CanaryRuleInfo
{
    /// <summary>Loss per decision that is tolerated. Default 0.</summary>
    public double? Margin { get; init; }

    /// <summary>Level of the bounds. Default 0.95.</summary>
    public double? Level { get; init; }

    /// <summary>Whether a canary that is not worse by more than the margin becomes the champion. Default false.</summary>
    public bool? Promote { get; init; }

    /// <summary>Share that a champion keeps when another takes its place, so that it can be rolled back. Default 0.</summary>
    public double? HoldBack { get; init; }

    /// <summary>Decisions of champion and canary together after which the canary ends. Default 100,000.</summary>
    public long? MaxDecisions { get; init; }
}

/// <summary>A version that gets a share of the decisions.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CanaryInfo
{
    /// <summary>The version.</summary>
    public required long Version { get; init; }

    /// <summary>Its share; above 0, and below 1 together with the others.</summary>
    public required double Share { get; init; }
}

/// <summary>A named place that decides.</summary>
public sealed record DeploymentInfo
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Grows with every change of route or settings; from 1.</summary>
    public required long Revision { get; init; }

    /// <summary>What it serves: <c>policy model command</c>.</summary>
    public required string Serves { get; init; }

    /// <summary>The version that decides what no canary does.</summary>
    public required long Champion { get; init; }

    /// <summary>Versions that decide a share.</summary>
    public required IReadOnlyList<CanaryInfo> Canaries { get; init; }

    /// <summary>Versions that decide as well, and nobody acts on it.</summary>
    public required IReadOnlyList<long> Shadows { get; init; }

    /// <summary>The registered model whose alias follows the champion; null for none.</summary>
    public string? Model { get; init; }

    /// <summary>The alias that follows.</summary>
    public required string Alias { get; init; }

    /// <summary>How it decides.</summary>
    public required DeploymentSettingsInfo Settings { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its route or settings last changed.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}

/// <summary>Deployments by name.</summary>
public sealed record DeploymentList
{
    /// <summary>All of them.</summary>
    public required IReadOnlyList<DeploymentInfo> Deployments { get; init; }
}

/// <summary>A policy, model or program that a deployment can serve.</summary>
public sealed record DeploymentVersionInfo
{
    /// <summary>From 1.</summary>
    public required long Version { get; init; }

    /// <summary>The policy file, the model file, or the description of a program.</summary>
    public required Digest Policy { get; init; }

    /// <summary>Kind of the policy or model: <c>lin-ucb</c>, <c>onnx</c>, <c>command</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The version of the registered model that it is, or null.</summary>
    public long? ModelVersion { get; init; }

    /// <summary>For people, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Who added it, or null.</summary>
    public string? By { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Versions of a deployment, and the changes of what it serves.</summary>
public sealed record DeploymentVersionList
{
    /// <summary>The newest first, at most 1,000.</summary>
    public required IReadOnlyList<DeploymentVersionInfo> Versions { get; init; }

    /// <summary>The newest first, at most 100.</summary>
    public required IReadOnlyList<RouteChangeInfo> Changes { get; init; }
}

/// <summary>A version that was added.</summary>
public sealed record DeployedInfo
{
    /// <summary>The deployment with it.</summary>
    public required DeploymentInfo Deployment { get; init; }

    /// <summary>The version.</summary>
    public required DeploymentVersionInfo Version { get; init; }

    /// <summary>Whether the deployment was made for it.</summary>
    public required bool IsNew { get; init; }
}

/// <summary>Makes a version the champion.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PromoteRequest
{
    /// <summary>The version that shall serve.</summary>
    public required long Version { get; init; }

    /// <summary>The version that must serve now, or the promotion is refused; null or absent for any.</summary>
    public long? Expected { get; init; }

    /// <summary>Why, in at most 2,000 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>Metrics that speak for it, at most 100.</summary>
    public IReadOnlyList<AliasEvidenceInfo>? Evidence { get; init; }
}

/// <summary>Lets the champion before the last promotion serve again.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RollBackRequest
{
    /// <summary>Why, in at most 2,000 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>Metrics that speak for it, at most 100.</summary>
    public IReadOnlyList<AliasEvidenceInfo>? Evidence { get; init; }
}

/// <summary>Changes canaries, shadows or settings. What is null or absent stays.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ConfigureDeploymentRequest
{
    /// <summary>All canaries, at most 16.</summary>
    public IReadOnlyList<CanaryInfo>? Canaries { get; init; }

    /// <summary>All shadows, at most 16.</summary>
    public IReadOnlyList<long>? Shadows { get; init; }

    /// <summary>All settings.</summary>
    public DeploymentSettingsInfo? Settings { get; init; }

    /// <summary>Why, in at most 2,000 characters.</summary>
    public string? Reason { get; init; }
}

/// <summary>A change of what a deployment serves.</summary>
public sealed record RouteChangeInfo
{
    /// <summary>The revision that it made.</summary>
    public required long Revision { get; init; }

    /// <summary><c>created promoted rolled-back configured</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The champion before; null for a new deployment.</summary>
    public long? FromVersion { get; init; }

    /// <summary>The champion after.</summary>
    public required long ToVersion { get; init; }

    /// <summary>Why, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>Metrics that speak for it.</summary>
    public required IReadOnlyList<AliasEvidenceInfo> Evidence { get; init; }

    /// <summary>Who did it, or null.</summary>
    public string? By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>What came of a change.</summary>
public sealed record RouteResultInfo
{
    /// <summary>As it is now.</summary>
    public required DeploymentInfo Deployment { get; init; }

    /// <summary>The change; null when there was nothing to change.</summary>
    public RouteChangeInfo? Change { get; init; }

    /// <summary>Why there was nothing to change, or null.</summary>
    public string? Note { get; init; }
}
