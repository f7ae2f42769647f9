using Gyre.Storage;

namespace Gyre.Server.Store;

/// <summary>The tables of this module. A step that was released is never edited; a change is a new step.</summary>
internal static class ServerMigrations
{
    public static readonly IReadOnlyList<Migration> All =
    [
        Both(1, "tokens", Tokens),
        Both(2, "projects", Projects),
        Both(3, "repeated requests and keys", Requests),
        Both(4, "sessions of browsers", Sessions),
        Both(5, "last use of tokens", "ALTER TABLE server_tokens ADD COLUMN last_used_at BIGINT;"),
    ];

    private const string Tokens =
        """
        CREATE TABLE server_tokens (
            id TEXT NOT NULL PRIMARY KEY,
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            scope TEXT NOT NULL,
            hash TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            expires_at BIGINT,
            revoked_at BIGINT,
            run TEXT,
            node_path TEXT,
            attempt TEXT,
            started_runs INTEGER NOT NULL
        );
        CREATE INDEX server_tokens_by_kind ON server_tokens (kind, expires_at);
        """;

    private const string Projects =
        """
        CREATE TABLE server_projects (
            name_key TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            folder TEXT NOT NULL,
            created_at BIGINT NOT NULL
        );
        """;

    private const string Requests =
        """
        CREATE TABLE server_requests (
            caller TEXT NOT NULL,
            key TEXT NOT NULL,
            digest TEXT NOT NULL,
            status INTEGER,
            location TEXT,
            content_type TEXT,
            body TEXT,
            created_at BIGINT NOT NULL,
            PRIMARY KEY (caller, key)
        );
        CREATE INDEX server_requests_by_time ON server_requests (created_at);
        CREATE TABLE server_keys (
            name TEXT NOT NULL PRIMARY KEY,
            value TEXT NOT NULL
        );
        """;

    private const string Sessions =
        """
        CREATE TABLE server_sessions (
            id TEXT NOT NULL PRIMARY KEY,
            token TEXT NOT NULL,
            hash TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            last_used_at BIGINT NOT NULL
        );
        CREATE INDEX server_sessions_by_token ON server_sessions (token);
        CREATE INDEX server_sessions_by_use ON server_sessions (last_used_at);
        """;

    private static Migration Both(int number, string name, string sql) => new("server", number, name, sql, sql);
}
