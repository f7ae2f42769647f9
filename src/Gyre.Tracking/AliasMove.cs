using System.Collections.Immutable;

namespace Gyre.Tracking;

/// <summary>An alias of a registered model is to point to a version.</summary>
public sealed record NewAliasMove
{
    /// <summary>1 to 255 letters, digits, <c>_</c> and <c>-</c>.</summary>
    public required string Alias { get; init; }

    /// <summary>The number of the version.</summary>
    public required long Version { get; init; }

    /// <summary>Why, in at most 2,000 characters; null when no reason is given.</summary>
    public string? Reason { get; init; }

    /// <summary>Metrics that speak for the move, at most 100, each named once.</summary>
    public ImmutableArray<AliasEvidence> Evidence { get; init; } = [];

    /// <summary>Who moves it; null when that is not known.</summary>
    public string? By { get; init; }
}

/// <summary>A metric that speaks for the move of an alias, as it was when the alias was moved.</summary>
/// <param name="Metric">Its key, 1 to 250 characters.</param>
/// <param name="Value">Its value for the version that the alias came to; finite.</param>
/// <param name="Before">Its value for the version that the alias came from; finite, or null when there is none.</param>
public sealed record AliasEvidence(string Metric, double Value, double? Before);

/// <summary>A move of an alias that was made.</summary>
public sealed record AliasMove
{
    /// <summary>The alias.</summary>
    public required string Alias { get; init; }

    /// <summary>The version it came from; null when it pointed to none.</summary>
    public long? From { get; init; }

    /// <summary>The version it came to; null when it was removed.</summary>
    public long? To { get; init; }

    /// <summary>Why, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>Metrics that speak for it.</summary>
    public ImmutableArray<AliasEvidence> Evidence { get; init; } = [];

    /// <summary>Who moved it, or null.</summary>
    public string? By { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}
