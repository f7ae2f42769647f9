using Gyre.Storage;

namespace Gyre.Datasets.Schema;

/// <summary>The tables of this module. A step that was released is never edited; a change is a new step.</summary>
internal static class DatasetMigrations
{
    public static readonly IReadOnlyList<Migration> All =
    [
        new("datasets", 1, "versions", Versions, Versions),
        new("datasets", 2, "origins of versions", Origins, Origins),
        new("datasets", 3, "documents", DocumentTables.Sqlite, DocumentTables.PostgreSql),
        new("datasets", 4, "profiles of versions", Profiles("BLOB"), Profiles("BYTEA")),
    ];

    private const string Origins =
        """
        CREATE TABLE dataset_version_origins (
            version TEXT NOT NULL PRIMARY KEY,
            kind TEXT NOT NULL,
            name TEXT NOT NULL,
            details TEXT NOT NULL
        );
        CREATE INDEX dataset_version_origins_by_name ON dataset_version_origins (kind, name);
        """;

    /// <summary>Compressed JSON by the digest of a version's files.</summary>
    private static string Profiles(string bytes) =>
        $"""
        CREATE TABLE dataset_profiles (
            project TEXT NOT NULL,
            dataset TEXT NOT NULL,
            digest TEXT NOT NULL,
            profile {bytes} NOT NULL,
            PRIMARY KEY (project, dataset, digest)
        );
        """;

    // The engine made these tables before there was this module, and its released steps still do: they come first, and this one finds its
    // tables there.
    private const string Versions =
        """
        CREATE TABLE IF NOT EXISTS dataset_versions (
            id TEXT NOT NULL PRIMARY KEY,
            project TEXT NOT NULL,
            dataset TEXT NOT NULL,
            version TEXT NOT NULL,
            run TEXT NOT NULL,
            attempt TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            UNIQUE (project, dataset, version)
        );
        CREATE INDEX IF NOT EXISTS dataset_versions_by_time ON dataset_versions (project, dataset, created_at, id);
        CREATE TABLE IF NOT EXISTS dataset_version_files (
            version TEXT NOT NULL,
            position INTEGER NOT NULL,
            file TEXT NOT NULL,
            PRIMARY KEY (version, position)
        );
        CREATE TABLE IF NOT EXISTS dataset_version_aliases (
            project TEXT NOT NULL,
            dataset TEXT NOT NULL,
            alias TEXT NOT NULL,
            version TEXT NOT NULL,
            changed_at BIGINT NOT NULL,
            PRIMARY KEY (project, dataset, alias)
        );
        """;
}
