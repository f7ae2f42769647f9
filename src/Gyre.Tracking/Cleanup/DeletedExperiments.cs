using Gyre.Storage;
using Gyre.Tracking.Traces;

namespace Gyre.Tracking.Cleanup;

/// <summary>
/// Experiments that were deleted long enough ago and in which nothing is left: a run that was restored by itself, or that a registered model needs, keeps its
/// experiment. The first one always stays, because clients take it for granted.
/// </summary>
internal static class DeletedExperiments
{
    private const string IsOld = "e.id <> 0 AND e.lifecycle_stage = 'deleted' AND e.updated_at <= @until";
    private const string IsEmpty =
        """
        NOT EXISTS (SELECT 1 FROM tracking_runs r WHERE r.experiment = e.id) AND NOT EXISTS (SELECT 1 FROM tracking_models m WHERE m.experiment = e.id)
        """;

    private const string WillBeEmpty =
        $"""
        NOT EXISTS (SELECT 1 FROM tracking_runs r WHERE r.experiment = e.id AND NOT ({DeletedRuns.IsOld} AND NOT {DeletedRuns.IsNeeded}))
            AND NOT EXISTS (SELECT 1 FROM tracking_models r WHERE r.experiment = e.id AND EXISTS (
                SELECT 1 FROM registry_versions v WHERE v.location = r.artifact_uri OR (v.location > r.artifact_uri || '/' AND v.location < r.artifact_uri || '0')))
        """;

    /// <param name="session">The transaction.</param>
    /// <param name="until">Deleted by then.</param>
    /// <param name="foreseen">Whether what is going to be freed of runs and models is still there.</param>
    public static IReadOnlyList<long> Find(IDbSession session, long until, bool foreseen) =>
        session.Query<long>($"SELECT e.id FROM tracking_experiments e WHERE {IsOld} AND {(foreseen ? WillBeEmpty : IsEmpty)} ORDER BY e.id", new { until });

    /// <summary>False when it is in use again.</summary>
    public static bool Free(IDbSession session, long id, long until)
    {
        if (session.QuerySingleOrDefault<long?>($"SELECT e.id FROM tracking_experiments e WHERE e.id = @id AND {IsOld} AND {IsEmpty}", new { id, until }) is null)
            return false;
        foreach (var trace in session.Query<TraceRow>($"SELECT {TraceRow.Columns} FROM tracking_traces WHERE experiment = @id", new { id }))
            TraceTable.Delete(session, trace.Number, trace.TraceId);
        session.Execute("DELETE FROM tracking_experiment_tags WHERE experiment = @id", new { id });
        session.Execute("DELETE FROM tracking_datasets WHERE experiment = @id", new { id });
        session.Execute("DELETE FROM tracking_experiments WHERE id = @id", new { id });
        return true;
    }
}
