using System.Collections.Immutable;
using Gyre.Storage;
using Gyre.Tracking.Rules;

namespace Gyre.Tracking.LoggedModels;

/// <summary>A row of the table.</summary>
internal sealed record LoggedModelRow
{
    public const string Columns = "number, model_id, experiment, name, artifact_uri, status, model_type, source_run_id, lifecycle_stage, created_at, updated_at";

    public long Number { get; init; }

    public required string ModelId { get; init; }

    public required long Experiment { get; init; }

    public required string Name { get; init; }

    public required string ArtifactUri { get; init; }

    public required int Status { get; init; }

    public string? ModelType { get; init; }

    public string? SourceRunId { get; init; }

    public required string LifecycleStage { get; init; }

    public required long CreatedAt { get; init; }

    public required long UpdatedAt { get; init; }

    public LoggedModel ToModel(IEnumerable<Tag> tags, IEnumerable<Tag> pairs, IEnumerable<ModelMetric> metrics) => new()
    {
        ModelId = ModelId,
        Experiment = Experiment,
        Name = Name,
        ArtifactUri = ArtifactUri,
        Status = (LoggedModelStatus)Status,
        ModelType = ModelType ?? "",
        SourceRunId = SourceRunId ?? "",
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
        UpdatedAt = DateTimeOffset.FromUnixTimeMilliseconds(UpdatedAt),
        Tags = [.. tags],
        Params = [.. pairs],
        Metrics = [.. metrics],
    };
}

/// <summary>Statements about logged models.</summary>
internal static class LoggedModelTable
{
    /// <summary>Begins every id.</summary>
    public const string IdPrefix = "m-";

    /// <summary>How many models one statement asks for: engines limit the values of one.</summary>
    private const int MostPerStatement = 500;

    /// <summary>One, deleted or not.</summary>
    public static LoggedModelRow? Find(IDbSession session, string modelId) =>
        session.QuerySingleOrDefault<LoggedModelRow>($"SELECT {LoggedModelRow.Columns} FROM tracking_models WHERE model_id = @modelId", new { modelId });

    /// <exception cref="TrackingException">There is none, or it is deleted.</exception>
    public static LoggedModelRow Require(IDbSession session, string modelId, bool allowDeleted = false)
    {
        var row = Find(session, modelId);
        return row is not null && (allowDeleted || row.LifecycleStage == Stages.Active) ? row : throw Missing(modelId);
    }

    public static TrackingException Missing(string modelId) => new(TrackingError.DoesNotExist, $"Logged model with ID '{modelId}' not found.");

    /// <summary>The model's number.</summary>
    public static long Insert(IDbSession session, LoggedModelRow row) => session.QuerySingleOrDefault<long>(
        """
        INSERT INTO tracking_models (model_id, experiment, name, artifact_uri, status, model_type, source_run_id, lifecycle_stage, created_at, updated_at)
        VALUES (@ModelId, @Experiment, @Name, @ArtifactUri, @Status, @ModelType, @SourceRunId, @LifecycleStage, @CreatedAt, @UpdatedAt) RETURNING number
        """,
        row);

    public static void Touch(IDbSession session, long model, long now) => session.Execute("UPDATE tracking_models SET updated_at = @now WHERE number = @model", new { model, now });

    public static void SetTags(IDbSession session, long model, IReadOnlyList<Tag> tags)
    {
        foreach (var tag in tags)
        {
            session.Execute(
                "INSERT INTO tracking_model_tags (model, key, value) VALUES (@model, @Key, @Value) ON CONFLICT (model, key) DO UPDATE SET value = excluded.value",
                new { model, tag.Key, tag.Value });
        }
    }

    public static string? TagOf(IDbSession session, long model, string key) =>
        session.QuerySingleOrDefault<string>("SELECT value FROM tracking_model_tags WHERE model = @model AND key = @key", new { model, key });

    /// <exception cref="TrackingException">One has another value already.</exception>
    public static void WriteParams(IDbSession session, LoggedModelRow model, IReadOnlyList<Tag> pairs)
    {
        foreach (var pair in pairs)
        {
            var param = new { model.Number, pair.Key, pair.Value };
            if (session.Execute("INSERT INTO tracking_model_params (model, key, value) VALUES (@Number, @Key, @Value) ON CONFLICT DO NOTHING", param) > 0)
                continue;
            var known = session.QuerySingleOrDefault<string>("SELECT value FROM tracking_model_params WHERE model = @Number AND key = @Key", param);
            if (known != pair.Value)
            {
                throw new TrackingException(
                    TrackingError.InvalidParameter,
                    $"Changing param values is not allowed. Param with key='{pair.Key}' was already logged with value='{known}' for model ID='{model.ModelId}'. Attempted logging new value '{pair.Value}'.");
            }
        }
    }

    /// <summary>The models of these numbers, in their order.</summary>
    public static ImmutableArray<LoggedModel> Read(IDbSession session, IReadOnlyList<long> numbers)
    {
        var models = ImmutableArray.CreateBuilder<LoggedModel>(numbers.Count);
        foreach (var chunk in numbers.Chunk(MostPerStatement))
        {
            var rows = session.Query<LoggedModelRow>($"SELECT {LoggedModelRow.Columns} FROM tracking_models WHERE number IN @chunk", new { chunk }).ToDictionary(row => row.Number);
            models.AddRange(Whole(session, [.. chunk.Where(rows.ContainsKey).Select(number => rows[number])]));
        }
        return models.ToImmutable();
    }

    /// <summary>Models with all that belongs to them.</summary>
    public static IEnumerable<LoggedModel> Whole(IDbSession session, IReadOnlyList<LoggedModelRow> rows)
    {
        var ids = new { models = rows.Select(row => row.Number).ToArray() };
        var tags = session.Query<PairRow>("SELECT model, key, value FROM tracking_model_tags WHERE model IN @models ORDER BY key", ids).ToLookup(row => row.Model, row => new Tag(row.Key, row.Value));
        var pairs = session.Query<PairRow>("SELECT model, key, value FROM tracking_model_params WHERE model IN @models ORDER BY key", ids).ToLookup(row => row.Model, row => new Tag(row.Key, row.Value));
        var metrics = ModelMetricTable.Read(session, ids.models);
        return rows.Select(row => row.ToModel(tags[row.Number], pairs[row.Number], metrics[row.Number]));
    }

    private sealed record PairRow(long Model, string Key, string Value);
}
