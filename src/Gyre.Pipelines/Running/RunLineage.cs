using System.Collections.Immutable;
using Gyre.Core;
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
            $"SELECT f.run, f.node_path AS path, MIN(f.path) AS name, MIN(f.created_at) AS at FROM catalog_files f WHERE f.digest = @digest {among} "
                + $"GROUP BY f.run, f.node_path ORDER BY at, run, path {Most}",
            new { digest, project });
        var readers = session.Query<NodeRow>(
            $"SELECT f.run, f.path, f.name FROM node_files f WHERE f.digest = @digest AND f.part = '{NodeFileTable.Input}' {among} "
                + $"ORDER BY f.run, f.path {Most}",
            new { digest, project });
        if (sources.Count + readers.Count == 0)
            return null;
        return new LineageView(
            LineageKind.Artifact, digest.ToString(), sources.Concat(readers).First().Name, Nodes(sources, "source"), Nodes(readers, "reader"));
    }

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
