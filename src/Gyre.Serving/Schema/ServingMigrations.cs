using Gyre.Storage;

namespace Gyre.Serving.Schema;

/// <summary>
/// The tables of this module. A step that was released is never edited; a change is a new step. Instants are microseconds since 1970, UTC;
/// seeds are the bits of an unsigned number. Books are sums that change with the rows they count.
/// </summary>
internal static class ServingMigrations
{
    public static readonly IReadOnlyList<Migration> All =
    [
        new("serving", 1, "deployments", Deployments("INTEGER PRIMARY KEY AUTOINCREMENT"), Deployments("BIGSERIAL PRIMARY KEY")),
        new("serving", 2, "decisions", Decisions("INTEGER PRIMARY KEY AUTOINCREMENT"), Decisions("BIGSERIAL PRIMARY KEY")),
        new("serving", 3, "watches of canaries", Watches, Watches),
        new("serving", 4, "sources of decisions", Sources, Sources),
        new("serving", 5, "models and programs", Models, Models),
        new("serving", 6, "watches for drift", DriftWatches, DriftWatches),
        new("serving", 7, "slates", Slates, Slates),
        new("serving", 8, "watches of apprentices", Apprentices, Apprentices),
    ];

    /// <summary>How far a canary was judged, and by what it has earned so far.</summary>
    private const string Watches =
        """
        CREATE TABLE canary_watches (
            deployment BIGINT NOT NULL,
            version BIGINT NOT NULL,
            champion BIGINT NOT NULL,
            seen BIGINT NOT NULL,
            state TEXT NOT NULL,
            PRIMARY KEY (deployment, version)
        );
        """;

    /// <summary>Who made a decision: what is there already was made by this program.</summary>
    private const string Sources = "ALTER TABLE decisions ADD COLUMN source BIGINT NOT NULL DEFAULT 0;";

    /// <summary>What deployments serve besides policies, and the files that programs need.</summary>
    private const string Models =
        """
        ALTER TABLE deployments ADD COLUMN serves BIGINT NOT NULL DEFAULT 0;
        CREATE TABLE deployment_files (
            deployment BIGINT NOT NULL,
            version BIGINT NOT NULL,
            digest TEXT NOT NULL,
            PRIMARY KEY (deployment, version, digest)
        );
        CREATE INDEX deployment_files_by_digest ON deployment_files (digest);
        """;

    /// <summary>How far contexts and rewards were watched for drift.</summary>
    private const string DriftWatches = "CREATE TABLE drift_watches (deployment BIGINT NOT NULL PRIMARY KEY, state TEXT NOT NULL);";

    /// <summary>Decisions that were made together; those that are not activated yet are here alone.</summary>
    private const string Slates =
        """
        CREATE TABLE decision_slates (
            deployment BIGINT NOT NULL,
            id TEXT NOT NULL,
            request TEXT NOT NULL,
            decisions TEXT NOT NULL,
            held TEXT,
            deadline BIGINT NOT NULL,
            PRIMARY KEY (deployment, id)
        );
        CREATE INDEX decision_slates_by_deadline ON decision_slates (deployment, deadline);
        CREATE INDEX decision_slates_held ON decision_slates (deadline) WHERE held IS NOT NULL;
        """;

    /// <summary>Since when a champion is an apprentice.</summary>
    private const string Apprentices =
        """
        CREATE TABLE apprentice_watches (
            deployment BIGINT NOT NULL PRIMARY KEY,
            champion BIGINT NOT NULL,
            since BIGINT NOT NULL
        );
        """;

    private static string Deployments(string key) =>
        $"""
        CREATE TABLE deployments (
            number {key},
            name TEXT NOT NULL UNIQUE,
            model TEXT,
            alias TEXT NOT NULL,
            route TEXT NOT NULL,
            settings TEXT NOT NULL,
            revision BIGINT NOT NULL,
            created_at BIGINT NOT NULL,
            changed_at BIGINT NOT NULL
        );
        CREATE TABLE deployment_versions (
            deployment BIGINT NOT NULL,
            version BIGINT NOT NULL,
            policy TEXT NOT NULL,
            kind TEXT NOT NULL,
            shape TEXT NOT NULL,
            model_version BIGINT,
            description TEXT,
            added_by TEXT,
            created_at BIGINT NOT NULL,
            PRIMARY KEY (deployment, version)
        );
        CREATE TABLE deployment_changes (
            deployment BIGINT NOT NULL,
            revision BIGINT NOT NULL,
            kind TEXT NOT NULL,
            from_version BIGINT,
            to_version BIGINT NOT NULL,
            reason TEXT,
            evidence TEXT NOT NULL,
            changed_by TEXT,
            changed_at BIGINT NOT NULL,
            PRIMARY KEY (deployment, revision)
        );
        """;

    private static string Decisions(string key) =>
        $"""
        CREATE TABLE decisions (
            number {key},
            deployment BIGINT NOT NULL,
            id TEXT NOT NULL,
            version BIGINT NOT NULL,
            share DOUBLE PRECISION NOT NULL,
            arm TEXT NOT NULL,
            arm_index BIGINT NOT NULL,
            propensity DOUBLE PRECISION NOT NULL,
            seed BIGINT NOT NULL,
            request TEXT NOT NULL,
            shadows TEXT NOT NULL,
            decided_at BIGINT NOT NULL,
            deadline BIGINT NOT NULL,
            outcome BIGINT NOT NULL,
            reward DOUBLE PRECISION NOT NULL,
            UNIQUE (deployment, id)
        );
        CREATE INDEX decisions_by_deadline ON decisions (deployment, outcome, deadline);
        CREATE INDEX decisions_by_number ON decisions (deployment, number);
        CREATE TABLE decision_rewards (
            deployment BIGINT NOT NULL,
            decision TEXT NOT NULL,
            reward TEXT NOT NULL,
            position BIGINT NOT NULL,
            value DOUBLE PRECISION NOT NULL,
            time BIGINT NOT NULL,
            fate BIGINT NOT NULL,
            PRIMARY KEY (deployment, decision, reward)
        );
        CREATE TABLE decision_books (
            deployment BIGINT NOT NULL PRIMARY KEY,
            decisions BIGINT NOT NULL DEFAULT 0,
            joined BIGINT NOT NULL DEFAULT 0,
            defaulted BIGINT NOT NULL DEFAULT 0,
            pending BIGINT NOT NULL DEFAULT 0,
            pending_with_reward BIGINT NOT NULL DEFAULT 0,
            rewards BIGINT NOT NULL DEFAULT 0,
            used BIGINT NOT NULL DEFAULT 0,
            aggregated BIGINT NOT NULL DEFAULT 0,
            duplicate BIGINT NOT NULL DEFAULT 0,
            late BIGINT NOT NULL DEFAULT 0,
            orphan BIGINT NOT NULL DEFAULT 0,
            corrections BIGINT NOT NULL DEFAULT 0,
            late_value DOUBLE PRECISION NOT NULL DEFAULT 0
        );
        """;
}
