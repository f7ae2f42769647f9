using Gyre.Storage;

namespace Gyre.Pipelines.Schema;

/// <summary>The tables of this module. A step that was released is never edited; a change is a new step.</summary>
internal static class PipelinesMigrations
{
    public static readonly IReadOnlyList<Migration> All =
    [
        Both(1, "runs and node runs", Runs),
        Both(2, "cache", Cache),
        Both(3, "chains", Chains),
        new("pipelines", 4, "numbers and children", Numbered("INTEGER PRIMARY KEY AUTOINCREMENT"), Numbered("BIGSERIAL PRIMARY KEY")),
        Both(5, "catalog", Catalog),
        Both(6, "tags and revision of runs", "ALTER TABLE runs ADD COLUMN tags TEXT NOT NULL DEFAULT '[]'; ALTER TABLE runs ADD COLUMN revision TEXT; ALTER TABLE runs ADD COLUMN code TEXT;"),
        Both(7, "triggers", Triggers),
        Both(8, "cycles", Cycles),
        Both(9, "metadata of attempts", AttemptMetadata),
        Both(10, "variables and secrets", Variables),
        Both(11, "last hit of cache entries", "ALTER TABLE cache_entries ADD COLUMN last_hit_at BIGINT;"),
        new("pipelines", 12, "orders of runs", RunOrders.Indexes(DatabaseKind.Sqlite), RunOrders.Indexes(DatabaseKind.PostgreSql)),
        Both(13, "files of node runs", NodeFiles),
        new(
            "pipelines", 14, "experiments of runs",
            RecordedAs("json_extract(plan, '$.pipeline.records.experiment')"),
            RecordedAs("plan::json #>> '{pipeline,records,experiment}'")),
    ];

    private const string Runs =
        """
        CREATE TABLE runs (
            id TEXT NOT NULL PRIMARY KEY,
            project TEXT NOT NULL,
            pipeline TEXT NOT NULL,
            title TEXT NOT NULL,
            state TEXT NOT NULL,
            ends_as TEXT,
            reason TEXT,
            any_failed BOOLEAN NOT NULL,
            open_nodes INTEGER NOT NULL,
            executions INTEGER NOT NULL,
            cache_hits INTEGER NOT NULL,
            parameters TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            ended_at BIGINT,
            parent TEXT,
            cycle TEXT,
            turn INTEGER NOT NULL,
            idempotency_key TEXT UNIQUE
        );
        CREATE INDEX runs_by_state ON runs (state, created_at);
        CREATE INDEX runs_by_time ON runs (created_at, id);
        CREATE INDEX runs_by_cycle ON runs (cycle, turn);
        -- Apart from the run: its state is written with every commit, and a database that writes whole rows would write the plan again each time.
        CREATE TABLE run_plans (
            run TEXT NOT NULL PRIMARY KEY,
            plan TEXT NOT NULL
        );
        CREATE TABLE node_runs (
            run TEXT NOT NULL,
            path TEXT NOT NULL,
            position INTEGER NOT NULL,
            trial INTEGER NOT NULL,
            state TEXT NOT NULL,
            document TEXT NOT NULL,
            PRIMARY KEY (run, path)
        );
        CREATE INDEX node_runs_in_order ON node_runs (run, position, trial);
        CREATE TABLE run_requests (
            id TEXT NOT NULL PRIMARY KEY,
            run TEXT NOT NULL,
            document TEXT NOT NULL,
            created_at BIGINT NOT NULL
        );
        CREATE INDEX run_requests_by_run ON run_requests (run, created_at);
        """;

    private const string Cache =
        """
        CREATE TABLE cache_entries (
            key TEXT NOT NULL PRIMARY KEY,
            pipeline TEXT NOT NULL,
            node TEXT NOT NULL,
            node_path TEXT NOT NULL,
            run TEXT NOT NULL,
            attempt TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            hits INTEGER NOT NULL,
            parts TEXT NOT NULL,
            result TEXT NOT NULL
        );
        CREATE INDEX cache_entries_by_node ON cache_entries (pipeline, node, created_at);
        CREATE TABLE cache_claims (
            key TEXT NOT NULL PRIMARY KEY,
            run TEXT NOT NULL,
            node_path TEXT NOT NULL
        );
        CREATE INDEX cache_claims_by_run ON cache_claims (run, node_path);
        CREATE TABLE cache_questions (
            run TEXT NOT NULL,
            node_path TEXT NOT NULL,
            key TEXT NOT NULL,
            outcome TEXT NOT NULL,
            parts TEXT NOT NULL,
            nearest TEXT,
            PRIMARY KEY (run, node_path)
        );
        """;

