using Gyre.Core;

namespace Gyre.Pipelines;

/// <summary>By what runs are ordered. Equal ones are ordered by when they were accepted, so that the order is always the same.</summary>
public enum RunOrder
{
    /// <summary>When they were accepted.</summary>
    Created,

    /// <summary>When they ended; those that have not ended are behind all others, so first when descending.</summary>
    Ended,

    /// <summary>How long they took from their acceptance to their end; those that have not ended as with <see cref="Ended"/>.</summary>
    Duration,

    /// <summary>The word of their state.</summary>
    State,

    /// <summary>Name of their pipeline, compared byte by byte.</summary>
    Pipeline,
}

/// <summary>
/// A place in an order of runs: that of a run as it was when it was listed. It stays where it is when the run changes, so that a list
/// which is read page by page leaves no run out that was there all the time.
/// </summary>
/// <param name="Run">The run.</param>
/// <param name="Number">What the run is ordered by where that is a time or a length, in microseconds; else null.</param>
/// <param name="Text">What the run is ordered by where that is a word; else null.</param>
public sealed record RunPlace(RunId Run, long? Number, string? Text)
{
    /// <summary>That of runs which have not ended.</summary>
    internal const long NoEnd = long.MaxValue;

    /// <summary>The place of a run.</summary>
    public static RunPlace Of(RunView run, RunOrder order)
    {
        ArgumentNullException.ThrowIfNull(run);
        return order switch
        {
            RunOrder.Created => new(run.Id, null, null),
            RunOrder.Ended => new(run.Id, Microseconds(run.EndedAt - DateTimeOffset.UnixEpoch), null),
            RunOrder.Duration => new(run.Id, Microseconds(run.EndedAt - run.CreatedAt), null),
            RunOrder.State => new(run.Id, null, run.State.ToString()),
            RunOrder.Pipeline => new(run.Id, null, run.Pipeline),
            _ => throw new ArgumentOutOfRangeException(nameof(order), order, "Not an order of runs."),
        };
    }

    private static long Microseconds(TimeSpan? length) => length is { } known ? known.Ticks / TimeSpan.TicksPerMicrosecond : NoEnd;
}
