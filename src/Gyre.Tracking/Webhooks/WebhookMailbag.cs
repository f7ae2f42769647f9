using System.Globalization;
using Gyre.Core;
using Gyre.Delivery;
using Gyre.Storage;

namespace Gyre.Tracking.Webhooks;

/// <summary>What is sent to webhooks. What was taken, or is given up, is removed.</summary>
internal sealed class WebhookMailbag(WebhookSender sender, TimeProvider clock) : IMailbag
{
    public string Name => "webhooks";

    public long? OldestWish(IDbSession session) => WebhookTable.Active(session) is { Count: > 0 } active ? active.Min(webhook => webhook.Row.AfterEvent) : null;

    public bool Concerns(StoredEvent @event) => WebhookMessage.Of(@event) is not null;

    public void Note(IDbSession session, IReadOnlyList<StoredEvent> events)
    {
        var now = clock.GetUtcNow();
        var webhooks = WebhookTable.Active(session);
        foreach (var found in events)
        {
            var message = WebhookMessage.Of(found)!;
            foreach (var (webhook, kinds) in webhooks)
            {
                if (found.Sequence > webhook.AfterEvent && kinds.Contains(message.Kind))
                    DeliveryTable.Insert(session, IdOf(webhook, found.Sequence), webhook.Number, message.Body, now);
            }
        }
    }

    public IReadOnlyList<OutgoingMessage> Due(IDbSession session, DateTimeOffset now, int mostPerReceiver, int most) => DeliveryTable.Due(session, now, mostPerReceiver, most);

    public DateTimeOffset? NextDue(IDbSession session) => DeliveryTable.NextDue(session);

    public Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        var row = (DeliveryRow)message;
        return sender.SendAsync(row.Url, row.Secret, row.Id, row.Body, cancellationToken);
    }

    public void Arrived(IDbSession session, OutgoingMessage message) => DeliveryTable.Remove(session, message.Number);

    public void Postpone(IDbSession session, OutgoingMessage message, int attempts, DateTimeOffset dueAt, string error) => DeliveryTable.Postpone(session, message.Number, attempts, dueAt);

    public void GiveUp(IDbSession session, OutgoingMessage message, int attempts, string error) => DeliveryTable.Remove(session, message.Number);

    /// <summary>The same when an event is read twice.</summary>
    private static string IdOf(WebhookRow webhook, long sequence) =>
        GuidIds.FromNames("webhook", webhook.Id, sequence.ToString(CultureInfo.InvariantCulture)).ToString("D", CultureInfo.InvariantCulture);
}
