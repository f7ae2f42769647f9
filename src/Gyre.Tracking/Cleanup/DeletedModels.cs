using Gyre.Storage;
using Gyre.Tracking.Store;

namespace Gyre.Tracking.Cleanup;

/// <summary>Logged models that were deleted long enough ago, or whose experiment was, and that no version of a registered model needs.</summary>
internal static class DeletedModels
{
    private const string IsOld =
        """
        ((m.lifecycle_stage = 'deleted' AND COALESCE(m.deleted_at, m.updated_at) <= @until)
            OR EXISTS (SELECT 1 FROM tracking_experiments e WHERE e.id = m.experiment AND e.lifecycle_stage = 'deleted' AND e.updated_at <= @until))
        """;

    private const string IsNeeded =
        """
        EXISTS (SELECT 1 FROM registry_versions v WHERE v.location = m.artifact_uri OR (v.location > m.artifact_uri || '/' AND v.location < m.artifact_uri || '0'))
        """;

    private static readonly string[] Children = ["tracking_model_params", "tracking_model_tags", "tracking_model_metrics"];

    /// <summary>Numbers of the next ones.</summary>
    public static IReadOnlyList<long> Next(IDbSession session, long until, long after, int most) => session.Query<long>(
        $"SELECT m.number FROM tracking_models m WHERE m.number > @after AND {IsOld} AND NOT {IsNeeded} ORDER BY m.number LIMIT @most", new { until, after, most });

    public static long CountKept(IDbSession session, long until) =>
        session.QuerySingleOrDefault<long>($"SELECT COUNT(*) FROM tracking_models m WHERE {IsOld} AND {IsNeeded}", new { until });

    public static Freed Measure(IDbSession session, long[] models, long until) => new(models.Length, 0, FreedFiles.Measure(session, Places(session, models)));

    public static void Free(IDbSession session, long[] models)
    {
        var (among, value) = NumberList.For(session, models, "@value");
        FreedFiles.Free(session, Places(session, models));
        foreach (var table in Children)
            session.Execute($"DELETE FROM {table} WHERE model {among}", new { value });
        session.Execute($"DELETE FROM tracking_models WHERE number {among}", new { value });
    }

    private static IReadOnlyList<string> Places(IDbSession session, long[] models)
    {
        var (among, value) = NumberList.For(session, models, "@value");
        return session.Query<string>($"SELECT artifact_uri FROM tracking_models WHERE number {among}", new { value });
    }
}
