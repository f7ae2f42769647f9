namespace Gyre.Storage.Relational;

/// <summary>The tables of this module. A step that was released is never edited; a change is a new step.</summary>
internal static class StorageMigrations
{
    public const string Module = "storage";

    public static readonly IReadOnlyList<Migration> All =
    [
        new(Module, 1, "schema table", SchemaTable, SchemaTable),
        new(Module, 2, "event log and cursors", EventsSqlite, EventsPostgreSql),
        new(Module, 3, "leases", Leases, Leases),
        new(Module, 4, "outbox", OutboxSqlite, OutboxPostgreSql),
    ];

    private const string SchemaTable =
        """
        CREATE TABLE schema_migrations (
            module TEXT NOT NULL,
            number INTEGER NOT NULL,
            name TEXT NOT NULL,
            digest TEXT NOT NULL,
            applied_at BIGINT NOT NULL,
            PRIMARY KEY (module, number)
        );
        """;

    private const string Cursors =
        """
        CREATE TABLE cursors (
            consumer TEXT NOT NULL PRIMARY KEY,
            sequence BIGINT NOT NULL
        );
        """;

    private const string EventsSqlite =
        """
        CREATE TABLE events (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            type TEXT NOT NULL,
            subject TEXT NOT NULL,
            at BIGINT NOT NULL,
            data TEXT NOT NULL
        );
        CREATE INDEX events_by_subject ON events (subject, sequence);

        """ + Cursors;

    private const string EventsPostgreSql =
        """
        CREATE TABLE events (
            sequence BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            type TEXT NOT NULL,
            subject TEXT NOT NULL,
            at BIGINT NOT NULL,
            data TEXT NOT NULL
        );
        CREATE INDEX events_by_subject ON events (subject, sequence);

        """ + Cursors;

    // A released lease keeps its row with an empty owner, because its fence must never fall.
    private const string Leases =
        """
        CREATE TABLE leases (
            name TEXT NOT NULL PRIMARY KEY,
            owner TEXT,
            fence BIGINT NOT NULL,
            expires_at BIGINT NOT NULL
        );
        """;

    private const string OutboxRest =
        """
            id TEXT NOT NULL UNIQUE,
            owner TEXT NOT NULL,
            kind TEXT NOT NULL,
            payload TEXT NOT NULL,
            completed_at BIGINT
        );
        CREATE INDEX outbox_pending ON outbox (owner, position) WHERE completed_at IS NULL;
        """;

    private const string OutboxSqlite = "CREATE TABLE outbox (position INTEGER PRIMARY KEY AUTOINCREMENT,\n" + OutboxRest;

    private const string OutboxPostgreSql = "CREATE TABLE outbox (position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n" + OutboxRest;
}
