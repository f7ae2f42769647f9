using Gyre.Delivery;
using Gyre.Storage;

namespace Gyre.Tracking.Webhooks;

/// <summary>Something to be sent, with where to.</summary>
internal sealed record DeliveryRow : OutgoingMessage
{
    public string Body { get; init; } = "";

    public string Url { get; init; } = "";

    public string? Secret { get; init; }

    // Rows come near messages of errors; the secret must not.
    public override string ToString() => $"delivery {Id}";
}

/// <summary>Statements about what is to be sent.</summary>
internal static class DeliveryTable
{
    /// <summary>What waits for one webhook at most; more is not taken, so that an address that never answers does not fill the store.</summary>
    private const int MaxWaiting = 10_000;

    /// <summary>Puts it in, unless it is there or too much waits already.</summary>
    public static void Insert(IDbSession session, string id, long webhook, string body, DateTimeOffset dueAt) => session.Execute(
        """
        INSERT INTO webhook_deliveries (id, webhook, body, attempts, due_at)
        SELECT @id, @webhook, @body, 0, @dueAt WHERE (SELECT COUNT(*) FROM webhook_deliveries WHERE webhook = @webhook) < @MaxWaiting ON CONFLICT (id) DO NOTHING
        """,
        new { id, webhook, body, dueAt, MaxWaiting });

    /// <summary>What is due, at most so many of each webhook and in all, the oldest first.</summary>
    public static IReadOnlyList<DeliveryRow> Due(IDbSession session, DateTimeOffset now, int mostPerWebhook, int most) => session.Query<DeliveryRow>(
        """
        SELECT d.number, d.id, d.body, d.attempts, w.id AS receiver, w.url, w.secret
        FROM (SELECT number, id, webhook, body, attempts, due_at, ROW_NUMBER() OVER (PARTITION BY webhook ORDER BY due_at, number) AS place FROM webhook_deliveries WHERE due_at <= @now) d
        JOIN webhooks w ON w.number = d.webhook
        WHERE d.place <= @mostPerWebhook AND w.is_active = TRUE ORDER BY d.due_at, d.number LIMIT @most
        """,
        new { now, mostPerWebhook, most });

    /// <summary>When something is due next; null when nothing waits.</summary>
    public static DateTimeOffset? NextDue(IDbSession session) => session.QuerySingleOrDefault<DateTimeOffset?>(
        "SELECT MIN(d.due_at) FROM webhook_deliveries d JOIN webhooks w ON w.number = d.webhook WHERE w.is_active = TRUE");

    public static void Remove(IDbSession session, long number) => session.Execute("DELETE FROM webhook_deliveries WHERE number = @number", new { number });

    public static void Postpone(IDbSession session, long number, int attempts, DateTimeOffset dueAt) =>
        session.Execute("UPDATE webhook_deliveries SET attempts = @attempts, due_at = @dueAt WHERE number = @number", new { number, attempts, dueAt });
}
