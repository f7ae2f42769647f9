using Gyre.Storage;
using Gyre.Tracking.Experiments;
using Gyre.Tracking.Formats.Mlflow;
using Gyre.Tracking.LoggedModels;
using Gyre.Tracking.Rules;

namespace Gyre.Tracking.Moves;

/// <summary>Takes logged models. What their status means in words is not kept.</summary>
internal sealed class LoggedModelImport(IDatabase database, TimeProvider clock)
{
    public Task<ImportState> EnsureAsync(string experimentId, ForeignLoggedModel model, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            var experiment = ExperimentTable.Require(session, ExperimentImport.NumberOf(experimentId));
            var known = LoggedModelTable.Find(session, model.Id);
            if (known is not null && known.Experiment != experiment.Id)
                return ImportState.Kept;
            var number = known?.Number ?? Insert(session, experiment, model);
            PairImport.ModelParams.Add(session, number, model.Params);
            PairImport.ModelTags.Add(session, number, model.Tags);
            ModelMetricTable.AddAbsent(session, number, [.. model.Metrics.Where(metric => ImportRules.IsStorable(metric.Key, "")).Select(MetricOf)]);
            return known is null ? ImportState.Taken : ImportState.AlreadyThere;
        },
        cancellationToken);

    public Task<string> AddressOfAsync(string modelId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => LoggedModelTable.Require(session, modelId, allowDeleted: true).ArtifactUri, cancellationToken);

    private long Insert(IDbSession session, ExperimentRow experiment, ForeignLoggedModel model)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var made = model.CreatedAt ?? now;
        var number = LoggedModelTable.Insert(session, new LoggedModelRow
        {
            ModelId = model.Id,
            Experiment = experiment.Id,
            Name = ImportRules.Clean(model.Name),
            ArtifactUri = $"{experiment.ArtifactLocation.TrimEnd('/')}/models/{model.Id}/artifacts",
            Status = (int)model.Status,
            ModelType = model.ModelType.Length > 0 ? ImportRules.Clean(model.ModelType) : null,
            SourceRunId = model.SourceRunId.Length > 0 ? ImportRules.Clean(model.SourceRunId) : null,
            LifecycleStage = model.IsDeleted ? Stages.Deleted : Stages.Active,
            CreatedAt = made,
            UpdatedAt = model.UpdatedAt ?? made,
        });
        if (model.IsDeleted)
            session.Execute("UPDATE tracking_models SET deleted_at = @deletedAt WHERE number = @number", new { number, deletedAt = model.UpdatedAt ?? now });
        return number;
    }

    private static ModelMetric MetricOf(ForeignModelMetric metric) =>
        new(metric.Key, ImportRules.Finite(metric.Point), ImportRules.Clean(metric.RunId), metric.DatasetName, metric.DatasetDigest);
}
