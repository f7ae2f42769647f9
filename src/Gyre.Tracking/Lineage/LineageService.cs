using System.Globalization;
using Gyre.Storage;
using Gyre.Tracking.Formats;

namespace Gyre.Tracking.Lineage;

/// <summary>Reads lineage from the records themselves, so it never differs from them.</summary>
internal sealed class LineageService(IDatabase database) : ILineage
{
    public Task<LineageView> FindAsync(LineageKind kind, string id, CancellationToken cancellationToken) => database.ReadAsync(
        session => kind switch
        {
            LineageKind.Run => OfRun(session, id),
            LineageKind.LoggedModel => OfModel(session, id),
            LineageKind.ModelVersion => OfVersion(session, id),
            LineageKind.Dataset => OfDataset(session, id),
            _ => throw new TrackingException(
                TrackingError.InvalidParameter, "Lineage is available for runs, logged models, model versions and datasets."),
        },
        cancellationToken);

    private static LineageView OfRun(IDbSession session, string id)
    {
        var run = session.QuerySingleOrDefault<RunName>("SELECT number, name FROM tracking_runs WHERE run_id = @id", new { id }) ?? throw Missing("run", id);
        var tags = session.Query<Tag>(
            "SELECT key, value FROM tracking_tags WHERE run = @Number AND key IN @keys", new { run.Number, keys = new[] { "gyre.run", "gyre.node", TrackingWords.ParentRun } })
            .ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);
        return new LineageView(
            LineageKind.Run,
            id,
            run.Name,
            [
                .. EngineOf(tags),
                .. tags.GetValueOrDefault(TrackingWords.ParentRun) is { } parent ? LineageTable.Runs(session, "r.run_id = @parent", new { parent }, "parent") : [],
                .. LineageTable.DatasetsOf(session, run.Number),
                .. LineageTable.ModelInputsOf(session, run.Number),
            ],
            [
                .. LineageTable.Children(session, id),
                .. LineageTable.ModelsOf(session, run.Number, id),
                .. LineageTable.Versions(session, "v.run_id = @id", new { id }, "output"),
            ]);
    }

    private static LineageView OfModel(IDbSession session, string id)
    {
        var model = session.QuerySingleOrDefault<ModelName>("SELECT name, source_run_id, artifact_uri FROM tracking_models WHERE model_id = @id", new { id }) ?? throw Missing("logged model", id);
        return new LineageView(
            LineageKind.LoggedModel,
            id,
            model.Name,
            model.SourceRunId is { Length: > 0 } source ? [.. LineageTable.Runs(session, "r.run_id = @source", new { source }, "source")] : [],
            [
                .. LineageTable.Versions(session, "v.location = @ArtifactUri", new { model.ArtifactUri }, "output"),
                .. LineageTable.ReadersOfModel(session, id),
            ]);
    }

    private static LineageView OfVersion(IDbSession session, string id)
    {
        var slash = id.LastIndexOf('/');
        var (name, number) = slash > 0 && long.TryParse(id[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? (id[..slash], parsed) : (id, -1);
        var version = session.QuerySingleOrDefault<VersionSource>(
            "SELECT v.run_id, v.location FROM registry_versions v JOIN registry_models m ON m.number = v.model WHERE m.name = @name AND v.version = @number", new { name, number })
            ?? throw Missing("model version", id);
        var models = LineageTable.Models(session, "m.artifact_uri = @Location", new { version.Location }, "source");
        return new LineageView(
            LineageKind.ModelVersion,
            id,
            name,
            [.. version.RunId.Length > 0 ? LineageTable.Runs(session, "r.run_id = @RunId", new { version.RunId }, "source") : [], .. models],
            [.. models.SelectMany(model => LineageTable.ReadersOfModel(session, model.Id))]);
    }

    private static LineageView OfDataset(IDbSession session, string digest)
    {
        var name = session.QuerySingleOrDefault<string>("SELECT MIN(name) FROM tracking_datasets WHERE digest = @digest", new { digest }) ?? throw Missing("dataset", digest);
        return new LineageView(LineageKind.Dataset, digest, name, [], [.. LineageTable.ReadersOfDataset(session, digest)]);
    }

    /// <summary>The engine says in tags what it recorded.</summary>
    private static IEnumerable<LineageLink> EngineOf(Dictionary<string, string> tags)
    {
        if (tags.GetValueOrDefault("gyre.run") is not { } run)
            yield break;
        yield return new LineageLink(LineageKind.PipelineRun, run, "", "recorded");
        if (tags.GetValueOrDefault("gyre.node") is { } node)
            yield return new LineageLink(LineageKind.NodeRun, $"{run}/{node}", node, "recorded");
    }

    private static TrackingException Missing(string kind, string id) => new(TrackingError.DoesNotExist, $"No {kind} '{id}' exists.");

    private sealed record RunName(long Number, string Name);

    private sealed record ModelName(string Name, string? SourceRunId, string ArtifactUri);

    private sealed record VersionSource(string RunId, string Location);
}
