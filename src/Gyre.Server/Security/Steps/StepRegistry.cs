using System.Collections.Immutable;
using Gyre.Tracking;

namespace Gyre.Server.Security.Steps;

/// <summary>Registered models for a step.</summary>
internal sealed class StepRegistry(IModelRegistry all, StepJudge judge) : IModelRegistry
{
    public Task<RegisteredModel> CreateAsync(
        string name, string description, IReadOnlyList<Tag> tags, CancellationToken cancellationToken) =>
        all.CreateAsync(name, description, StepJudge.Marked(tags, judge.Marks), cancellationToken);

    public async Task<RegisteredModel> GetAsync(string name, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Model, name, cancellationToken);
        return await all.GetAsync(name, cancellationToken);
    }

    public async Task<RegisteredModel> UpdateAsync(string name, string? description, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Model, name, cancellationToken);
        return await all.UpdateAsync(name, description, cancellationToken);
    }

    public async Task<RegisteredModel> RenameAsync(string name, string newName, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Model, name, cancellationToken);
        return await all.RenameAsync(name, newName, cancellationToken);
    }

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Model, name, cancellationToken);
        await all.DeleteAsync(name, cancellationToken);
    }

    public Task<Page<RegisteredModel>> SearchAsync(RegistryQuery query, CancellationToken cancellationToken) =>
        all.SearchAsync(query with { Project = judge.ModelsOf() }, cancellationToken);

    public async Task<ImmutableArray<ModelVersion>> LatestVersionsAsync(
        string name, IReadOnlyList<string> stages, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Model, name, cancellationToken);
        return await all.LatestVersionsAsync(name, stages, cancellationToken);
    }

    public async Task SetTagAsync(string name, Tag tag, CancellationToken cancellationToken)
    {
        StepJudge.DemandFreeTag(tag.Key);
        await judge.DemandAsync(Thing.Model, name, cancellationToken);
        await all.SetTagAsync(name, tag, cancellationToken);
    }

    public async Task DeleteTagAsync(string name, string key, CancellationToken cancellationToken)
    {
        StepJudge.DemandFreeTag(key);
        await judge.DemandAsync(Thing.Model, name, cancellationToken);
        await all.DeleteTagAsync(name, key, cancellationToken);
    }

    public async Task<AliasMove> MoveAliasAsync(string name, NewAliasMove move, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Model, name, cancellationToken);
        return await all.MoveAliasAsync(name, move, cancellationToken);
    }

    public async Task<ImmutableArray<AliasMove>> AliasMovesAsync(string name, string? alias, int limit, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Model, name, cancellationToken);
        return await all.AliasMovesAsync(name, alias, limit, cancellationToken);
    }

    public async Task SetAliasAsync(string name, string alias, long version, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Model, name, cancellationToken);
        await all.SetAliasAsync(name, alias, version, cancellationToken);
    }

    public async Task DeleteAliasAsync(string name, string alias, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Model, name, cancellationToken);
        await all.DeleteAliasAsync(name, alias, cancellationToken);
    }

    public async Task<ModelVersion> GetByAliasAsync(string name, string alias, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Model, name, cancellationToken);
        return await all.GetByAliasAsync(name, alias, cancellationToken);
    }
}
