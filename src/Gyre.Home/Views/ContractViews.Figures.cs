using Gyre.Contracts;
using Gyre.Core;
using Gyre.Learning;
using Gyre.Serving;

namespace Gyre.Home.Views;

/// <summary>Figures about decisions.</summary>
public static partial class ContractViews
{
    /// <summary>What a deployment decided over a time.</summary>
    public static DecisionFiguresInfo Of(DecisionFigures figures) => new()
    {
        From = figures.From,
        To = figures.To,
        BucketSeconds = figures.Bucket.TotalSeconds,
        IsCut = figures.IsCut,
        Decisions = figures.Decisions,
        Buckets = [.. figures.Buckets.Select(Of)],
        Arms = [.. figures.Arms.Select(Of)],
        Versions = [.. figures.Versions.Select(Of)],
        Propensities = figures.Propensities,
        Drift =
        [
            .. figures.Drift.Select(static drift => new FieldDriftInfo
            {
                Field = drift.Field,
                Psi = drift.Index,
                Verdict = KebabCase.Of(drift.Verdict),
            }),
        ],
    };

    /// <summary>What versions would have earned.</summary>
    public static VersionComparisonInfo Of(VersionComparison comparison) => new()
    {
        Rows = comparison.Rows,
        IsCut = comparison.IsCut,
        Logged = new LoggedRewardInfo
        {
            Value = comparison.Logged.Mean,
            Low = comparison.Logged.Interval?.Low ?? comparison.Logged.Mean,
            High = comparison.Logged.Interval?.High ?? comparison.Logged.Mean,
        },
        Candidates = [.. comparison.Candidates.Select(Of)],
    };

    private static DecisionBucketInfo Of(FigureBucket bucket) => new()
    {
        At = bucket.At,
        Decisions = bucket.Decisions,
        Settled = bucket.Settled,
        Reward = bucket.Reward?.Mean,
        Low = bucket.Reward?.Interval?.Low,
        High = bucket.Reward?.Interval?.High,
    };

    private static ArmFiguresInfo Of(ArmFigures arm) => new()
    {
        Arm = arm.Arm,
        Decisions = arm.Decisions,
        Shares = arm.Shares,
        Reward = arm.Reward?.Mean,
        Low = arm.Reward?.Interval?.Low,
        High = arm.Reward?.Interval?.High,
    };

    private static VersionFiguresInfo Of(VersionFigures version) => new()
    {
        Version = version.Version,
        Decisions = version.Decisions,
        Settled = version.Settled,
        Reward = version.Reward?.Mean,
        Low = version.Reward?.Interval?.Low,
        High = version.Reward?.Interval?.High,
    };

    private static VersionEstimateInfo Of(VersionEstimate estimate) => new()
    {
        Version = estimate.Version,
        Kind = estimate.Kind,
        Estimates = [.. estimate.Estimates.Select(Of)],
        EffectiveSampleSize = estimate.Overlap.EffectiveRows,
        LargestWeight = estimate.Overlap.MaxWeight,
        SupportedShare = 1 - (estimate.Overlap.Unsupported ?? 0),
        Warnings = estimate.Overlap.Failures,
    };

    private static MethodEstimateInfo Of(OffPolicyEstimate estimate) => new()
    {
        Method = KebabCase.Of(estimate.Method),
        Value = estimate.Value,
        Low = estimate.Normal.Low,
        High = estimate.Normal.High,
    };
}
