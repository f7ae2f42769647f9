using System.Globalization;
using System.Text.Json;
using Gyre.Core;
using Gyre.Delivery;
using Gyre.Projects;
using Gyre.Storage;

namespace Gyre.Automation.Notifications;

/// <summary>A row of <c>notification_rules</c>.</summary>
internal sealed record RuleRow
{
    public const string Columns = "number, id, project, name, definition, after_event, created_at";

    public long Number { get; init; }

    public string Id { get; init; } = "";

    public string? Project { get; init; }

    public string Name { get; init; } = "";

    public string Definition { get; init; } = "";

    public long AfterEvent { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public Notification Read() => JsonSerializer.Deserialize(Definition, AutomationJson.Default.Notification)!;
}

/// <summary>Something to be sent, with where to.</summary>
internal sealed record NotificationRow : OutgoingMessage
{
    public long Rule { get; init; }

    public string Definition { get; init; } = "";

    public string Body { get; init; } = "";

    public override string ToString() => $"notification {Id}";
}

/// <summary>Statements about notifications, inside a caller's transaction.</summary>
internal static class NotificationTable
{
    /// <summary>What waits or is set aside of one rule at most; more is not taken, so that an address that never answers does not fill the store.</summary>
    private const int MaxKept = 10_000;

    public static RuleRow? Find(IDbSession session, string name) =>
        session.QuerySingleOrDefault<RuleRow>($"SELECT {RuleRow.Columns} FROM notification_rules WHERE project IS NULL AND name = @name", new { name });

    public static long Count(IDbSession session) => session.QuerySingleOrDefault<long>("SELECT COUNT(*) FROM notification_rules WHERE project IS NULL");

    /// <summary>Those that were put, by name.</summary>
    public static IReadOnlyList<RuleRow> Put(IDbSession session) =>
        session.Query<RuleRow>($"SELECT {RuleRow.Columns} FROM notification_rules WHERE project IS NULL ORDER BY name");

    /// <summary>Those that project files declare, of each project and name the newest.</summary>
    public static IReadOnlyList<RuleRow> Declared(IDbSession session, int limit) => session.Query<RuleRow>(
        $"SELECT {RuleRow.Columns} FROM notification_rules WHERE number IN (SELECT MAX(number) FROM notification_rules WHERE project IS NOT NULL GROUP BY project, name) ORDER BY number DESC LIMIT @limit",
        new { limit });

    /// <summary>Those that a run was accepted with.</summary>
    public static IReadOnlyList<RuleRow> OfRun(IDbSession session, RunId run) => session.Query<RuleRow>(
        $"SELECT {RuleRow.Columns} FROM notification_rules WHERE number IN (SELECT rule FROM notification_runs WHERE run = @run) ORDER BY number", new { run });

    public static long? Oldest(IDbSession session) => session.QuerySingleOrDefault<long?>("SELECT MIN(after_event) FROM notification_rules");

    public static void Insert(IDbSession session, Guid id, string? project, Notification notification, long afterEvent, DateTimeOffset at) => session.Execute(
        """
        INSERT INTO notification_rules (id, project, name, definition, after_event, created_at) VALUES (@id, @project, @Name, @definition, @afterEvent, @at) ON CONFLICT (id) DO NOTHING
        """,
        new { id, project, notification.Name, definition = Write(notification), afterEvent, at });

    public static void Update(IDbSession session, RuleRow row, Notification notification, long afterEvent, DateTimeOffset at) => session.Execute(
        "UPDATE notification_rules SET definition = @definition, after_event = @afterEvent, created_at = @at WHERE number = @Number",
        new { row.Number, definition = Write(notification), afterEvent, at });

    public static void Delete(IDbSession session, RuleRow row)
    {
        session.Execute("DELETE FROM notification_deliveries WHERE rule = @Number", row);
        session.Execute("DELETE FROM notification_rules WHERE number = @Number", row);
    }

