using Gyre.Core;
using Microsoft.Extensions.Logging;

namespace Gyre.Storage.Relational;

/// <summary>
/// Brings a store to the program's schema, one transaction per step. Every step looks at the schema table again inside its own
/// transaction, so two processes that open at once take turns and each step is applied once.
/// </summary>
internal static class Migrator
{
    public static async Task ApplyAsync(
        IDatabase database, IReadOnlyList<Migration> migrations, TimeProvider clock, ILogger logger, CancellationToken cancellationToken)
    {
        CheckGiven(migrations);
        var applied = await database.ReadAsync(ReadApplied, cancellationToken);
        CheckApplied(applied, migrations, database.Kind);
        if (applied.Count == migrations.Count)
            return;
        var count = 0;
        foreach (var migration in migrations)
        {
            if (!await database.WriteAsync(session => Apply(session, migration, migrations, clock), cancellationToken))
                continue;
            count++;
            logger.Migrated(migration.Module, migration.Number, migration.Name);
        }
        logger.SchemaUpdated(count);
    }

    private static bool Apply(IDbSession session, Migration migration, IReadOnlyList<Migration> all, TimeProvider clock)
    {
        var applied = ReadApplied(session);
        CheckApplied(applied, all, session.Kind);
        if (applied.Any(row => row.Module == migration.Module && row.Number == migration.Number))
            return false;
        session.Execute(SqlOf(migration, session.Kind));
        session.Execute(
            "INSERT INTO schema_migrations (module, number, name, digest, applied_at) VALUES (@Module, @Number, @Name, @Digest, @AppliedAt)",
            new { migration.Module, migration.Number, migration.Name, Digest = DigestOf(migration, session.Kind), AppliedAt = clock.GetUtcNow() });
        return true;
    }

    private static IReadOnlyList<AppliedMigration> ReadApplied(IDbSession session)
    {
        var catalogue = session.Kind == DatabaseKind.Sqlite
            ? "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_migrations'"
            : "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'schema_migrations'";
        return session.QuerySingleOrDefault<long>(catalogue) == 0
            ? []
            : session.Query<AppliedMigration>("SELECT module, number, name, digest FROM schema_migrations ORDER BY module, number");
    }

    private static void CheckGiven(IReadOnlyList<Migration> migrations)
    {
        foreach (var module in migrations.GroupBy(m => m.Module, StringComparer.Ordinal))
        {
            var expected = 1;
            foreach (var migration in module)
            {
                if (migration.Number != expected++)
                    throw new ArgumentException($"The migrations of module '{module.Key}' must be numbered 1, 2, 3, ... in order; found {migration.Number}.", nameof(migrations));
            }
        }
    }

    private static void CheckApplied(IReadOnlyList<AppliedMigration> applied, IReadOnlyList<Migration> migrations, DatabaseKind kind)
    {
        foreach (var row in applied)
        {
            var known = migrations.FirstOrDefault(m => m.Module == row.Module && m.Number == row.Number)
                ?? throw new StoreTooNewException(row.Module, row.Number, migrations.Count(m => m.Module == row.Module));
            if (DigestOf(known, kind) != row.Digest)
                throw new StoreSchemaException(
                    $"Migration {row.Number} ('{row.Name}') of module '{row.Module}' was applied with different statements than this "
                        + "program contains; released migrations must not be edited.");
        }
    }

    private static string SqlOf(Migration migration, DatabaseKind kind) => kind == DatabaseKind.Sqlite ? migration.Sqlite : migration.PostgreSql;

    // Line ends depend on how the sources were checked out, and mean nothing.
    private static Digest DigestOf(Migration migration, DatabaseKind kind) =>
        Digest.Of(SqlOf(migration, kind).ReplaceLineEndings("\n"));

    private sealed record AppliedMigration(string Module, int Number, string Name, Digest Digest);
}
