using System.Threading.Channels;
using Gyre.Core;

namespace Gyre.Execution;

/// <summary>
/// A place where attempts run. The engine submits, hears notices, and believes results; it never watches processes itself, and nobody reads an attempt's
/// folder past its executor. Whatever dies, an attempt's command is started at most once.
/// </summary>
public interface IExecutor : IAsyncDisposable
{
    /// <summary>The word people select it by: <c>process</c>.</summary>
    string Name { get; }

    /// <summary>Notices of attempts that were submitted or adopted here. Each attempt ends with exactly one <see cref="AttemptEnded"/>, which comes again when the attempt is adopted after it.</summary>
    ChannelReader<AttemptNotice> Notices { get; }

    /// <summary>
    /// Hands an attempt over; it starts when there is room. A second call with the same attempt changes nothing. When this returns, the order
    /// is durable: it will be found again by <see cref="AdoptAsync"/>.
    /// </summary>
    Task SubmitAsync(AttemptOrder order, CancellationToken cancellationToken);

    /// <summary>
    /// Takes up an attempt that an earlier engine may have submitted: it ends with the result it left behind, with the result it will leave, as lost when
    /// its supervisor is gone, or, when nothing was ever started, <see cref="AdoptionOutcome.Unknown"/> says that it may be submitted.
    /// </summary>
    Task<AdoptionOutcome> AdoptAsync(AttemptId attempt, CancellationToken cancellationToken);

    /// <summary>Ends an attempt and every process it started, politely first. Harmless when it is over or unknown. Returns at once; the end comes as a notice.</summary>
    Task CancelAsync(AttemptId attempt, string reason, CancellationToken cancellationToken);

    /// <summary>Where an attempt stands now. <see cref="AttemptPhase.Unknown"/> for one that was never submitted here, or whose traces are gone.</summary>
    Task<AttemptState> ObserveAsync(AttemptId attempt, CancellationToken cancellationToken);

    /// <summary>The lines of an attempt's log from an offset on, also after its end.</summary>
    /// <param name="attempt">The attempt; an unknown one has no lines.</param>
    /// <param name="from">0, or the <see cref="LogLine.NextOffset"/> of an earlier line.</param>
    /// <param name="follow">Whether to wait for more lines until the attempt has ended; also when it has not begun yet.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<LogLine> TailLogsAsync(AttemptId attempt, long from, bool follow, CancellationToken cancellationToken);

    /// <summary>
    /// The next points of an attempt's metadata, while it runs as well as after its end; none when there are no more yet. A point is there at the latest a second
    /// after the step printed its line. Whoever keeps the place together with the points has each point exactly once.
    /// </summary>
    /// <param name="attempt">The attempt; an unknown one has no points.</param>
    /// <param name="from">The default for the beginning, or <see cref="MetadataBatch.Next"/> of the batch before.</param>
    /// <param name="until">A place behind which nothing is given; null for all there is.</param>
    /// <param name="limit">The most points to give, at least 1.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<MetadataBatch> ReadMetadataAsync(AttemptId attempt, MetadataPlace from, MetadataPlace? until, int limit, CancellationToken cancellationToken);

    /// <summary>Keeps what a step said of its own progress; <see cref="AttemptState.Detail"/> shows it. The last one counts.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="detail">Any JSON value of at most <see cref="AttemptState.MaxDetailBytes"/> as text.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False when there is no place for it: the attempt is unknown here.</returns>
    Task<bool> ReportAsync(AttemptId attempt, Value detail, CancellationToken cancellationToken);
}

/// <summary>What became of an attempt of an earlier engine.</summary>
public enum AdoptionOutcome
{
    /// <summary>Nothing of it was ever started; submitting it is right.</summary>
    Unknown,

    /// <summary>It is being watched; its end comes as a notice.</summary>
    Watching,
}

/// <summary>Something that happened to an attempt.</summary>
public abstract record AttemptNotice(AttemptId Attempt);

/// <summary>
/// It waits for a place: of its home's or its run's jobs, or in a pool. Told of attempts that wait for a while, and again when they wait
/// for something else.
/// </summary>
public sealed record AttemptWaits(AttemptId Attempt, string Reason) : AttemptNotice(Attempt);

/// <summary>A supervisor has claimed it and is about to start the command.</summary>
public sealed record AttemptStarted(AttemptId Attempt, DateTimeOffset At) : AttemptNotice(Attempt);

/// <summary>It is over; <see cref="AttemptOutcome.Lost"/> when there is no result of its own.</summary>
public sealed record AttemptEnded(AttemptResult Result) : AttemptNotice(Result.Attempt);
