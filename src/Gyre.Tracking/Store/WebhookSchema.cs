namespace Gyre.Tracking.Store;

/// <summary>Addresses that hear of changes in the registry, and what is still to be sent to them. Instants are microseconds since 1970, UTC.</summary>
internal static class WebhookSchema
{
    public const string Sql =
        """
        CREATE TABLE webhooks (
            number {number},
            id {text} NOT NULL UNIQUE,
            name {text} NOT NULL,
            description TEXT,
            url TEXT NOT NULL,
            secret TEXT,
            is_active BOOLEAN NOT NULL,
            after_event BIGINT NOT NULL,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL
        );
        CREATE TABLE webhook_events (
            webhook BIGINT NOT NULL,
            entity TEXT NOT NULL,
            action TEXT NOT NULL,
            PRIMARY KEY (webhook, entity, action)
        ) {rowless};
        CREATE TABLE webhook_deliveries (
            number {number},
            id TEXT NOT NULL UNIQUE,
            webhook BIGINT NOT NULL,
            body TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            due_at BIGINT NOT NULL
        );
        CREATE INDEX webhook_deliveries_due ON webhook_deliveries (due_at);
        CREATE INDEX webhook_deliveries_by_webhook ON webhook_deliveries (webhook, due_at);
        """;
}
