using System.Globalization;
using Gyre.Tracking;

namespace Gyre.Server.Security.Steps;

/// <summary>Versions of registered models for a step.</summary>
internal sealed class StepVersions(IModelVersions all, string root, StepJudge judge) : IModelVersions
{
    private const string Models = "models:/";

    /// <summary>Who may read a version may read its files, so a step makes versions only of what it may read itself.</summary>
    public async Task<ModelVersion> CreateAsync(string name, NewModelVersion version, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Model, name, cancellationToken);
        if (version.RunId.Length > 0)
            await judge.DemandAsync(Thing.Run, version.RunId, cancellationToken);
        if (version.ModelId is { } model)
            await judge.DemandAsync(Thing.LoggedModel, model, cancellationToken);
        await DemandSourceAsync(version.Source, cancellationToken);
        return await all.CreateAsync(name, version with { Tags = StepJudge.Marked(version.Tags, judge.RunMark) }, cancellationToken);
    }

    public async Task<ModelVersion> GetAsync(string name, long version, CancellationToken cancellationToken)
    {
        await DemandAsync(name, version, cancellationToken);
        return await all.GetAsync(name, version, cancellationToken);
    }

    public async Task<ModelVersion> UpdateAsync(string name, long version, string? description, CancellationToken cancellationToken)
    {
        await DemandAsync(name, version, cancellationToken);
        return await all.UpdateAsync(name, version, description, cancellationToken);
    }

    public async Task DeleteAsync(string name, long version, CancellationToken cancellationToken)
    {
        await DemandAsync(name, version, cancellationToken);
        await all.DeleteAsync(name, version, cancellationToken);
    }

    public async Task<ModelVersion> MoveToStageAsync(
        string name, long version, string stage, bool archiveOthers, CancellationToken cancellationToken)
    {
        await DemandAsync(name, version, cancellationToken);
        return await all.MoveToStageAsync(name, version, stage, archiveOthers, cancellationToken);
    }

    public Task<Page<ModelVersion>> SearchAsync(RegistryQuery query, CancellationToken cancellationToken) =>
        all.SearchAsync(query with { Project = judge.ModelsOf() }, cancellationToken);

    public async Task SetTagAsync(string name, long version, Tag tag, CancellationToken cancellationToken)
    {
        StepJudge.DemandFreeTag(tag.Key);
        await DemandAsync(name, version, cancellationToken);
        await all.SetTagAsync(name, version, tag, cancellationToken);
    }

    public async Task DeleteTagAsync(string name, long version, string key, CancellationToken cancellationToken)
    {
        StepJudge.DemandFreeTag(key);
        await DemandAsync(name, version, cancellationToken);
        await all.DeleteTagAsync(name, version, key, cancellationToken);
    }

    private Task DemandAsync(string name, long version, CancellationToken cancellationToken) =>
        judge.DemandAsync(Thing.Version, string.Create(CultureInfo.InvariantCulture, $"{name}/{version}"), cancellationToken);

    private async Task DemandSourceAsync(string source, CancellationToken cancellationToken)
    {
        if (source.StartsWith(Models, StringComparison.Ordinal))
        {
            var rest = source[Models.Length..].TrimStart('/');
            if (rest.StartsWith("m-", StringComparison.Ordinal) && Ends(rest) == rest.Length)
                await judge.DemandAsync(Thing.LoggedModel, rest, cancellationToken);
            else
                await judge.DemandAsync(Thing.Model, rest[..Ends(rest)], cancellationToken);
        }
        else if (StepArtifacts.PlaceOf(source, root) is { Length: > 0 } place)
        {
            await judge.DemandAsync(Thing.Artifact, place, cancellationToken);
        }
    }

    /// <summary>Where the name of a model ends in <c>NAME@ALIAS</c> or <c>NAME/VERSION</c>.</summary>
    private static int Ends(string rest) => rest.IndexOfAny(['@', '/']) is >= 0 and var end ? end : rest.Length;
}
