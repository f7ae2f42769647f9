using Gyre.Storage;

namespace Gyre.Automation.Notifications;

/// <summary>
/// The tables of notifications. Rules of project files stand beside those that were put; which of them hold for a run was settled when it was accepted. Instants are
/// microseconds since 1970, UTC.
/// </summary>
internal static class NotificationMigrations
{
    public static readonly IReadOnlyList<Migration> All =
    [
        new("notifications", 1, "notifications", Tables("INTEGER PRIMARY KEY AUTOINCREMENT"), Tables("BIGSERIAL PRIMARY KEY")),
    ];

    private static string Tables(string key) =>
        $"""
        CREATE TABLE notification_rules (
            number {key},
            id TEXT NOT NULL UNIQUE,
            project TEXT,
            name TEXT NOT NULL,
            definition TEXT NOT NULL,
            after_event BIGINT NOT NULL,
            created_at BIGINT NOT NULL
        );
        CREATE TABLE notification_runs (
            run TEXT NOT NULL,
            rule BIGINT NOT NULL,
            PRIMARY KEY (run, rule)
        );
        CREATE TABLE notification_deliveries (
            number {key},
            id TEXT NOT NULL UNIQUE,
            rule BIGINT NOT NULL,
            event TEXT NOT NULL,
            body TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            due_at BIGINT,
            reason TEXT,
            created_at BIGINT NOT NULL
        );
        CREATE INDEX notification_deliveries_due ON notification_deliveries (due_at);
        CREATE INDEX notification_deliveries_by_rule ON notification_deliveries (rule, due_at);
        """;
}
