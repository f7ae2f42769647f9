namespace Gyre.Tracking;

/// <summary>Asks for a cleanup.</summary>
public sealed record CleanupRequest
{
    /// <summary>What was deleted at least so long ago is freed; at least zero.</summary>
    public TimeSpan OlderThan { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Whether it is only counted.</summary>
    public bool DryRun { get; init; }
}

/// <summary>What a cleanup freed, or would free.</summary>
public sealed record CleanupReport
{
    /// <summary>Runs with all that was logged to them.</summary>
    public required long Runs { get; init; }

    /// <summary>Experiments, whose names are free now.</summary>
    public required long Experiments { get; init; }

    /// <summary>Logged models.</summary>
    public required long Models { get; init; }

    /// <summary>Bytes of histories of metrics.</summary>
    public required long HistoryBytes { get; init; }

    /// <summary>Bytes that the names of artifacts stood for. The content itself goes with the collection of content that nothing names.</summary>
    public required long ArtifactBytes { get; init; }

    /// <summary>Deleted long enough ago, but kept, because a version of a registered model was made by them or has its files there.</summary>
    public required long Kept { get; init; }

    /// <summary>Runs that have ended and whose histories were packed, or would be.</summary>
    public required long Packed { get; init; }
}

/// <summary>
/// Frees what was deleted long enough ago: runs with what was logged to them, logged models, and experiments in which nothing is left. Work goes in small
/// transactions, so writers hardly wait; stopped in between it has done a part, and the next one goes on. What is restored in the meantime is left alone.
/// Histories of ended runs that came in many small parts are packed; they read the same before and after.
/// </summary>
public interface ITrackingCleanup
{
    /// <summary>Cleans up.</summary>
    /// <param name="request">How.</param>
    /// <param name="cancellationToken">Stops after the transaction under way.</param>
    /// <exception cref="ArgumentOutOfRangeException">The age is negative.</exception>
    Task<CleanupReport> CollectAsync(CleanupRequest request, CancellationToken cancellationToken);
}
