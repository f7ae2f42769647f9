using System.Text.Json.Serialization;

namespace Gyre.Contracts;

/// <summary>What a deployment decided over a time, and what that brought. Intervals cover with 95 %.</summary>
public sealed record DecisionFiguresInfo
{
    /// <summary>Begin of the first bucket.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>End of the last bucket.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Length of a bucket.</summary>
    public required double BucketSeconds { get; init; }

    /// <summary>Whether there were more than 100,000 decisions; then only the newest are in it.</summary>
    public required bool IsCut { get; init; }

    /// <summary>Decisions.</summary>
    public required long Decisions { get; init; }

    /// <summary>The buckets in order, also empty ones.</summary>
    public required IReadOnlyList<DecisionBucketInfo> Buckets { get; init; }

    /// <summary>The arms with the most decisions, at most 20; where there are more, a last one without a name is all others.</summary>
    public required IReadOnlyList<ArmFiguresInfo> Arms { get; init; }

    /// <summary>Versions by number.</summary>
    public required IReadOnlyList<VersionFiguresInfo> Versions { get; init; }

    /// <summary>Decisions by the probability of the chosen arm: above 0 to 0.1, to 0.2 and so on; 10 numbers.</summary>
    public required IReadOnlyList<long> Propensities { get; init; }

    /// <summary>The older half against the newer half, per number of the context; empty where there is too little to compare.</summary>
    public required IReadOnlyList<FieldDriftInfo> Drift { get; init; }
}

/// <summary>A part of the time.</summary>
public sealed record DecisionBucketInfo
{
    /// <summary>Its begin.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Decisions made in it.</summary>
    public required long Decisions { get; init; }

    /// <summary>Those that are joined or defaulted.</summary>
    public required long Settled { get; init; }

    /// <summary>Their mean reward; null without any.</summary>
    public double? Reward { get; init; }

    /// <summary>Lower end of its interval; null below two.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of its interval; null below two.</summary>
    public double? High { get; init; }
}

/// <summary>An arm.</summary>
public sealed record ArmFiguresInfo
{
    /// <summary>Its name; null for all that have no place of their own.</summary>
    public string? Arm { get; init; }

    /// <summary>How often it was chosen.</summary>
    public required long Decisions { get; init; }

    /// <summary>The same per bucket.</summary>
    public required IReadOnlyList<long> Shares { get; init; }

    /// <summary>What always choosing it would have earned, by self-normalised inverse propensity scoring; null where nothing is known.</summary>
    public double? Reward { get; init; }

    /// <summary>Lower end of its interval; null below two.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of its interval; null below two.</summary>
    public double? High { get; init; }
}

/// <summary>A version.</summary>
public sealed record VersionFiguresInfo
{
    /// <summary>Its number.</summary>
    public required long Version { get; init; }

    /// <summary>Decisions it made.</summary>
    public required long Decisions { get; init; }

    /// <summary>Those that are joined or defaulted.</summary>
    public required long Settled { get; init; }

    /// <summary>Their mean reward; null without any.</summary>
    public double? Reward { get; init; }

    /// <summary>Lower end of its interval; null below two.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end of its interval; null below two.</summary>
    public double? High { get; init; }
}

/// <summary>How far a number of the context has moved.</summary>
public sealed record FieldDriftInfo
{
    /// <summary>Its name.</summary>
    public required string Field { get; init; }

    /// <summary>Population stability index of the newer against the older half, in nats.</summary>
    public required double Psi { get; init; }

    /// <summary><c>stable moderate drifted</c>.</summary>
    public required string Verdict { get; init; }
}

/// <summary>Asks what versions would have earned.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record EvaluateVersionsRequest
{
    /// <summary>1 to 10, each once.</summary>
    public required IReadOnlyList<long> Versions { get; init; }

    /// <summary>Decisions made at this time or later; null or absent from the first on.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Decisions made before this time; null or absent to the last.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>At most so many, the newest; 2 to 100,000, default 10,000.</summary>
    public int? Rows { get; init; }

    /// <summary>Probability that an interval covers; above 0 and below 1, default 0.95.</summary>
    public double? Level { get; init; }
}

/// <summary>What versions would have earned.</summary>
public sealed record VersionComparisonInfo
{
    /// <summary>Decisions that were used: joined and defaulted ones.</summary>
    public required int Rows { get; init; }

    /// <summary>Whether there were more.</summary>
    public required bool IsCut { get; init; }

    /// <summary>What the log earned.</summary>
    public required LoggedRewardInfo Logged { get; init; }

    /// <summary>One per version, in the order asked for.</summary>
    public required IReadOnlyList<VersionEstimateInfo> Candidates { get; init; }
}

/// <summary>What a log earned.</summary>
public sealed record LoggedRewardInfo
{
    /// <summary>Mean reward.</summary>
    public required double Value { get; init; }

    /// <summary>Lower end of its interval of 95 %.</summary>
    public required double Low { get; init; }

    /// <summary>Upper end of its interval of 95 %.</summary>
    public required double High { get; init; }
}

/// <summary>What a version would have earned.</summary>
public sealed record VersionEstimateInfo
{
    /// <summary>Its number.</summary>
    public required long Version { get; init; }

    /// <summary>Kind of its policy.</summary>
    public required string Kind { get; init; }

    /// <summary>One per estimator.</summary>
    public required IReadOnlyList<MethodEstimateInfo> Estimates { get; init; }

    /// <summary>So many rows of its own would say as much.</summary>
    public required double EffectiveSampleSize { get; init; }

    /// <summary>The largest weight of a row.</summary>
    public required double LargestWeight { get; init; }

    /// <summary>Share of the version's probability on arms that the log has; from 0 to 1.</summary>
    public required double SupportedShare { get; init; }

    /// <summary>Why the estimates may be wrong, a sentence each; empty where nothing speaks against them.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>An estimate.</summary>
public sealed record MethodEstimateInfo
{
    /// <summary><c>doubly-robust snips ips direct</c>.</summary>
    public required string Method { get; init; }

    /// <summary>Mean reward per decision.</summary>
    public required double Value { get; init; }

    /// <summary>Lower end of its interval.</summary>
    public required double Low { get; init; }

    /// <summary>Upper end of its interval.</summary>
    public required double High { get; init; }
}
