using Gyre.Storage;
using Gyre.Tracking.Store;

namespace Gyre.Tracking.Cleanup;

/// <summary>Runs that were deleted long enough ago, and that no version of a registered model needs.</summary>
internal static class DeletedRuns
{
    /// <summary>Imported runs may be deleted without saying when.</summary>
    public const string IsOld = "r.lifecycle_stage = 'deleted' AND COALESCE(r.deleted_at, r.end_time, r.start_time) <= @until";

    /// <summary>A version says which run made it, or where its files are: zero is the character after the slash.</summary>
    public const string IsNeeded =
        """
        (EXISTS (SELECT 1 FROM registry_versions v WHERE v.run_id = r.run_id)
            OR EXISTS (SELECT 1 FROM registry_versions v WHERE v.location = r.artifact_uri OR (v.location > r.artifact_uri || '/' AND v.location < r.artifact_uri || '0')))
        """;

    private static readonly string[] Children =
    [
        "tracking_params", "tracking_tags", "tracking_latest", "tracking_points", "tracking_mixed_points", "tracking_dataset_inputs", "tracking_dataset_input_tags",
        "tracking_model_inputs", "tracking_model_outputs",
    ];

    /// <summary>Numbers of the next ones.</summary>
    public static IReadOnlyList<long> Next(IDbSession session, long until, long after, int most) => session.Query<long>(
        $"SELECT r.number FROM tracking_runs r WHERE r.number > @after AND {IsOld} AND NOT {IsNeeded} ORDER BY r.number LIMIT @most", new { until, after, most });

    public static long CountKept(IDbSession session, long until) =>
        session.QuerySingleOrDefault<long>($"SELECT COUNT(*) FROM tracking_runs r WHERE {IsOld} AND {IsNeeded}", new { until });

    public static Freed Measure(IDbSession session, long[] runs, long until)
    {
        var (among, value) = NumberList.For(session, runs, "@value");
        const string Sum = "SELECT CAST(COALESCE(SUM(LENGTH(points)), 0) AS BIGINT) FROM";
        var history = session.QuerySingleOrDefault<long>($"{Sum} tracking_points WHERE run {among}", new { value })
            + session.QuerySingleOrDefault<long>($"{Sum} tracking_mixed_points WHERE run {among}", new { value });
        return new Freed(runs.Length, history, FreedFiles.Measure(session, Places(session, runs)));
    }

    public static void Free(IDbSession session, long[] runs)
    {
        var (among, value) = NumberList.For(session, runs, "@value");
        FreedFiles.Free(session, Places(session, runs));
        session.Execute($"DELETE FROM tracking_trace_links WHERE run_id IN (SELECT run_id FROM tracking_runs WHERE number {among})", new { value });
        foreach (var table in Children)
            session.Execute($"DELETE FROM {table} WHERE run {among}", new { value });
        session.Execute($"DELETE FROM tracking_runs WHERE number {among}", new { value });
        session.Execute("DELETE FROM tracking_datasets WHERE NOT EXISTS (SELECT 1 FROM tracking_dataset_inputs i WHERE i.dataset = tracking_datasets.number)");
    }

    private static IReadOnlyList<string> Places(IDbSession session, long[] runs)
    {
        var (among, value) = NumberList.For(session, runs, "@value");
        return session.Query<string>($"SELECT artifact_uri FROM tracking_runs WHERE number {among}", new { value });
    }
}
