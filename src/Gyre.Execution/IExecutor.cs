using System.Threading.Channels;
using Gyre.Core;

namespace Gyre.Execution;

/// <summary>
/// A place where attempts run. The engine submits, hears notices, and believes results; it never watches processes itself.
/// Whatever dies, an attempt's command is started at most once.
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

/// <summary>A supervisor has claimed it and is about to start the command.</summary>
public sealed record AttemptStarted(AttemptId Attempt, DateTimeOffset At) : AttemptNotice(Attempt);

/// <summary>It is over; <see cref="AttemptOutcome.Lost"/> when there is no result of its own.</summary>
public sealed record AttemptEnded(AttemptResult Result) : AttemptNotice(Result.Attempt);
