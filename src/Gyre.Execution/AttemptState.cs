using Gyre.Core;

namespace Gyre.Execution;

/// <summary>How far an attempt has come.</summary>
public enum AttemptPhase
{
    /// <summary>It was never submitted here, or nothing of it is left.</summary>
    Unknown,

    /// <summary>It was submitted and has not begun.</summary>
    Waiting,

    /// <summary>A supervisor has begun it.</summary>
    Running,

    /// <summary>It has a result.</summary>
    Ended,
}

/// <summary>Where an attempt stands, as its executor sees it.</summary>
/// <param name="Phase">How far it has come.</param>
public sealed record AttemptState(AttemptPhase Phase)
{
    /// <summary>The most that <see cref="Detail"/> holds as text, in bytes.</summary>
    public const int MaxDetailBytes = 64 * 1024;

    /// <summary>When a supervisor began it; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>What came out; null before the end.</summary>
    public AttemptResult? Result { get; init; }

    /// <summary>Length of the log so far in bytes: the offset behind its last line.</summary>
    public long LogBytes { get; init; }

    /// <summary>What the step last said of its own progress; null for nothing.</summary>
    public Value? Detail { get; init; }
}