    private const string Chains =
        """
        CREATE TABLE chains (
            id TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            project TEXT NOT NULL,
            pipeline TEXT NOT NULL,
            state TEXT NOT NULL,
            stop_reason TEXT,
            stop_detail TEXT,
            max_iterations INTEGER NOT NULL,
            definition TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            ended_at BIGINT
        );
        CREATE INDEX chains_by_time ON chains (created_at);
        CREATE INDEX chains_by_state ON chains (state);
        """;

    /// <summary>The word that people know them by.</summary>
    private const string Cycles =
        """
        ALTER TABLE chains RENAME TO cycles;
        DROP INDEX chains_by_time;
        DROP INDEX chains_by_state;
        CREATE INDEX cycles_by_time ON cycles (created_at);
        CREATE INDEX cycles_by_state ON cycles (state);
        """;

    private const string Catalog =
        """
        CREATE TABLE catalog_files (
            id TEXT NOT NULL PRIMARY KEY,
            project TEXT NOT NULL,
            run TEXT NOT NULL,
            node_path TEXT NOT NULL,
            attempt TEXT NOT NULL,
            path TEXT NOT NULL,
            digest TEXT NOT NULL,
            size_in_bytes BIGINT NOT NULL,
            md5 TEXT,
            sha1 TEXT,
            metadata TEXT,
            created_at BIGINT NOT NULL
        );
        CREATE INDEX catalog_files_by_attempt ON catalog_files (attempt, path);
        CREATE INDEX catalog_files_by_time ON catalog_files (project, created_at, id);
        CREATE TABLE catalog_tags (
            tag TEXT NOT NULL,
            file TEXT NOT NULL,
            PRIMARY KEY (tag, file)
        );
        CREATE INDEX catalog_tags_by_file ON catalog_tags (file);
        CREATE TABLE catalog_aliases (
            project TEXT NOT NULL,
            name TEXT NOT NULL,
            file TEXT NOT NULL,
            changed_at BIGINT NOT NULL,
            PRIMARY KEY (project, name)
        );
        CREATE INDEX catalog_aliases_by_file ON catalog_aliases (file);
        CREATE TABLE dataset_versions (
            id TEXT NOT NULL PRIMARY KEY,
            project TEXT NOT NULL,
            dataset TEXT NOT NULL,
            version TEXT NOT NULL,
            run TEXT NOT NULL,
            attempt TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            UNIQUE (project, dataset, version)
        );
        CREATE INDEX dataset_versions_by_time ON dataset_versions (project, dataset, created_at, id);
        CREATE TABLE dataset_version_files (
            version TEXT NOT NULL,
            position INTEGER NOT NULL,
            file TEXT NOT NULL,
            PRIMARY KEY (version, position)
        );
        CREATE TABLE dataset_version_aliases (
            project TEXT NOT NULL,
            dataset TEXT NOT NULL,
            alias TEXT NOT NULL,
            version TEXT NOT NULL,
            changed_at BIGINT NOT NULL,
            PRIMARY KEY (project, dataset, alias)
        );
        """;

    private const string Triggers =
        """
        CREATE TABLE triggers (
            id TEXT NOT NULL PRIMARY KEY,
            project TEXT NOT NULL,
            name TEXT NOT NULL,
            folder TEXT NOT NULL,
            definition TEXT NOT NULL,
            revision INTEGER NOT NULL,
            enabled BOOLEAN NOT NULL,
            state TEXT NOT NULL,
            set_aside TEXT,
            next_wake BIGINT,
            watches TEXT,
            event_cursor BIGINT NOT NULL,
            created_at BIGINT NOT NULL,
            changed_at BIGINT NOT NULL,
            UNIQUE (project, name)
        );
        CREATE TABLE trigger_occurrences (
            trigger_id TEXT NOT NULL,
            occurrence TEXT NOT NULL,
            outcome TEXT NOT NULL,
            is_open BOOLEAN NOT NULL,
            reason TEXT,
            run TEXT,
            depth INTEGER NOT NULL,
            parameters TEXT NOT NULL,
            tries INTEGER NOT NULL,
            retry_at BIGINT NOT NULL,
            at BIGINT NOT NULL,
            PRIMARY KEY (trigger_id, occurrence)
        );
        CREATE INDEX trigger_occurrences_open ON trigger_occurrences (trigger_id, is_open);
        CREATE INDEX trigger_occurrences_by_time ON trigger_occurrences (trigger_id, at);
        CREATE TABLE trigger_requests (
            id TEXT NOT NULL PRIMARY KEY,
            trigger_id TEXT NOT NULL,
            occurrence TEXT NOT NULL,
            kind TEXT NOT NULL,
            request TEXT NOT NULL,
            body TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            UNIQUE (trigger_id, occurrence)
        );
        -- Of runs that stand in a line of runs that trigger each other, and of those that they started.
        CREATE TABLE run_depths (
            run TEXT NOT NULL PRIMARY KEY,
            depth INTEGER NOT NULL
        );
        """;

