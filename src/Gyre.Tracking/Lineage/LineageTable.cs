using Gyre.Storage;
using Gyre.Tracking.Formats;

namespace Gyre.Tracking.Lineage;

/// <summary>Statements that find what stands in a relation.</summary>
internal static class LineageTable
{
    private const string Most = "LIMIT 1000";

    public static IReadOnlyList<LineageLink> Runs(IDbSession session, string condition, object values, string relation) => Links(
        session, $"SELECT r.run_id AS id, r.name FROM tracking_runs r WHERE {condition} ORDER BY r.number {Most}", values, LineageKind.Run, relation);

    public static IReadOnlyList<LineageLink> Models(IDbSession session, string condition, object values, string relation) => Links(
        session, $"SELECT m.model_id AS id, m.name FROM tracking_models m WHERE {condition} ORDER BY m.number {Most}", values, LineageKind.LoggedModel, relation);

    public static IReadOnlyList<LineageLink> Versions(IDbSession session, string condition, object values, string relation) => Links(
        session,
        $"SELECT n.name || '/' || CAST(v.version AS TEXT) AS id, n.name FROM registry_versions v JOIN registry_models n ON n.number = v.model WHERE {condition} ORDER BY v.number {Most}",
        values,
        LineageKind.ModelVersion,
        relation);

    public static IReadOnlyList<LineageLink> Children(IDbSession session, string runId) => Runs(
        session,
        "r.number IN (SELECT t.run FROM tracking_tags t WHERE t.key = @ParentRun AND substr(t.value, 1, 100) = substr(@runId, 1, 100) AND t.value = @runId)",
        new { TrackingWords.ParentRun, runId },
        "child");

    public static IReadOnlyList<LineageLink> DatasetsOf(IDbSession session, long run) => Links(
        session,
        $"SELECT d.digest AS id, d.name FROM tracking_dataset_inputs i JOIN tracking_datasets d ON d.number = i.dataset WHERE i.run = @run ORDER BY d.number {Most}",
        new { run },
        LineageKind.Dataset,
        "input");

    public static IReadOnlyList<LineageLink> ModelInputsOf(IDbSession session, long run) => Links(
        session,
        $"SELECT i.model_id AS id, COALESCE(m.name, '') AS name FROM tracking_model_inputs i LEFT JOIN tracking_models m ON m.model_id = i.model_id WHERE i.run = @run ORDER BY i.model_id {Most}",
        new { run },
        LineageKind.LoggedModel,
        "input");

    /// <summary>Those that the run names as its outputs, and those that name the run as their source.</summary>
    public static IReadOnlyList<LineageLink> ModelsOf(IDbSession session, long run, string runId) => Links(
        session,
        $"""
        SELECT o.model_id AS id, COALESCE(m.name, '') AS name FROM tracking_model_outputs o LEFT JOIN tracking_models m ON m.model_id = o.model_id WHERE o.run = @run
        UNION SELECT m.model_id AS id, m.name FROM tracking_models m WHERE m.source_run_id = @runId ORDER BY id {Most}
        """,
        new { run, runId },
        LineageKind.LoggedModel,
        "output");

    public static IReadOnlyList<LineageLink> ReadersOfModel(IDbSession session, string modelId) =>
        Runs(session, "r.number IN (SELECT i.run FROM tracking_model_inputs i WHERE i.model_id = @modelId)", new { modelId }, "reader");

    public static IReadOnlyList<LineageLink> ReadersOfDataset(IDbSession session, string digest) => Runs(
        session,
        "r.number IN (SELECT i.run FROM tracking_dataset_inputs i JOIN tracking_datasets d ON d.number = i.dataset WHERE d.digest = @digest)",
        new { digest },
        "reader");

    private static IReadOnlyList<LineageLink> Links(IDbSession session, string sql, object values, LineageKind kind, string relation) =>
        [.. session.Query<LinkRow>(sql, values).Select(row => new LineageLink(kind, row.Id, row.Name, relation))];

    private sealed record LinkRow(string Id, string Name);
}
