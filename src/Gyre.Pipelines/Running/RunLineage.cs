using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Datasets;
using Gyre.Pipelines.Catalog;
using Gyre.Pipelines.Schema;
using Gyre.Storage;
using Gyre.Tracking;

namespace Gyre.Pipelines.Running;

/// <summary>See <see cref="IRunLineage"/>.</summary>
/// <param name="database">The store.</param>
/// <param name="hasRecords">Whether runs have tracking runs in it.</param>
internal sealed class RunLineage(IDatabase database, bool hasRecords) : IRunLineage
{
    private const string Most = "LIMIT 1000";
    private const string DeploymentOrigin = "deployment";

    public Task<LineageView?> FindAsync(LineageKind kind, string id, string? project, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        return kind switch
        {
            LineageKind.PipelineRun => database.ReadAsync(session => OfRun(session, id, project), cancellationToken),
            LineageKind.NodeRun => database.ReadAsync(session => OfNode(session, id, project), cancellationToken),
            LineageKind.Artifact => database.ReadAsync(session => OfArtifact(session, id, project), cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Runs of pipelines know nothing of it."),
        };
    }

    private LineageView? OfRun(IDbSession session, string id, string? project)
    {
        if (RunOf(session, id, project) is not { } row)
            return null;
        var run = row.Id;
        var children = session.Query<LinkRow>(
            $"SELECT id, pipeline AS name FROM runs WHERE parent = @run ORDER BY created_at, id {Most}", new { run });
        var read = session.Query<LinkRow>(
            $"""
            SELECT f.digest AS id, MIN(f.name) AS name FROM node_files f
            WHERE f.run = @run AND f.part = '{NodeFileTable.Input}' AND NOT EXISTS (
                SELECT 1 FROM node_files o WHERE o.digest = f.digest AND o.part = '{NodeFileTable.Output}' AND o.run = f.run)
            GROUP BY f.digest ORDER BY name, id {Most}
            """,
            new { run });
        return new LineageView(
            LineageKind.PipelineRun,
            run.ToString(),
            row.Pipeline,
            [.. ParentOf(session, row), .. Artifacts(read, "input")],
            [
                .. Artifacts(LeftBy(session, run), "output"),
                .. RecordOf(session, NodeRecorder.IdOf(run), row.Pipeline),
                .. children.Select(static child => new LineageLink(LineageKind.PipelineRun, child.Id, child.Name, "child")),
            ]);
    }

    private LineageView? OfNode(IDbSession session, string id, string? project)
    {
        var slash = id.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || RunOf(session, id[..slash], project) is not { Id: var run })
            return null;
        var path = id[(slash + 1)..];
        var isKnown = session.QuerySingleOrDefault<string>("SELECT path FROM node_runs WHERE run = @run AND path = @path", new { run, path });
        if (isKnown is null)
            return null;
        return new LineageView(
            LineageKind.NodeRun,
            $"{run}/{path}",
            path,
            Artifacts(FilesOf(session, run, [path, TaskOf(path)], NodeFileTable.Input), "input"),
            [
                .. Artifacts(FilesOf(session, run, [path], NodeFileTable.Output), "output"),
                .. RecordOf(session, NodeRecorder.IdOf(run, path), path),
            ]);
    }

    private static LineageView? OfArtifact(IDbSession session, string id, string? project)
    {
        if (!Digest.TryParse(id, out var digest))
            return null;
        var among = project is null ? "" : "AND f.run IN (SELECT id FROM runs WHERE project = @project)";
        var sources = session.Query<NodeRow>(
            $"SELECT f.run, f.node_path AS path, MIN(f.path) AS name, MIN(f.created_at) AS at FROM catalog_files f "
                + $"WHERE f.digest = @digest AND f.run <> @outside {among} GROUP BY f.run, f.node_path ORDER BY at, run, path {Most}",
            new { digest, project, outside = default(RunId) });
        var readers = session.Query<NodeRow>(
            $"SELECT f.run, f.path, f.name FROM node_files f WHERE f.digest = @digest AND f.part = '{NodeFileTable.Input}' {among} "
                + $"ORDER BY f.run, f.path {Most}",
            new { digest, project });
        var made = MadeFor(session, digest, project);
        if (sources.Count + readers.Count + made.Count == 0)
            return null;
        var name = sources.Concat(readers).FirstOrDefault()?.Name ?? made[0].Path;
        return new LineageView(
            LineageKind.Artifact, digest.ToString(), name, [.. Nodes(sources, "source"), .. Origins(session, made)],
            Nodes(readers, "reader"));
    }

