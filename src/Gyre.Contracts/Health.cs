namespace Gyre.Contracts;

/// <summary>How the server is.</summary>
public sealed record HealthInfo
{
    /// <summary><c>ok</c> with status 200; <c>degraded</c> (something is away; it goes on by itself), <c>read-only engine-stopped stopping</c> with 503.</summary>
    public required string Status { get; init; }

    /// <summary>Why it is not well. What is away is told to everybody, the rest to callers who may read; else null.</summary>
    public string? Reason { get; init; }

    /// <summary>What goes on beside the requests.</summary>
    public IReadOnlyList<LoopInfo> Loops { get; init; } = [];
}

/// <summary>How a background loop is.</summary>
public sealed record LoopInfo
{
    /// <summary>The loop.</summary>
    public required string Name { get; init; }

    /// <summary><c>running</c>, <c>waiting</c> (it failed and tries again) or <c>stopped</c>.</summary>
    public required string State { get; init; }

    /// <summary>Since when.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Why it waits; null unless it does.</summary>
    public string? WaitingFor { get; init; }

    /// <summary>Failures in a row.</summary>
    public int Failures { get; init; }

    /// <summary>When a turn last went well.</summary>
    public DateTimeOffset? LastBeat { get; init; }
}
