using Gyre.Core;
using Gyre.Core.Loops;
using Gyre.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gyre.Delivery;

/// <summary>
/// Follows the event log, writes down what is to be sent together with how far it has read, and sends it. The store's lease makes it one process's work. What is
/// written down is sent at least once: it is removed after the receiver took it.
/// </summary>
/// <param name="store">Where the events, the lease and the messages are.</param>
/// <param name="mailbag">What is sent.</param>
/// <param name="clock">Says when a try is due.</param>
/// <param name="owner">Unique per process.</param>
/// <param name="logger">Told of every try; null for nobody.</param>
public sealed class DeliveryLoop(IStore store, IMailbag mailbag, TimeProvider clock, string owner, ILogger? logger = null)
{
    private readonly ILogger _logger = logger ?? NullLogger.Instance;

    /// <summary>Tries of a message at most: 8, over some hours.</summary>
    public const int MaxAttempts = 8;

    private const int PageSize = 1000;
    private const int MostOfOne = 5;
    private const int Lanes = 16;

    /// <summary>Events that concern nobody are noted as read so seldom, because each note is a write.</summary>
    private const long SilentStretch = 10_000;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookAround = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    // When it is renewed, half of it is left at least: longer than a round in which all tries time out, 50 seconds.
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(120);

    private Lease? _lease;

    /// <summary>The last event that was read; null while nothing is to be read.</summary>
    private long? _after;

    /// <summary>The last event that is written down as read.</summary>
    private long _noted;

    /// <summary>The last event when there was nothing to read.</summary>
    private long _seen;

    /// <summary>While there is nobody to send to, each event only asks whether there is now.</summary>
    private readonly Pace _pace = new(clock, BetweenLooks);

    /// <summary>Whether another process sends.</summary>
    private bool _isForeign;

    /// <summary>Sends what happens, until told to stop.</summary>
    /// <param name="report">Told of every try.</param>
    /// <param name="scope">Told how it goes.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task RunAsync(Action<DeliveryOutcome> report, ILoopScope scope, CancellationToken cancellationToken)
    {
        // After a failure the cursor and the lease may be another process's; what is written down waits.
        (_after, _lease) = (null, null);
        try
        {
            while (true)
            {
                var hasDone = await RoundAsync(report, cancellationToken);
                scope.Beat();
                if (!hasDone)
                    await WaitAsync(cancellationToken);
            }
        }
        finally
        {
            if (cancellationToken.IsCancellationRequested)
                await ReleaseAsync();
        }
    }

    /// <summary>Reads and sends once; gives whether there was anything to do.</summary>
    /// <param name="report">Told of every try.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<bool> RoundAsync(Action<DeliveryOutcome> report, CancellationToken cancellationToken)
    {
        var last = await store.Events.LastAsync(cancellationToken);
        var oldest = await store.Database.ReadAsync(mailbag.OldestWish, cancellationToken);
        if (oldest is null || !await HoldAsync(cancellationToken))
        {
            (_after, _seen, _isForeign) = (null, last, oldest is not null);
            return false;
        }
        // What happened before the oldest of them was made concerns none.
        _noted = await StartAsync(oldest.Value, cancellationToken);
        var isNews = await ReadAsync(_lease!, cancellationToken);
        return await SendAsync(report, cancellationToken) || isNews;
    }

    /// <summary>How long to wait after a failure before the next try.</summary>
    /// <param name="attempts">Tries so far, from 1.</param>
    public static TimeSpan DelayAfter(int attempts) => FirstDelay * Math.Pow(4, attempts - 1);

    /// <summary>Takes the lease, or renews it when half of its time is over: each renewal is a write.</summary>
    private async Task<bool> HoldAsync(CancellationToken cancellationToken)
    {
        if (_lease is not null && _lease.ExpiresAt - clock.GetUtcNow() >= LeaseDuration / 2)
            return true;
        var hadLease = _lease is not null;
        _lease = await store.Leases.TryAcquireAsync(mailbag.Name, owner, LeaseDuration, cancellationToken);
        if (_lease is not null && !hadLease)
            _logger.LeaseTaken(mailbag.Name);
        else if (_lease is null && !_isForeign)
            _logger.LeaseElsewhere(mailbag.Name);
        return _lease is not null;
    }