    /// <summary>The files with this content that no run made.</summary>
    private static IReadOnlyList<CatalogRow> MadeFor(IDbSession session, Digest digest, string? project) => session.Query<CatalogRow>(
        $"SELECT {CatalogRow.Columns} FROM catalog_files WHERE digest = @digest AND run = @outside"
            + $"{(project is null ? "" : " AND project = @project")} ORDER BY created_at, id {Most}",
        new { digest, project, outside = default(RunId) });

    private static IEnumerable<LineageLink> Origins(IDbSession session, IReadOnlyList<CatalogRow> files) =>
        DatasetLedger.OriginsOf(session, [.. files.Select(static file => file.Id)]).Where(static origin => origin.Kind == DeploymentOrigin)
            .Select(static origin => new LineageLink(LineageKind.Deployment, origin.Name, origin.Name, "exported"));

    private static RunRow? RunOf(IDbSession session, string id, string? project) =>
        GuidIds.TryParse<RunId>(id, out var run) && RunStore.Find(session, run) is { } row && (project is null || row.Project == project)
            ? row
            : null;

    private static IEnumerable<LineageLink> ParentOf(IDbSession session, RunRow row) => row.Parent is { } parent
        ? [new LineageLink(LineageKind.PipelineRun, parent.ToString(), RunStore.Find(session, parent)?.Pipeline ?? "", "parent")]
        : [];

    /// <summary>What its nodes left behind, from the cache or not.</summary>
    private static IReadOnlyList<LinkRow> LeftBy(IDbSession session, RunId run) => session.Query<LinkRow>(
        $"SELECT digest AS id, MIN(name) AS name FROM node_files WHERE run = @run AND part = '{NodeFileTable.Output}' "
            + $"GROUP BY digest ORDER BY name, id {Most}",
        new { run });

    private static IReadOnlyList<LinkRow> FilesOf(IDbSession session, RunId run, string[] paths, string part) => session.Query<LinkRow>(
        $"SELECT digest AS id, MIN(name) AS name FROM node_files WHERE run = @run AND path IN @paths AND part = @part "
            + $"GROUP BY digest ORDER BY name, id {Most}",
        new { run, paths, part });

    private IEnumerable<LineageLink> RecordOf(IDbSession session, string record, string name) =>
        hasRecords && RunRecorder.IsKnown(session, record) ? [new LineageLink(LineageKind.Run, record, name, "recorded")] : [];

    private static ImmutableArray<LineageLink> Artifacts(IReadOnlyList<LinkRow> rows, string relation) =>
        [.. rows.Select(row => new LineageLink(LineageKind.Artifact, row.Id, row.Name, relation))];

    private static ImmutableArray<LineageLink> Nodes(IReadOnlyList<NodeRow> rows, string relation) =>
        [.. rows.Select(row => new LineageLink(LineageKind.NodeRun, $"{row.Run}/{row.Path}", row.Path, relation))];

    /// <summary>The task that a trial belongs to (<c>train</c> of <c>train[2]</c>), whose files it reads; the path itself for all others.</summary>
    private static string TaskOf(string path)
    {
        var bracket = path.EndsWith(']') ? path.LastIndexOf('[') : -1;
        return bracket > path.LastIndexOf('/') ? path[..bracket] : path;
    }

    private sealed record LinkRow(string Id, string Name);

    private sealed record NodeRow
    {
        public RunId Run { get; init; }

        public string Path { get; init; } = "";

        public string Name { get; init; } = "";

        public long At { get; init; }
    }
}
