using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Serving;

/// <summary>Over which time figures are wanted.</summary>
public sealed record FiguresQuery
{
    /// <summary>Decisions made at this time or later; null from the first on.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Decisions made before this time; null to the last.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Into how many equal parts the time is divided; 1 to 500, default 60.</summary>
    public int Buckets { get; init; } = 60;
}

/// <summary>What a deployment decided over a time. Rewards are those of joined and defaulted decisions; intervals cover with 95 %.</summary>
public sealed record DecisionFigures
{
    /// <summary>Begin of the first bucket.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End of the last bucket.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Length of a bucket.</summary>
    public required TimeSpan Bucket { get; init; }

    /// <summary>Whether there were more decisions than are read at once; then only the newest are in it.</summary>
    public required bool IsCut { get; init; }

    /// <summary>Decisions.</summary>
    public required long Decisions { get; init; }

    /// <summary>The buckets in order, also empty ones.</summary>
    public required ImmutableArray<FigureBucket> Buckets { get; init; }

    /// <summary>The arms with the most decisions, at most 20; where there are more, a last one without a name is all others.</summary>
    public required ImmutableArray<ArmFigures> Arms { get; init; }

    /// <summary>Versions by number.</summary>
    public required ImmutableArray<VersionFigures> Versions { get; init; }

    /// <summary>Decisions by the probability of the chosen arm: above 0 to 0.1, to 0.2 and so on; 10 numbers.</summary>
    public required ImmutableArray<long> Propensities { get; init; }

    /// <summary>The older half against the newer half, per number of the context; empty where there is too little to compare.</summary>
    public required ImmutableArray<FieldDrift> Drift { get; init; }
}

/// <summary>A mean reward.</summary>
/// <param name="Mean">The estimate.</param>
/// <param name="Interval">Covers the mean with 95 % where there are many rows; null below two.</param>
public readonly record struct RewardFigure(double Mean, ConfidenceInterval? Interval);

/// <summary>A part of the time.</summary>
/// <param name="At">Its begin.</param>
/// <param name="Decisions">Decisions made in it.</param>
/// <param name="Settled">Those that are joined or defaulted.</param>
/// <param name="Reward">Their mean reward; null without any.</param>
public sealed record FigureBucket(DateTimeOffset At, long Decisions, long Settled, RewardFigure? Reward);

/// <summary>An arm.</summary>
/// <param name="Arm">Its name; null for all that have no place of their own.</param>
/// <param name="Decisions">How often it was chosen.</param>
/// <param name="Shares">The same per bucket.</param>
/// <param name="Reward">
/// What always choosing it would have earned: self-normalised inverse propensity scoring (A. Swaminathan and T. Joachims, 2015); null
/// where it was never chosen, and for the others.
/// </param>
public sealed record ArmFigures(string? Arm, long Decisions, ImmutableArray<long> Shares, RewardFigure? Reward);

/// <summary>A version.</summary>
/// <param name="Version">Its number.</param>
/// <param name="Decisions">Decisions it made.</param>
/// <param name="Settled">Those that are joined or defaulted.</param>
/// <param name="Reward">Their mean reward; null without any.</param>
public sealed record VersionFigures(long Version, long Decisions, long Settled, RewardFigure? Reward);

/// <summary>How far a number of the context has moved.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<DriftVerdict>))]
public enum DriftVerdict
{
    /// <summary>Index below 0.1, or no more than chance makes.</summary>
    Stable,

    /// <summary>More than chance, and an index up to 0.25.</summary>
    Moderate,

    /// <summary>More than chance, and an index above 0.25.</summary>
    Drifted,
}

/// <summary>A number of the context.</summary>
/// <param name="Field">Its name.</param>
/// <param name="Index">Population stability index of the newer against the older half, in nats.</param>
/// <param name="Verdict">What to make of it.</param>
public sealed record FieldDrift(string Field, double Index, DriftVerdict Verdict);

/// <summary>Which versions are compared, and by which decisions.</summary>
public sealed record VersionQuery
{
    /// <summary>1 to 10, all different.</summary>
    public required ImmutableArray<long> Versions { get; init; }

    /// <summary>Decisions made at this time or later; null from the first on.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Decisions made before this time; null to the last.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>At most so many, the newest; 2 to 100,000, default 10,000.</summary>
    public int Rows { get; init; } = 10_000;

    /// <summary>Probability that an interval covers, in (0, 1); default 0.95.</summary>
    public double Level { get; init; } = 0.95;
}

/// <summary>What versions would have earned.</summary>
public sealed record VersionComparison
{
    /// <summary>Decisions that were used: joined and defaulted ones.</summary>
    public required int Rows { get; init; }

    /// <summary>Whether there were more.</summary>
    public required bool IsCut { get; init; }

    /// <summary>What the log earned.</summary>
    public required RewardFigure Logged { get; init; }

    /// <summary>One per version, in the order asked for.</summary>
    public required ImmutableArray<VersionEstimate> Candidates { get; init; }
}

/// <summary>What a version would have earned, by several estimators.</summary>
/// <param name="Version">Its number.</param>
/// <param name="Kind">Kind of its policy.</param>
/// <param name="Estimates">One per estimator.</param>
/// <param name="Overlap">Whether the log supports them; that of the doubly robust one.</param>
public sealed record VersionEstimate(long Version, string Kind, ImmutableArray<OffPolicyEstimate> Estimates, OverlapReport Overlap);
