using System.Globalization;
using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Tracking.Webhooks;

/// <summary>
/// Follows the event log, writes down what is to be sent together with how far it has read, and sends it. The store's lease makes it one process's work. What is
/// written down is sent at least once: it is removed after the receiver took it.
/// </summary>
internal sealed class WebhookDelivery(IStore store, WebhookSender sender, TimeProvider clock, string owner)
{
    private const string Consumer = "webhooks";
    private const string LeaseName = "webhooks";
    private const int PageSize = 1000;
    private const int MostOfOne = 5;
    private const int Lanes = 16;
    private const int MaxAttempts = 8;

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

    public async Task RunAsync(Action<WebhookOutcome> report, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (!await RoundAsync(report, cancellationToken))
                    await WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // A store that is away comes back, and a lease that was lost is taken again; what is written down waits.
                (_after, _lease) = (null, null);
                report(new WebhookOutcome("", "", 0, $"sending paused: {exception.GetType().Name}", IsLast: false));
                await Task.Delay(LookAround, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        await ReleaseAsync();
    }

    /// <summary>Reads and sends once; gives whether there was anything to do.</summary>
    public async Task<bool> RoundAsync(Action<WebhookOutcome> report, CancellationToken cancellationToken)
    {
        var last = await store.Events.LastAsync(cancellationToken);
        var active = await store.Database.ReadAsync(static session => WebhookTable.Active(session), cancellationToken);
        if (active.Count == 0 || !await HoldAsync(cancellationToken))
        {
            (_after, _seen, _isForeign) = (null, last, active.Count > 0);
            return false;
        }
        // What happened before the oldest of them was made concerns none.
        _noted = await StartAsync(active.Min(webhook => webhook.Row.AfterEvent), cancellationToken);
        var isNews = await ReadAsync(_lease!, cancellationToken);
        return await SendAsync(report, cancellationToken) || isNews;
    }

    /// <summary>How long to wait after a failure before the next try.</summary>
    /// <param name="attempts">Tries so far, from 1.</param>
    public static TimeSpan DelayAfter(int attempts) => FirstDelay * Math.Pow(4, attempts - 1);

    /// <summary>Takes the lease, or renews it when half of its time is over: each renewal is a write.</summary>
    private async Task<bool> HoldAsync(CancellationToken cancellationToken)
    {
        if (_lease is null || _lease.ExpiresAt - clock.GetUtcNow() < LeaseDuration / 2)
            _lease = await store.Leases.TryAcquireAsync(LeaseName, owner, LeaseDuration, cancellationToken);
        return _lease is not null;
    }

    private async Task ReleaseAsync()
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
        var cursor = Math.Max(oldest, await store.Events.CursorAsync(Consumer, cancellationToken));
        _after = cursor;
        return cursor;
    }

    private async Task<bool> ReadAsync(Lease lease, CancellationToken cancellationToken)
    {
        var page = await store.Events.ReadAsync(_after!.Value, PageSize, null, cancellationToken);
        if (page.Count == 0)
            return false;
        var last = page[^1].Sequence;
        var messages = page.Select(found => (found.Sequence, Message: WebhookMessage.Of(found))).Where(pair => pair.Message is not null).ToList();
        if (messages.Count > 0 || last - _noted >= SilentStretch)
        {
            await store.Database.WriteAsync(session => Note(session, lease, messages!, last), cancellationToken);
            _noted = last;
        }
        _after = last;
        return true;
    }

    private bool Note(IDbSession session, Lease lease, List<(long Sequence, WebhookMessage Message)> messages, long last)
    {
        session.RequireFence(lease);
        var now = clock.GetUtcNow();
        var webhooks = WebhookTable.Active(session);
        foreach (var (sequence, message) in messages)
        {
            foreach (var (webhook, events) in webhooks)
            {
                if (sequence > webhook.AfterEvent && events.Contains(message.Kind))
                    DeliveryTable.Insert(session, IdOf(webhook, sequence), webhook.Number, message.Body, now);
            }
        }
        session.MoveCursor(Consumer, last);
        return true;
    }

    /// <summary>The same when an event is read twice.</summary>
    private static string IdOf(WebhookRow webhook, long sequence) =>
        GuidIds.FromNames("webhook", webhook.Id, sequence.ToString(CultureInfo.InvariantCulture)).ToString("D", CultureInfo.InvariantCulture);

    private async Task<bool> SendAsync(Action<WebhookOutcome> report, CancellationToken cancellationToken)
    {
        var due = await store.Database.ReadAsync(session => DeliveryTable.Due(session, clock.GetUtcNow(), MostOfOne, MostOfOne * Lanes), cancellationToken);
        await Parallel.ForEachAsync(
            due.GroupBy(delivery => delivery.WebhookId, StringComparer.Ordinal),
            new ParallelOptions { MaxDegreeOfParallelism = Lanes, CancellationToken = cancellationToken },
            async (group, stop) =>
            {
                foreach (var delivery in group)
                {
                    // What comes after a failure would most likely fail as well; it waits for the next round.
                    if (!await SendAsync(delivery, report, stop))
                        break;
                }
            });
        return due.Count > 0;
    }

    private async Task<bool> SendAsync(DeliveryRow delivery, Action<WebhookOutcome> report, CancellationToken cancellationToken)
    {
        var result = await sender.SendAsync(delivery.Url, delivery.Secret, delivery.Id, delivery.Body, cancellationToken);
        var attempt = delivery.Attempts + 1;
        var isLast = result.Success || attempt >= MaxAttempts || !IsWorthRepeating(result);
        await store.Database.WriteAsync(
            session =>
            {
                if (isLast)
                    DeliveryTable.Remove(session, delivery.Number);
                else
                    DeliveryTable.Postpone(session, delivery.Number, attempt, clock.GetUtcNow() + DelayAfter(attempt));
                return true;
            },
            cancellationToken);
        report(new WebhookOutcome(delivery.WebhookId, delivery.Id, attempt, result.Error, isLast));
        return result.Success;
    }

    /// <summary>No answer, too many requests, or a fault of the receiver's.</summary>
    private static bool IsWorthRepeating(WebhookTestResult result) => result.Status is null or 408 or 429 or >= 500;

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (_after is null)
        {
            await (_isForeign ? Task.Delay(LookAround, clock, cancellationToken) : store.Events.WaitAsync(_seen, LookAround, cancellationToken));
            await _pace.KeepAsync(cancellationToken);
            return;
        }
        var next = await store.Database.ReadAsync(DeliveryTable.NextDue, cancellationToken);
        var left = next is { } due ? due - clock.GetUtcNow() : LookAround;
        if (left > TimeSpan.Zero)
            await store.Events.WaitAsync(_after.Value, left < LookAround ? left : LookAround, cancellationToken);
    }
}
