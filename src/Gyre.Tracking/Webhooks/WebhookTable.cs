using System.Collections.Immutable;
using Gyre.Storage;

namespace Gyre.Tracking.Webhooks;

/// <summary>A row of the table.</summary>
internal sealed record WebhookRow
{
    public const string Columns = "number, id, name, description, url, secret, is_active, after_event, created_at, updated_at";

    public long Number { get; init; }

    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public required string Url { get; init; }

    public string? Secret { get; init; }

    public required bool IsActive { get; init; }

    public required long AfterEvent { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public Webhook ToWebhook(IEnumerable<WebhookEvent> events) => new()
    {
        Id = Id,
        Name = Name,
        Description = Description,
        Url = Url,
        Events = [.. events],
        IsActive = IsActive,
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
    };

    // Rows come near messages of errors; the secret must not.
    public override string ToString() => $"webhook {Id}";
}

/// <summary>Statements about webhooks.</summary>
internal static class WebhookTable
{
    /// <exception cref="TrackingException">There is none.</exception>
    public static WebhookRow Require(IDbSession session, string id) =>
        session.QuerySingleOrDefault<WebhookRow>($"SELECT {WebhookRow.Columns} FROM webhooks WHERE id = @id", new { id })
        ?? throw new TrackingException(TrackingError.DoesNotExist, $"Webhook with ID {id} not found.");

    /// <summary>The webhook's number.</summary>
    public static long Insert(IDbSession session, WebhookRow row) => session.QuerySingleOrDefault<long>(
        """
        INSERT INTO webhooks (id, name, description, url, secret, is_active, after_event, created_at, updated_at)
        VALUES (@Id, @Name, @Description, @Url, @Secret, @IsActive, @AfterEvent, @CreatedAt, @UpdatedAt) RETURNING number
        """,
        row);

    public static void Update(IDbSession session, WebhookRow row) => session.Execute(
        """
        UPDATE webhooks SET name = @Name, description = @Description, url = @Url, secret = @Secret, is_active = @IsActive, after_event = @AfterEvent, updated_at = @UpdatedAt
        WHERE number = @Number
        """,
        row);

    public static void SetEvents(IDbSession session, long webhook, IReadOnlyList<WebhookEvent> events)
    {
        session.Execute("DELETE FROM webhook_events WHERE webhook = @webhook", new { webhook });
        foreach (var kind in events.Distinct())
            session.Execute("INSERT INTO webhook_events (webhook, entity, action) VALUES (@webhook, @Entity, @Action)", new { webhook, kind.Entity, kind.Action });
    }

    public static void Delete(IDbSession session, long webhook)
    {
        session.Execute("DELETE FROM webhook_deliveries WHERE webhook = @webhook", new { webhook });
        session.Execute("DELETE FROM webhook_events WHERE webhook = @webhook", new { webhook });
        session.Execute("DELETE FROM webhooks WHERE number = @webhook", new { webhook });
    }

    public static Webhook Whole(IDbSession session, WebhookRow row) => Whole(session, [row])[0];

    public static ImmutableArray<Webhook> Whole(IDbSession session, IReadOnlyList<WebhookRow> rows)
    {
        var events = EventsOf(session, rows);
        return [.. rows.Select(row => row.ToWebhook(events[row.Number]))];
    }

    /// <summary>Webhooks to which something is sent, each with what it hears of.</summary>
    public static IReadOnlyList<(WebhookRow Row, HashSet<WebhookEvent> Events)> Active(IDbSession session)
    {
        var rows = session.Query<WebhookRow>($"SELECT {WebhookRow.Columns} FROM webhooks WHERE is_active = TRUE ORDER BY number");
        var events = EventsOf(session, rows);
        return [.. rows.Select(row => (row, events[row.Number].ToHashSet()))];
    }

    private static ILookup<long, WebhookEvent> EventsOf(IDbSession session, IReadOnlyList<WebhookRow> rows) => rows.Chunk(500)
        .SelectMany(chunk => session.Query<EventRow>(
            "SELECT webhook, entity, action FROM webhook_events WHERE webhook IN @webhooks ORDER BY webhook, entity, action", new { webhooks = chunk.Select(row => row.Number).ToArray() }))
        .ToLookup(row => row.Webhook, row => new WebhookEvent(row.Entity, row.Action));

    private sealed record EventRow(long Webhook, string Entity, string Action);
}
