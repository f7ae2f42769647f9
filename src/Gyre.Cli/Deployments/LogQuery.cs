namespace Gyre.Cli.Deployments;

/// <summary>Which decisions a log has. What is null filters nothing.</summary>
internal sealed record LogQuery
{
    /// <summary><c>joined</c> or <c>defaulted</c>.</summary>
    public string? Outcome { get; init; }

    /// <summary>The arm.</summary>
    public string? Arm { get; init; }

    /// <summary>The version that decided.</summary>
    public long? Version { get; init; }

    /// <summary>Made at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Made before this time.</summary>
    public DateTimeOffset? To { get; init; }
}