    /// <summary>How much of what an attempt printed is in its tracking run; while it runs also the latest values.</summary>
    private const string AttemptMetadata =
        """
        CREATE TABLE attempt_metadata (
            attempt TEXT NOT NULL PRIMARY KEY,
            run TEXT NOT NULL,
            path TEXT NOT NULL,
            place TEXT NOT NULL,
            first_part BIGINT NOT NULL,
            last_part BIGINT NOT NULL,
            texts TEXT NOT NULL,
            latest TEXT
        );
        CREATE INDEX attempt_metadata_by_run ON attempt_metadata (run, path);
        """;

    /// <summary>
    /// Variables of projects. What is secret is in the second table alone, sealed with a key that the database does not hold.
    /// </summary>
    private const string Variables =
        """
        CREATE TABLE project_variables (
            project TEXT NOT NULL,
            name TEXT NOT NULL,
            is_secret BOOLEAN NOT NULL,
            value TEXT,
            changed_at BIGINT NOT NULL,
            changed_by TEXT NOT NULL,
            PRIMARY KEY (project, name)
        );
        CREATE TABLE sealed_values (
            place TEXT NOT NULL,
            name TEXT NOT NULL,
            key_id TEXT NOT NULL,
            text TEXT NOT NULL,
            PRIMARY KEY (place, name)
        );
        -- One row: the key that all sealed values are sealed with.
        CREATE TABLE sealing_key (
            one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
            key_id TEXT NOT NULL
        );
        """;

    /// <summary>
    /// What node runs read and left behind, found by its content. What earlier node runs left behind is in the catalog; what they read
    /// stands in their documents alone and is not looked up by its content.
    /// </summary>
    private const string NodeFiles =
        """
        CREATE TABLE node_files (
            run TEXT NOT NULL,
            path TEXT NOT NULL,
            part TEXT NOT NULL,
            digest TEXT NOT NULL,
            name TEXT NOT NULL,
            PRIMARY KEY (run, path, part, digest)
        );
        CREATE INDEX node_files_by_content ON node_files (digest, part, run);
        CREATE INDEX catalog_files_by_content ON catalog_files (digest, created_at);
        INSERT INTO node_files (run, path, part, digest, name)
            SELECT run, node_path, 'output', digest, MIN(path) FROM catalog_files GROUP BY run, node_path, digest;
        """;

    /// <summary>Short numbers that people say, counted over the whole home, and what steps started.</summary>
    private static string Numbered(string key) =>
        $"""
        CREATE TABLE run_numbers (
            number {key},
            run TEXT NOT NULL UNIQUE
        );
        CREATE TABLE executions (
            number {key},
            attempt TEXT NOT NULL UNIQUE,
            run TEXT NOT NULL,
            node_path TEXT NOT NULL
        );
        CREATE INDEX executions_by_run ON executions (run, node_path);
        CREATE TABLE catalog_alias_changes (
            number {key},
            project TEXT NOT NULL,
            name TEXT NOT NULL,
            file TEXT NOT NULL,
            run TEXT NOT NULL,
            changed_at BIGINT NOT NULL
        );
        CREATE INDEX catalog_alias_changes_by_name ON catalog_alias_changes (project, name, number);
        CREATE TABLE run_children (
            parent TEXT NOT NULL,
            node_path TEXT NOT NULL,
            attempt TEXT NOT NULL,
            ordinal INTEGER NOT NULL,
            child TEXT NOT NULL,
            PRIMARY KEY (parent, node_path, attempt, ordinal)
        );
        """;

    /// <summary>The experiment that a run's pipeline names for itself, so that such runs are found without reading plans.</summary>
    private static string RecordedAs(string experiment) =>
        $"""
        ALTER TABLE runs ADD COLUMN recorded_as TEXT;
        UPDATE runs SET recorded_as = (SELECT {experiment} FROM run_plans WHERE run_plans.run = runs.id);
        CREATE INDEX runs_recorded ON runs (id) WHERE recorded_as IS NOT NULL;
        """;

    private static Migration Both(int number, string name, string sql) => new("pipelines", number, name, sql, sql);
}
