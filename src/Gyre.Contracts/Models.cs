using System.Text.Json.Serialization;

namespace Gyre.Contracts;

/// <summary>Moves an alias of a registered model to a version.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record MoveAliasRequest
{
    /// <summary>The number of the version.</summary>
    public required long Version { get; init; }

    /// <summary>Why, for those who ask later; 1 to 2,000 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>Metrics that speak for the move, at most 100; null or absent for none.</summary>
    public IReadOnlyList<AliasEvidenceInfo>? Evidence { get; init; }
}

/// <summary>A metric that speaks for the move of an alias, as it was when the alias was moved.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record AliasEvidenceInfo
{
    /// <summary>Its key, 1 to 250 characters.</summary>
    public required string Metric { get; init; }

    /// <summary>Its value for the version that the alias came to.</summary>
    public required double Value { get; init; }

    /// <summary>Its value for the version that the alias came from; null or absent when there is none.</summary>
    public double? Before { get; init; }
}

/// <summary>A move of an alias that was made.</summary>
public sealed record AliasMoveInfo
{
    /// <summary>The alias.</summary>
    public required string Alias { get; init; }

    /// <summary>The version it came from; null when it pointed to none.</summary>
    public long? FromVersion { get; init; }

    /// <summary>The version it came to; null when it was removed.</summary>
    public long? ToVersion { get; init; }

    /// <summary>Why; null for moves by clients that give no reason.</summary>
    public string? Reason { get; init; }

    /// <summary>Metrics that speak for it.</summary>
    public required IReadOnlyList<AliasEvidenceInfo> Evidence { get; init; }

    /// <summary>Who moved it: the name of the token; null when that is not known.</summary>
    public string? By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>Moves and removals of a model's aliases.</summary>
public sealed record AliasMoveList
{
    /// <summary>The newest first.</summary>
    public required IReadOnlyList<AliasMoveInfo> Moves { get; init; }
}
