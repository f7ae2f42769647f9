namespace Gyre.Contracts;

/// <summary>How the server is.</summary>
public sealed record HealthInfo
{
    /// <summary><c>ok</c> with status 200; <c>read-only store-unavailable engine-stopped stopping</c> with 503.</summary>
    public required string Status { get; init; }

    /// <summary>Why it is not well, for callers who may read; else null.</summary>
    public string? Reason { get; init; }
}
