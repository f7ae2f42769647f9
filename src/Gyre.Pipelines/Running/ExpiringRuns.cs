using Gyre.Core;
using Gyre.Datasets;
using Gyre.Pipelines.Variables;
using Gyre.Storage;
using Gyre.Tracking;

namespace Gyre.Pipelines.Running;

/// <summary>
/// Runs that ended long ago. One stays as long as something that stays leads to it: an alias of one of its files, a version of a dataset,
/// a cached result, a version of a
/// registered model, a run of the same cycle or the same line of parents.
/// </summary>
internal sealed class ExpiringRuns(IDatabase database) : IExpiring
{
    private const int RunsAtOnce = 200;

    private const string IsOver = "r.state NOT IN ('Running', 'Cancelling') AND r.ended_at < @before";

    private const string IsReferenced =
        """
        (EXISTS (SELECT 1 FROM cache_entries e WHERE e.run = r.id)
            OR EXISTS (SELECT 1 FROM catalog_files f JOIN catalog_aliases a ON a.file = f.id WHERE f.run = r.id)
            OR EXISTS (SELECT 1 FROM run_requests q WHERE q.run = r.id))
        """;

    /// <summary>Tables whose rows belong to a run, with the column that names it.</summary>
    private static readonly (string Table, string Column)[] Owned =
    [
        ("run_plans", "run"), ("node_runs", "run"), ("run_requests", "run"), ("run_numbers", "run"), ("run_children", "parent"),
            ("run_children", "child"), ("executions", "run"),
        ("run_depths", "run"), ("attempt_metadata", "run"), ("cache_questions", "run"), ("cache_claims", "run"),
            ("catalog_alias_changes", "run"), ("node_files", "run"),
    ];

    public string Rule => "runs";

    public string What => "runs";

    public async Task<ExpiredThings> RemoveAsync(DateTimeOffset before, bool dryRun, CancellationToken cancellationToken)
    {
        var (count, kept) = (0L, 0L);
        var done = new HashSet<string>(StringComparer.Ordinal);
        for (var after = ""; ;)
        {
            var from = after;
            var groups = await database.ReadAsync(session => Next(session, before, from), cancellationToken);
            foreach (var run in groups)
            {
                cancellationToken.ThrowIfCancellationRequested();
                // It was in the list before its family went.
                if (done.Contains(run))
                    continue;
                var family = await database.ReadAsync(session => FamilyOf(session, run), cancellationToken);
                // A family goes as a whole, with its first member, so that no chain has gaps.
                if (family.Min(StringComparer.Ordinal) != run)
                    continue;
                done.UnionWith(family);
                var removed = dryRun
                    ? await database.ReadAsync(session => MayGo(session, family, before) ? family.Count : 0, cancellationToken)
                    : await database.WriteAsync(session => Remove(session, run, before), cancellationToken);
                (count, kept) = removed > 0 ? (count + removed, kept) : (count, kept + 1);
            }
            if (groups.Count < RunsAtOnce)
                return new ExpiredThings(count, Kept: kept);
            after = groups[^1];
        }
    }

    private static IReadOnlyList<string> Next(IDbSession session, DateTimeOffset before, string after) => session.Query<string>(
        $"SELECT r.id FROM runs r WHERE r.id > @after AND {IsOver} ORDER BY r.id LIMIT @most", new { before, after, most = RunsAtOnce });

    /// <summary>The runs of its cycle, its parents and what it started, and theirs.</summary>
    private static HashSet<string> FamilyOf(IDbSession session, string run)
    {
        var family = new HashSet<string>(StringComparer.Ordinal) { run };
        var open = new Queue<string>(family);
        while (open.TryDequeue(out var next))
        {
            var relatives = session.Query<string>(
                """
                SELECT id FROM runs WHERE parent = @next
                UNION SELECT parent FROM runs WHERE id = @next AND parent IS NOT NULL
                UNION SELECT id FROM runs WHERE cycle = (SELECT cycle FROM runs WHERE id = @next)
                """,
                new { next });
            foreach (var relative in relatives.Where(family.Add))
                open.Enqueue(relative);
        }
        return family;
    }

    private static int Remove(IDbSession session, string run, DateTimeOffset before)
    {
        var family = FamilyOf(session, run);
        if (!MayGo(session, family, before))
            return 0;
        foreach (var each in family)
            RemoveOne(session, each);
        return family.Count;
    }

    private static bool MayGo(IDbSession session, HashSet<string> family, DateTimeOffset before)
    {
        foreach (var run in family)
        {
            var exists = session.QuerySingleOrDefault<string>("SELECT id FROM runs WHERE id = @run", new { run }) is not null;
            var isFree = session.QuerySingleOrDefault<string>(
                $"SELECT r.id FROM runs r WHERE r.id = @run AND {IsOver} AND NOT {IsReferenced}", new { run, before }) is not null;
            if (exists && (!isFree || IsNeededElsewhere(session, RunId.From(Guid.Parse(run)))))
                return false;
        }
        var cycles = session.Query<string>("SELECT DISTINCT cycle FROM runs WHERE id IN @runs AND cycle IS NOT NULL",
            new { runs = family.ToArray() });
        return cycles.All(cycle => session.QuerySingleOrDefault<string>(
            "SELECT id FROM cycles WHERE id = @cycle AND (ended_at IS NULL OR ended_at >= @before)", new { cycle, before }) is null);
    }

    /// <summary>What other modules keep of it: a version of a dataset, or of a registered model.</summary>
    private static bool IsNeededElsewhere(IDbSession session, RunId run)
    {
        var paths = session.Query<string>("SELECT path FROM node_runs WHERE run = @run", new { run });
        var files = session.Query<Guid>("SELECT id FROM catalog_files WHERE run = @run", new { run });
        return DatasetLedger.HasVersionOf(session, run, files)
            || RunRecorder.IsNeeded(session, [NodeRecorder.IdOf(run), .. paths.Select(path => NodeRecorder.IdOf(run, path))]);
    }

    private static void RemoveOne(IDbSession session, string run)
    {
        foreach (var (table, column) in Owned)
            session.Execute($"DELETE FROM {table} WHERE {column} = @run", new { run });
        session.Execute("DELETE FROM catalog_tags WHERE file IN (SELECT id FROM catalog_files WHERE run = @run)", new { run });
        session.Execute("DELETE FROM catalog_files WHERE run = @run", new { run });
        session.Execute("DELETE FROM sealed_values WHERE place = @place", new { place = SealedValues.OfRun(RunId.From(Guid.Parse(run))) });
        session.Execute("DELETE FROM cycles WHERE id = (SELECT cycle FROM runs WHERE id = @run)", new { run });
        session.Execute("DELETE FROM runs WHERE id = @run", new { run });
    }
}