    /// <summary>Lets another process send from now on; <see cref="RunAsync"/> does so at its end.</summary>
    public async Task ReleaseAsync()
    {
        try
        {
            if (_lease is { } held)
                await store.Leases.ReleaseAsync(held, CancellationToken.None);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // It ends by itself.
        }
    }

    /// <summary>Where to read on.</summary>
    private async Task<long> StartAsync(long oldest, CancellationToken cancellationToken)
    {
        if (_after is not null)
            return _noted;
        var cursor = Math.Max(oldest, await store.Events.CursorAsync(mailbag.Name, cancellationToken));
        _after = cursor;
        return cursor;
    }

    private async Task<bool> ReadAsync(Lease lease, CancellationToken cancellationToken)
    {
        var page = await store.Events.ReadAsync(_after!.Value, PageSize, null, cancellationToken);
        if (page.Count == 0)
            return false;
        var last = page[^1].Sequence;
        var concerning = page.Where(mailbag.Concerns).ToList();
        if (concerning.Count > 0 || last - _noted >= SilentStretch)
        {
            await store.Database.WriteAsync(session => Note(session, lease, concerning, last), cancellationToken);
            _noted = last;
            if (concerning.Count > 0)
                _logger.Noted(mailbag.Name, concerning.Count);
        }
        _after = last;
        return true;
    }

    private bool Note(IDbSession session, Lease lease, List<StoredEvent> concerning, long last)
    {
        session.RequireFence(lease);
        if (concerning.Count > 0)
            mailbag.Note(session, concerning);
        session.MoveCursor(mailbag.Name, last);
        return true;
    }

    private async Task<bool> SendAsync(Action<DeliveryOutcome> report, CancellationToken cancellationToken)
    {
        var due = await store.Database.ReadAsync(session => mailbag.Due(session, clock.GetUtcNow(), MostOfOne, MostOfOne * Lanes), cancellationToken);
        await Parallel.ForEachAsync(
            due.GroupBy(message => message.Receiver, StringComparer.Ordinal),
            new ParallelOptions { MaxDegreeOfParallelism = Lanes, CancellationToken = cancellationToken },
            async (group, stop) =>
            {
                foreach (var message in group)
                {
                    // What comes after a failure would most likely fail as well; it waits for the next round.
                    if (!await SendAsync(message, report, stop))
                        break;
                }
            });
        return due.Count > 0;
    }

    private async Task<bool> SendAsync(OutgoingMessage message, Action<DeliveryOutcome> report, CancellationToken cancellationToken)
    {
        var result = await mailbag.SendAsync(message, cancellationToken);
        var attempt = message.Attempts + 1;
        var isLast = result.Success || attempt >= MaxAttempts || !result.CanRepeat;
        await store.Database.WriteAsync(session => Settle(session, message, attempt, result, isLast), cancellationToken);
        Tell(message, attempt, result, isLast);
        report(new DeliveryOutcome(message.Receiver, message.Id, attempt, result.Error, isLast));
        return result.Success;
    }

    private void Tell(OutgoingMessage message, int attempt, SendResult result, bool isLast)
    {
        if (result.Success)
            _logger.Sent(mailbag.Name, message.Receiver, message.Id, attempt);
        else if (isLast)
            _logger.GivenUp(mailbag.Name, message.Receiver, message.Id, attempt, result.Error);
        else
            _logger.SendFailed(mailbag.Name, message.Receiver, message.Id, attempt, result.Error);
    }

    private bool Settle(IDbSession session, OutgoingMessage message, int attempt, SendResult result, bool isLast)
    {
        if (result.Success)
            mailbag.Arrived(session, message);
        else if (isLast)
            mailbag.GiveUp(session, message, attempt, result.Error!);
        else
            mailbag.Postpone(session, message, attempt, clock.GetUtcNow() + DelayAfter(attempt), result.Error!);
        return isLast;
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (_after is null)
        {
            await (_isForeign ? Task.Delay(LookAround, clock, cancellationToken) : store.Events.WaitAsync(_seen, LookAround, cancellationToken));
            await _pace.KeepAsync(cancellationToken);
            return;
        }
        var next = await store.Database.ReadAsync(mailbag.NextDue, cancellationToken);
        var left = next is { } due ? due - clock.GetUtcNow() : LookAround;
        if (left > TimeSpan.Zero)
            await store.Events.WaitAsync(_after.Value, left < LookAround ? left : LookAround, cancellationToken);
    }
}