    /// <summary>Settles in the transaction of a run's acceptance what its project wants told. The same wish of many runs is one row.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="run">The run.</param>
    /// <param name="project">Its project.</param>
    /// <param name="notifications">What its project declares.</param>
    /// <param name="accepted">The event of the acceptance.</param>
    /// <param name="at">Now.</param>
    public static void Attach(IDbSession session, RunId run, string project, IEnumerable<Notification> notifications, long accepted, DateTimeOffset at)
    {
        foreach (var notification in notifications)
        {
            var id = GuidIds.FromNames("declared notification", project, Write(notification));
            // A cycle's first event stands before that of its first run.
            Insert(session, id, project, notification, accepted - 2, at);
            session.Execute("INSERT INTO notification_runs (run, rule) SELECT @run, number FROM notification_rules WHERE id = @id ON CONFLICT (run, rule) DO NOTHING", new { run, id });
        }
    }

    /// <summary>Writes down what is to be sent, unless it is there or too much waits already.</summary>
    public static void Enqueue(IDbSession session, RuleRow rule, Guid id, string word, string body, DateTimeOffset at) => session.Execute(
        """
        INSERT INTO notification_deliveries (id, rule, event, body, attempts, due_at, created_at)
        SELECT @id, @Number, @word, @body, 0, @at, @at WHERE (SELECT COUNT(*) FROM notification_deliveries WHERE rule = @Number) < @MaxKept ON CONFLICT (id) DO NOTHING
        """,
        new { id, rule.Number, word, body, at, MaxKept });

    public static IReadOnlyList<NotificationRow> Due(IDbSession session, DateTimeOffset now, int mostPerRule, int most) => session.Query<NotificationRow>(
        """
        SELECT d.number, d.id, d.rule, d.body, d.attempts, r.name AS receiver, r.definition
        FROM (SELECT number, id, rule, body, attempts, due_at, ROW_NUMBER() OVER (PARTITION BY rule ORDER BY due_at, number) AS place FROM notification_deliveries WHERE due_at <= @now) d
        JOIN notification_rules r ON r.number = d.rule
        WHERE d.place <= @mostPerRule ORDER BY d.due_at, d.number LIMIT @most
        """,
        new { now, mostPerRule, most });

    public static DateTimeOffset? NextDue(IDbSession session) => session.QuerySingleOrDefault<DateTimeOffset?>("SELECT MIN(due_at) FROM notification_deliveries");

    public static void Remove(IDbSession session, long number) => session.Execute("DELETE FROM notification_deliveries WHERE number = @number", new { number });

    /// <summary>Notes a failure; without a further try it is set aside.</summary>
    public static void Fail(IDbSession session, long number, int attempts, DateTimeOffset? dueAt, string reason) => session.Execute(
        "UPDATE notification_deliveries SET attempts = @attempts, due_at = @dueAt, reason = @reason WHERE number = @number", new { number, attempts, dueAt, reason });

    public static bool Retry(IDbSession session, Guid id, DateTimeOffset now) =>
        session.Execute("UPDATE notification_deliveries SET attempts = 0, due_at = @now WHERE id = @id", new { id, now }) > 0;

    public static IReadOnlyList<NotificationDelivery> Kept(IDbSession session, int limit) =>
    [
        .. session.Query<KeptRow>(
            """
            SELECT d.id, r.name AS notification, d.event, d.attempts, d.reason, d.due_at, d.created_at
            FROM notification_deliveries d JOIN notification_rules r ON r.number = d.rule ORDER BY d.number DESC LIMIT @limit
            """,
            new { limit }).Select(static row => new NotificationDelivery
        {
            Id = row.Id,
            Notification = row.Notification,
            Event = row.Event,
            Attempts = row.Attempts,
            Reason = row.Reason,
            DueAt = row.DueAt,
            CreatedAt = row.CreatedAt,
        }),
    ];

    /// <summary>The same when an event is read twice.</summary>
    public static Guid IdOf(RuleRow rule, long sequence) => GuidIds.FromNames("notification", rule.Id, sequence.ToString(CultureInfo.InvariantCulture));

    private static string Write(Notification notification) => JsonSerializer.Serialize(notification, AutomationJson.Default.Notification);

    private sealed record KeptRow
    {
        public Guid Id { get; init; }

        public string Notification { get; init; } = "";

        public string Event { get; init; } = "";

        public int Attempts { get; init; }

        public string? Reason { get; init; }

        public DateTimeOffset? DueAt { get; init; }

        public DateTimeOffset CreatedAt { get; init; }
    }
}
