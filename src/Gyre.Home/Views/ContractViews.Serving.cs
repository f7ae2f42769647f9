using Gyre.Contracts;
using Gyre.Core;
using Gyre.Learning;
using Gyre.Serving;
using Gyre.Tracking;

namespace Gyre.Home.Views;

/// <summary>Deployments and what they serve.</summary>
public static partial class ContractViews
{
    /// <summary>Deployments by name.</summary>
    public static DeploymentList Of(IReadOnlyList<Deployment> deployments) => new() { Deployments = [.. deployments.Select(Of)] };

    /// <summary>A deployment.</summary>
    public static DeploymentInfo Of(Deployment deployment) => new()
    {
        Name = deployment.Name,
        Serves = KebabCase.Of(deployment.Serves),
        Revision = deployment.Revision,
        Champion = deployment.Route.Champion,
        Canaries = [.. deployment.Route.Canaries.Select(static canary => new CanaryInfo { Version = canary.Version, Share = canary.Share })],
        Shadows = deployment.Route.Shadows,
        Model = deployment.Model,
        Alias = deployment.Alias,
        Settings = Of(deployment.Settings),
        CreatedAt = deployment.CreatedAt,
        ChangedAt = deployment.ChangedAt,
    };

    /// <summary>How a deployment decides.</summary>
    public static DeploymentSettingsInfo Of(DeploymentSettings settings) => new()
    {
        Durability = KebabCase.Of(settings.Durability),
        DurabilityWindowSeconds = settings.DurabilityWindow.TotalSeconds,
        ExplorationFloor = settings.ExplorationFloor,
        RewardWaitSeconds = settings.RewardWait.TotalSeconds,
        RewardMemorySeconds = settings.RewardMemory.TotalSeconds,
        RewardDefault = settings.RewardDefault,
        RewardAggregation = KebabCase.Of(settings.RewardAggregation),
        LateRewards = KebabCase.Of(settings.LateRewards),
        RewardLow = settings.RewardLow,
        RewardHigh = settings.RewardHigh,
        CanaryRule = settings.CanaryRule is { } rule
            ? new CanaryRuleInfo
            {
                Margin = rule.Margin,
                Level = rule.Level,
                Promote = rule.Promote,
                HoldBack = rule.HoldBack,
                MaxDecisions = rule.MaxDecisions,
            }
            : null,
        Apprentice = settings.Apprentice is { } apprentice
            ? new ApprenticeInfo { Share = apprentice.Share, MinDecisions = apprentice.MinDecisions }
            : null,
    };

    /// <summary>A version that was added.</summary>
    public static DeployedInfo Of(AddedVersion added) => new()
    {
        Deployment = Of(added.Deployment),
        Version = Of(added.Version),
        IsNew = added.IsNew,
    };

    /// <summary>Versions of a deployment and the changes of what it serves.</summary>
    public static DeploymentVersionList Of(IReadOnlyList<DeploymentVersion> versions, IReadOnlyList<RouteChange> changes) => new()
    {
        Versions = [.. versions.Select(Of)],
        Changes = [.. changes.Select(Of)],
    };

    /// <summary>What came of a change.</summary>
    public static RouteResultInfo Of(RouteResult result) => new()
    {
        Deployment = Of(result.Deployment),
        Change = result.Change is { } change ? Of(change) : null,
        Note = result.Note,
    };

    /// <summary>Where all decisions and rewards are.</summary>
    public static DecisionBooksInfo Of(RewardBooks books) => new()
    {
        Decisions = books.Decisions,
        Joined = books.Joined,
        Defaulted = books.Defaulted,
        Pending = books.Pending,
        PendingWithReward = books.PendingWithReward,
        Rewards = books.Rewards,
        Used = books.Used,
        Aggregated = books.Aggregated,
        Duplicate = books.Duplicate,
        Late = books.Late,
        Orphan = books.Orphan,
        Corrections = books.Corrections,
        LateValue = books.LateValue,
        Balance = books.Balance,
    };

    private static DeploymentVersionInfo Of(DeploymentVersion version) => new()
    {
        Version = version.Version,
        Policy = version.Policy,
        Kind = version.Kind,
        ModelVersion = version.ModelVersion,
        Description = version.Description,
        By = version.By,
        CreatedAt = version.CreatedAt,
    };

    private static RouteChangeInfo Of(RouteChange change) => new()
    {
        Revision = change.Revision,
        Kind = KebabCase.Of(change.Kind),
        FromVersion = change.From,
        ToVersion = change.To,
        Reason = change.Reason,
        Evidence = [.. change.Evidence.Select(Of)],
        By = change.By,
        At = change.At,
    };

    private static AliasEvidenceInfo Of(AliasEvidence one) => new() { Metric = one.Metric, Value = one.Value, Before = one.Before };
}
