using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Storage;

namespace Gyre.Automation.Triggers;

/// <summary>Statements over triggers, inside a caller's transaction.</summary>
internal static class TriggerStore
{
    /// <summary>Requests that may wait for one trigger.</summary>
    public const int MaxRequests = 1000;

    public static void Insert(IDbSession session, TriggerRow row) => session.Execute(
        $"""
        INSERT INTO triggers ({TriggerRow.Columns})
        VALUES (@Id, @Project, @Name, @Folder, @Definition, @Revision, @Enabled, @State, @SetAside, @NextWake, @Watches, @EventCursor, @CreatedAt, @ChangedAt)
        """,
        row);

    public static void Update(IDbSession session, TriggerRow row) => session.Execute(
        """
        UPDATE triggers SET folder = @Folder, definition = @Definition, revision = @Revision, enabled = @Enabled, state = @State, set_aside = @SetAside,
            next_wake = @NextWake, watches = @Watches, event_cursor = @EventCursor, changed_at = @ChangedAt
        WHERE id = @Id
        """,
        row);

    public static TriggerRow? Find(IDbSession session, TriggerId id) =>
        session.QuerySingleOrDefault<TriggerRow>($"SELECT {TriggerRow.Columns} FROM triggers WHERE id = @id", new { id });

    public static IReadOnlyList<TriggerRow> List(IDbSession session, string? project) => project is null
        ? session.Query<TriggerRow>($"SELECT {TriggerRow.Columns} FROM triggers ORDER BY project, name")
        : session.Query<TriggerRow>($"SELECT {TriggerRow.Columns} FROM triggers WHERE project = @project ORDER BY name", new { project });

    /// <summary>Takes a trigger away with what waits for it. What is being started is not started any more; what has started goes on by itself.</summary>
    public static bool Remove(IDbSession session, TriggerId id)
    {
        session.Execute("DELETE FROM trigger_requests WHERE trigger_id = @id", new { id });
        session.Execute(
            "UPDATE trigger_occurrences SET is_open = FALSE, outcome = 'Skipped', reason = 'the trigger was removed' WHERE trigger_id = @id AND is_open = TRUE AND run IS NULL",
            new { id });
        session.Execute("UPDATE trigger_occurrences SET is_open = FALSE WHERE trigger_id = @id AND is_open = TRUE", new { id });
        return session.Execute("DELETE FROM triggers WHERE id = @id", new { id }) > 0;
    }

    /// <summary>All triggers, and whether something waits for them besides time and events.</summary>
    public static IReadOnlyList<TriggerGlance> Glance(IDbSession session, DateTimeOffset now) => session.Query<TriggerGlance>(
        """
        SELECT id, project, revision, watches, event_cursor, next_wake,
            (EXISTS (SELECT 1 FROM trigger_requests AS asked WHERE asked.trigger_id = triggers.id)
            OR EXISTS (
                SELECT 1 FROM trigger_occurrences AS begun LEFT JOIN runs ON runs.id = begun.run
                WHERE begun.trigger_id = triggers.id AND begun.is_open = TRUE
                    AND ((begun.run IS NULL AND begun.retry_at <= @now)
                        OR (begun.run IS NOT NULL AND COALESCE(runs.state, '') NOT IN ('Running', 'Cancelling'))))) AS has_work
        FROM triggers ORDER BY id
        """,
        new { now });

    public static OccurrenceRow? FindOccurrence(IDbSession session, TriggerId id, string occurrence) => session.QuerySingleOrDefault<OccurrenceRow>(
        $"SELECT {OccurrenceRow.Columns} FROM trigger_occurrences WHERE trigger_id = @id AND occurrence = @occurrence", new { id, occurrence });

    public static IReadOnlyList<OccurrenceRow> Occurrences(IDbSession session, TriggerId id, int limit) => session.Query<OccurrenceRow>(
        $"SELECT {OccurrenceRow.Columns} FROM trigger_occurrences WHERE trigger_id = @id ORDER BY at DESC, occurrence DESC LIMIT @limit", new { id, limit });

