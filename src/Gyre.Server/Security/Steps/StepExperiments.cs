using Gyre.Tracking;

namespace Gyre.Server.Security.Steps;

/// <summary>Experiments for a step.</summary>
internal sealed class StepExperiments(IExperiments all, string root, StepJudge judge) : IExperiments
{
    /// <summary>Where its files go is decided here: another place could be somebody else's.</summary>
    public Task<long> CreateAsync(string name, string? artifactLocation, IReadOnlyList<Tag> tags, CancellationToken cancellationToken)
    {
        if (artifactLocation?.StartsWith(root.TrimEnd('/'), StringComparison.OrdinalIgnoreCase) == true)
            throw StepJudge.Forbid(
                "A step's token cannot choose a place on this server for the artifacts of an experiment.", "Omit 'artifact_location'.");
        return all.CreateAsync(name, artifactLocation, StepJudge.Marked(tags, judge.Marks), cancellationToken);
    }

    public async Task<Experiment> GetAsync(long id, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Experiment, id, cancellationToken);
        return await all.GetAsync(id, cancellationToken);
    }

    public async Task<Experiment?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (await all.FindAsync(name, cancellationToken) is not { } found)
            return null;
        await judge.DemandAsync(Thing.Experiment, found.Id, cancellationToken);
        return found;
    }

    public async Task RenameAsync(long id, string name, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Experiment, id, cancellationToken);
        await all.RenameAsync(id, name, cancellationToken);
    }

    public async Task DeleteAsync(long id, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Experiment, id, cancellationToken);
        await all.DeleteAsync(id, cancellationToken);
    }

    public async Task RestoreAsync(long id, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Experiment, id, cancellationToken);
        await all.RestoreAsync(id, cancellationToken);
    }

    public async Task<Page<Experiment>> SearchAsync(SearchRequest request, CancellationToken cancellationToken) =>
        await all.SearchAsync(request with { Among = await judge.ExperimentsAsync(cancellationToken) }, cancellationToken);

    public async Task<IReadOnlyList<DatasetSummary>> DatasetsAsync(IReadOnlyList<long> experiments, CancellationToken cancellationToken) =>
        await all.DatasetsAsync(await judge.AmongAsync(experiments, cancellationToken), cancellationToken);

    public async Task SetTagAsync(long id, Tag tag, CancellationToken cancellationToken)
    {
        StepJudge.DemandFreeTag(tag.Key);
        await judge.DemandAsync(Thing.Experiment, id, cancellationToken);
        await all.SetTagAsync(id, tag, cancellationToken);
    }

    public async Task DeleteTagAsync(long id, string key, CancellationToken cancellationToken)
    {
        StepJudge.DemandFreeTag(key);
        await judge.DemandAsync(Thing.Experiment, id, cancellationToken);
        await all.DeleteTagAsync(id, key, cancellationToken);
    }
}
