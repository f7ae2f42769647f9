namespace Gyre.Tracking.Store;

/// <summary>
/// Registered models and their versions. Names stand in one place, so a rename moves nothing; the model keeps the last number it gave, so a number is never given
/// twice, also when its version is gone. Instants are microseconds since 1970, UTC, so that changes within a millisecond keep their order.
/// </summary>
internal static class RegistrySchema
{
    public const string Sql =
        """
        CREATE TABLE registry_models (
            number {number},
            name {text} NOT NULL UNIQUE,
            description TEXT,
            last_version BIGINT NOT NULL,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL
        );
        CREATE TABLE registry_model_tags (
            model BIGINT NOT NULL,
            key {text} NOT NULL,
            value {text} NOT NULL,
            PRIMARY KEY (model, key)
        ) {rowless};
        CREATE TABLE registry_versions (
            number {number},
            model BIGINT NOT NULL,
            version BIGINT NOT NULL,
            stage {text} NOT NULL,
            description TEXT,
            source {text} NOT NULL,
            location {text} NOT NULL,
            run_id {text} NOT NULL,
            run_link TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL,
            UNIQUE (model, version)
        );
        CREATE INDEX registry_versions_by_run ON registry_versions (run_id);
        CREATE INDEX registry_versions_by_update ON registry_versions (updated_at);
        CREATE TABLE registry_version_tags (
            owner BIGINT NOT NULL,
            key {text} NOT NULL,
            value {text} NOT NULL,
            PRIMARY KEY (owner, key)
        ) {rowless};
        CREATE TABLE registry_aliases (
            model BIGINT NOT NULL,
            alias {text} NOT NULL,
            version BIGINT NOT NULL,
            PRIMARY KEY (model, alias)
        ) {rowless};
        CREATE TABLE tracking_keys (
            name TEXT NOT NULL PRIMARY KEY,
            value {blob} NOT NULL
        );
        """;

    public const string AliasMoves =
        """
        CREATE TABLE registry_alias_moves (
            number {number},
            model BIGINT NOT NULL,
            alias {text} NOT NULL,
            from_version BIGINT,
            to_version BIGINT,
            reason TEXT,
            evidence TEXT NOT NULL,
            moved_by TEXT,
            moved_at BIGINT NOT NULL
        );
        CREATE INDEX registry_alias_moves_by_model ON registry_alias_moves (model, number);
        CREATE INDEX registry_alias_moves_by_alias ON registry_alias_moves (model, alias, number);
        """;
}
