using Gyre.Tracking;

namespace Gyre.Server.Security.Steps;

/// <summary>Logged models for a step.</summary>
internal sealed class StepLoggedModels(ILoggedModels all, StepJudge judge) : ILoggedModels
{
    public async Task<LoggedModel> CreateAsync(NewLoggedModel model, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.Experiment, model.Experiment, cancellationToken);
        if (model.SourceRunId.Length > 0)
            await judge.DemandAsync(Thing.Run, model.SourceRunId, cancellationToken);
        return await all.CreateAsync(model with { Tags = StepJudge.Marked(model.Tags, judge.RunMark) }, cancellationToken);
    }

    public async Task<LoggedModel> GetAsync(string modelId, bool allowDeleted, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.LoggedModel, modelId, cancellationToken);
        return await all.GetAsync(modelId, allowDeleted, cancellationToken);
    }

    public async Task<LoggedModel> FinalizeAsync(string modelId, LoggedModelStatus status, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.LoggedModel, modelId, cancellationToken);
        return await all.FinalizeAsync(modelId, status, cancellationToken);
    }

    public async Task DeleteAsync(string modelId, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.LoggedModel, modelId, cancellationToken);
        await all.DeleteAsync(modelId, cancellationToken);
    }

    public async Task<Page<LoggedModel>> SearchAsync(LoggedModelQuery query, CancellationToken cancellationToken)
    {
        var among = await judge.AmongAsync(query.Experiments, cancellationToken);
        return await all.SearchAsync(query with { Experiments = among }, cancellationToken);
    }

    public async Task SetTagsAsync(string modelId, IReadOnlyList<Tag> tags, CancellationToken cancellationToken)
    {
        foreach (var tag in tags)
            StepJudge.DemandFreeTag(tag.Key);
        await judge.DemandAsync(Thing.LoggedModel, modelId, cancellationToken);
        await all.SetTagsAsync(modelId, tags, cancellationToken);
    }

    public async Task DeleteTagAsync(string modelId, string key, CancellationToken cancellationToken)
    {
        StepJudge.DemandFreeTag(key);
        await judge.DemandAsync(Thing.LoggedModel, modelId, cancellationToken);
        await all.DeleteTagAsync(modelId, key, cancellationToken);
    }

    public async Task LogParamsAsync(string modelId, IReadOnlyList<Tag> pairs, CancellationToken cancellationToken)
    {
        await judge.DemandAsync(Thing.LoggedModel, modelId, cancellationToken);
        await all.LogParamsAsync(modelId, pairs, cancellationToken);
    }
}
