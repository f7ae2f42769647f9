using System.Buffers;
using System.Globalization;
using Gyre.Core;
using Gyre.Storage;
using Gyre.Tracking.Experiments;
using Gyre.Tracking.Rules;
using Gyre.Tracking.Runs;
using Gyre.Tracking.Search;

namespace Gyre.Tracking.LoggedModels;

/// <summary>Models that runs left behind.</summary>
internal sealed class LoggedModelService(IDatabase database, TimeProvider clock, IdSource ids, byte[] pageKey) : ILoggedModels
{
    private const int MaxName = 500;
    private const int MaxTagValue = 100_000;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/:.%\"'");

    public Task<LoggedModel> CreateAsync(NewLoggedModel model, CancellationToken cancellationToken)
    {
        if (model.Name is { Length: > 0 } name)
            CheckName(name);
        NameRules.CheckLength(model.ModelType, MaxName, "model_type");
        NameRules.CheckLength(model.SourceRunId, MaxName, "source_run_id");
        CheckTags(model.Tags);
        var pairs = CheckedParams(model.Params);
        return database.WriteAsync(session => Create(session, model, pairs), cancellationToken);
    }

    public Task<LoggedModel> GetAsync(string modelId, bool allowDeleted, CancellationToken cancellationToken) =>
        database.ReadAsync(session => LoggedModelTable.Whole(session, [LoggedModelTable.Require(session, modelId, allowDeleted)]).Single(), cancellationToken);

    public Task<LoggedModel> FinalizeAsync(string modelId, LoggedModelStatus status, CancellationToken cancellationToken) => WriteAsync(
        modelId,
        (session, model) =>
        {
            session.Execute("UPDATE tracking_models SET status = @status WHERE number = @Number", new { model.Number, status = (int)status });
            return LoggedModelTable.Whole(session, [LoggedModelTable.Require(session, modelId)]).Single();
        },
        cancellationToken);

    public Task DeleteAsync(string modelId, CancellationToken cancellationToken) => WriteAsync(
        modelId,
        (session, model) => session.Execute(
            "UPDATE tracking_models SET lifecycle_stage = @stage, deleted_at = @now WHERE number = @Number", new { model.Number, stage = Stages.Deleted, now = Now() }),
        cancellationToken);

    public Task<Page<LoggedModel>> SearchAsync(LoggedModelQuery query, CancellationToken cancellationToken) => database.ReadAsync(
        session =>
        {
            var (numbers, token) = LoggedModelSearch.Find(session, query, pageKey);
            return new Page<LoggedModel>(LoggedModelTable.Read(session, numbers), token);
        },
        cancellationToken);

    public Task SetTagsAsync(string modelId, IReadOnlyList<Tag> tags, CancellationToken cancellationToken)
    {
        CheckTags(tags);
        return WriteAsync(
            modelId,
            (session, model) =>
            {
                LoggedModelTable.SetTags(session, model.Number, tags);
                return true;
            },
            cancellationToken);
    }

    public Task DeleteTagAsync(string modelId, string key, CancellationToken cancellationToken) => WriteAsync(
        modelId,
        (session, model) => session.Execute("DELETE FROM tracking_model_tags WHERE model = @Number AND key = @key", new { model.Number, key }) > 0
            ? true
            : throw new TrackingException(TrackingError.DoesNotExist, $"No tag with key '{key}' found for model with ID '{modelId}'."),
        cancellationToken);

    public Task LogParamsAsync(string modelId, IReadOnlyList<Tag> pairs, CancellationToken cancellationToken)
    {
        var good = CheckedParams(pairs);
        return WriteAsync(
            modelId,
            (session, model) =>
            {
                LoggedModelTable.WriteParams(session, model, good);
                return true;
            },
            cancellationToken);
    }

    private LoggedModel Create(IDbSession session, NewLoggedModel asked, IReadOnlyList<Tag> pairs)
    {
        var experiment = ExperimentTable.RequireActive(session, asked.Experiment);
        var id = ids.Next();
        var modelId = LoggedModelTable.IdPrefix + id.ToString("N", CultureInfo.InvariantCulture);
        var row = new LoggedModelRow
        {
            ModelId = modelId,
            Experiment = experiment.Id,
            Name = asked.Name is { Length: > 0 } name ? name : RunNames.For(id),
            ArtifactUri = $"{experiment.ArtifactLocation.TrimEnd('/')}/models/{modelId}/artifacts",
            Status = (int)LoggedModelStatus.Pending,
            ModelType = asked.ModelType is { Length: > 0 } type ? type : null,
            SourceRunId = asked.SourceRunId is { Length: > 0 } run ? run : null,
            LifecycleStage = Stages.Active,
            CreatedAt = Now(),
            UpdatedAt = Now(),
        };
        var stored = row with { Number = LoggedModelTable.Insert(session, row) };
        LoggedModelTable.SetTags(session, stored.Number, asked.Tags);
        LoggedModelTable.WriteParams(session, stored, pairs);
        return LoggedModelTable.Whole(session, [stored]).Single();
    }

    private Task<T> WriteAsync<T>(string modelId, Func<IDbSession, LoggedModelRow, T> work, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            var model = LoggedModelTable.Require(session, modelId);
            LoggedModelTable.Touch(session, model.Number, Now());
            return work(session, model);
        },
        cancellationToken);

    private static void CheckName(string name)
    {
        if (name.AsSpan().IndexOfAny(Forbidden) >= 0)
        {
            throw new TrackingException(
                TrackingError.InvalidParameter,
                $"Invalid model name ({SearchText.Quote(name)}) provided. Model name must be a non-empty string and cannot contain the following characters: ('/', ':', '.', '%', '\"', \"'\")");
        }
        NameRules.CheckLength(name, MaxName, "name");
    }

    private static void CheckTags(IReadOnlyList<Tag> tags)
    {
        foreach (var tag in tags)
        {
            NameRules.CheckKey(tag.Key, "key");
            NameRules.CheckLength(tag.Key, NameRules.MaxKey, "key");
            NameRules.CheckLength(tag.Value, MaxTagValue, "value");
        }
    }

    private static Tag[] CheckedParams(IReadOnlyList<Tag> pairs)
    {
        foreach (var pair in pairs)
        {
            NameRules.CheckKey(pair.Key, "key");
            NameRules.CheckLength(pair.Key, NameRules.MaxKey, "Param key");
        }
        return [.. pairs.Select(pair => pair with { Value = NameRules.Cut(pair.Value, NameRules.MaxParamValue) })];
    }

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
