using System.Globalization;
using Gyre.Storage;
using Gyre.Tracking.Experiments;
using Gyre.Tracking.LoggedModels;
using Gyre.Tracking.Registry;
using Gyre.Tracking.Traces;

namespace Gyre.Tracking.Ownership;

/// <summary>Reads owners from the records themselves, so that moving an experiment to another project moves all that is in it.</summary>
internal sealed class OwnerService(IDatabase database) : IOwners
{
    public Task<IReadOnlyList<Owner?>> FindAsync(OwnedKind kind, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Owner?>>(session => [.. ids.Select(id => Find(session, kind, id))], cancellationToken);

    public Task<IReadOnlySet<long>> ExperimentsAsync(string project, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlySet<long>>(
        session => session.Query<OwnerTag>(
                "SELECT experiment, key, value FROM tracking_experiment_tags WHERE key IN @keys", new { keys = ExperimentOwner.Keys })
            .GroupBy(static tag => tag.Experiment)
            .Where(tags => ExperimentOwner.ProjectOf(tags.Select(static tag => new Tag(tag.Key, tag.Value))) == project)
            .Select(static tags => tags.Key)
            .ToHashSet(),
        cancellationToken);

    private static Owner? Find(IDbSession session, OwnedKind kind, string id) => kind switch
    {
        OwnedKind.Experiment => OfExperiment(session, id),
        OwnedKind.Run => OfRun(session, id),
        OwnedKind.LoggedModel => OfLoggedModel(session, id),
        OwnedKind.Trace => OfTrace(session, id),
        OwnedKind.Model => OfModel(session, id),
        OwnedKind.Version => OfVersion(session, id),
        OwnedKind.Place => OfPlace(session, id),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static Owner? OfExperiment(IDbSession session, string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? ExperimentOwner.Find(session, number) : null;

    private static Owner? OfRun(IDbSession session, string id) =>
        session.QuerySingleOrDefault<RunPlace>("SELECT number, experiment FROM tracking_runs WHERE run_id = @id", new { id }) is { } run
            ? new Owner(
                ExperimentOwner.Find(session, run.Experiment)?.Project,
                session.QuerySingleOrDefault<string>(
                    "SELECT value FROM tracking_tags WHERE run = @Number AND key = @key", new { run.Number, key = IOwners.RunTag }))
            : null;

    private static Owner? OfLoggedModel(IDbSession session, string id) => LoggedModelTable.Find(session, id) is { } model
        ? new Owner(
            ExperimentOwner.Find(session, model.Experiment)?.Project,
            LoggedModelTable.TagOf(session, model.Number, IOwners.RunTag) ?? OfRun(session, model.SourceRunId ?? "")?.Run)
        : null;

    private static Owner? OfTrace(IDbSession session, string id) => TraceTable.Find(session, id) is { } trace
        ? new Owner(
            ExperimentOwner.Find(session, trace.Experiment)?.Project,
            session.QuerySingleOrDefault<string>(
                "SELECT value FROM tracking_trace_tags WHERE trace = @Number AND key = @key", new { trace.Number, key = IOwners.RunTag }))
        : null;

    private static Owner? OfModel(IDbSession session, string name) => ModelTable.Find(session, name) is { } model
        ? new Owner(ModelTable.TagOf(session, model.Number, IOwners.ProjectTag), ModelTable.TagOf(session, model.Number, IOwners.RunTag))
        : null;

    private static Owner? OfVersion(IDbSession session, string id)
    {
        var slash = id.LastIndexOf('/');
        return slash > 0 && long.TryParse(id[(slash + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && VersionTable.Find(session, id[..slash], number) is { } version
            ? new Owner(
                ModelTable.TagOf(session, version.Model, IOwners.ProjectTag), VersionTable.TagOf(session, version.Number, IOwners.RunTag))
            : null;
    }

    /// <summary>
    /// The nearest thing above a place that has a folder of its own: a run, a logged model or a trace, else the experiment.
    /// </summary>
    private static Owner? OfPlace(IDbSession session, string path)
    {
        var place = new PlaceName(path);
        foreach (var name in place.Names.Reverse())
        {
            if (Address(session, "tracking_runs WHERE run_id", name) is { } run && place.IsUnder(run))
                return OfRun(session, name);
            if (name.StartsWith(LoggedModelTable.IdPrefix, StringComparison.Ordinal)
                && Address(session, "tracking_models WHERE model_id", name) is { } model && place.IsUnder(model))
                return OfLoggedModel(session, name);
            if (TraceTable.Find(session, name) is { } trace && place.IsUnder(FolderOf(session, trace)))
                return OfTrace(session, name);
        }
        return OfExperimentPlace(session, place);
    }

    private static string FolderOf(IDbSession session, TraceRow trace) =>
        $"{ExperimentTable.Require(session, trace.Experiment).ArtifactLocation.TrimEnd('/')}/traces/{trace.TraceId}";

    private static Owner? OfExperimentPlace(IDbSession session, PlaceName place)
    {
        var addresses = place.Addresses.ToArray();
        var found = session.Query<ExperimentPlace>(
            "SELECT id, artifact_location FROM tracking_experiments WHERE artifact_location IN @addresses", new { addresses });
        var nearest = found.MaxBy(static experiment => experiment.ArtifactLocation.TrimEnd('/').Length);
        return nearest is null ? null : ExperimentOwner.Find(session, nearest.Id);
    }

    private static string? Address(IDbSession session, string where, string id) =>
        session.QuerySingleOrDefault<string>($"SELECT artifact_uri FROM {where} = @id", new { id });

    private sealed record OwnerTag(long Experiment, string Key, string Value);

    private sealed record RunPlace(long Number, long Experiment);

    private sealed record ExperimentPlace(long Id, string ArtifactLocation);
}