    /// <summary>Keeps what became of an occurrence; one that has a run already keeps it.</summary>
    public static void Put(IDbSession session, OccurrenceRow row) => session.Execute(
        $"""
        INSERT INTO trigger_occurrences ({OccurrenceRow.Columns})
        VALUES (@TriggerId, @Occurrence, @Outcome, @IsOpen, @Reason, @Run, @Depth, @Parameters, @Tries, @RetryAt, @At)
        ON CONFLICT (trigger_id, occurrence) DO UPDATE SET outcome = excluded.outcome, is_open = excluded.is_open, reason = excluded.reason, run = excluded.run,
            depth = excluded.depth, parameters = excluded.parameters, tries = excluded.tries, retry_at = excluded.retry_at, at = excluded.at
        WHERE trigger_occurrences.run IS NULL
        """,
        row);

    /// <summary>Starts whose run has to be prepared now, the oldest first.</summary>
    public static IReadOnlyList<OccurrenceRow> Starting(IDbSession session, TriggerId id, DateTimeOffset now) => session.Query<OccurrenceRow>(
        $"SELECT {OccurrenceRow.Columns} FROM trigger_occurrences WHERE trigger_id = @id AND is_open = TRUE AND run IS NULL AND retry_at <= @now ORDER BY at, occurrence",
        new { id, now });

    public static IReadOnlyList<EndedStart> Ended(IDbSession session, TriggerId id) => session.Query<EndedStart>(
        """
        SELECT begun.occurrence, begun.run, runs.state FROM trigger_occurrences AS begun LEFT JOIN runs ON runs.id = begun.run
        WHERE begun.trigger_id = @id AND begun.is_open = TRUE AND begun.run IS NOT NULL AND COALESCE(runs.state, '') NOT IN ('Running', 'Cancelling')
        ORDER BY begun.at, begun.occurrence
        """,
        new { id });

    public static void Close(IDbSession session, TriggerId id, string occurrence) => session.Execute(
        "UPDATE trigger_occurrences SET is_open = FALSE WHERE trigger_id = @id AND occurrence = @occurrence", new { id, occurrence });

    /// <summary>Forgets what became of occurrences that were decided before a time; their runs stay.</summary>
    public static int Forget(IDbSession session, DateTimeOffset before) =>
        session.Execute("DELETE FROM trigger_occurrences WHERE is_open = FALSE AND at < @before", new { before });

    public static void RetryAt(IDbSession session, TriggerId id, string occurrence, int tries, DateTimeOffset when) => session.Execute(
        "UPDATE trigger_occurrences SET tries = @tries, retry_at = @when WHERE trigger_id = @id AND occurrence = @occurrence AND is_open = TRUE AND run IS NULL",
        new { id, occurrence, tries, when });

    public static IReadOnlyList<TriggerRequestRow> Requests(IDbSession session, TriggerId id, int limit) => session.Query<TriggerRequestRow>(
        "SELECT id, trigger_id, occurrence, kind, request, body, created_at FROM trigger_requests WHERE trigger_id = @id ORDER BY created_at, id LIMIT @limit", new { id, limit });

    public static void RemoveRequest(IDbSession session, Guid request) => session.Execute("DELETE FROM trigger_requests WHERE id = @request", new { request });

    /// <summary>Leaves a request, unless the same occurrence is known or too many wait.</summary>
    public static TriggerRequestOutcome Ask(IDbSession session, TriggerRequestRow request)
    {
        var id = request.TriggerId;
        if (FindOccurrence(session, id, request.Occurrence) is not null
            || session.QuerySingleOrDefault<int>("SELECT COUNT(*) FROM trigger_requests WHERE trigger_id = @id AND occurrence = @Occurrence", new { id, request.Occurrence }) > 0)
            return TriggerRequestOutcome.Known;
        if (session.QuerySingleOrDefault<int>("SELECT COUNT(*) FROM trigger_requests WHERE trigger_id = @id", new { id }) >= MaxRequests)
            return TriggerRequestOutcome.Full;
        session.Execute(
            "INSERT INTO trigger_requests (id, trigger_id, occurrence, kind, request, body, created_at) VALUES (@Id, @TriggerId, @Occurrence, @Kind, @Request, @Body, @CreatedAt)", request);
        session.Append(new NewEvent(TriggerEvents.Requested, Subjects.Of(id), request.CreatedAt));
        return TriggerRequestOutcome.Accepted;
    }
}
