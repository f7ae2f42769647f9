using System.Globalization;

namespace Gyre.Tracking.Formats.Mlflow.Database;

/// <summary>Logged models; older databases have none.</summary>
internal sealed class DatabaseModels(DatabaseFile file)
{
    private static readonly string[] Columns =
    [
        "model_id", "name", "artifact_location", "creation_timestamp_ms", "last_updated_timestamp_ms", "status", "lifecycle_stage", "model_type", "source_run_id", "status_message",
    ];

    public IEnumerable<ForeignLoggedModel> Of(ForeignExperiment experiment)
    {
        var number = long.Parse(experiment.Id, CultureInfo.InvariantCulture);
        foreach (var row in file.Rows("logged_models", Columns, "WHERE experiment_id = $experiment ORDER BY model_id", ("$experiment", number)))
        {
            if (row.Text("model_id") is { } id && ForeignNames.IsId(id) && ForeignNames.TryReadModelStatus(row.Text("status"), out var status))
                yield return Read(row, experiment, id, status);
            else
                file.Remarks.Add(
                    $"logged_models/{RemarkList.Shown(row.Text("model_id") ?? "")}",
                    "its id or 'status' is not valid; the model was not imported");
        }
    }

    private ForeignLoggedModel Read(DatabaseRow row, ForeignExperiment experiment, string id, ForeignModelStatus status) => new()
    {
        Id = id,
        ExperimentId = experiment.Id,
        Name = row.Text("name") ?? "",
        ModelType = row.Text("model_type") ?? "",
        SourceRunId = row.Text("source_run_id") ?? "",
        Status = status,
        StatusMessage = row.Text("status_message") ?? "",
        CreatedAt = row.Number("creation_timestamp_ms"),
        UpdatedAt = row.Number("last_updated_timestamp_ms"),
        ArtifactLocation = row.Text("artifact_location") ?? "",
        IsDeleted = row.Text("lifecycle_stage") == "deleted",
        Params = DatabaseRuns.Texts(file, "logged_model_params", ("param_key", "param_value"), "WHERE model_id = $model", ("$model", id)),
        Tags = DatabaseRuns.Texts(file, "logged_model_tags", ("tag_key", "tag_value"), "WHERE model_id = $model", ("$model", id)),
        Metrics = [.. Metrics(id).Take(ForeignLimits.MaxModelMetrics)],
    };

    private IEnumerable<ForeignModelMetric> Metrics(string id)
    {
        string[] columns = ["metric_name", "metric_timestamp_ms", "metric_step", "metric_value", "run_id", "dataset_name", "dataset_digest"];
        foreach (var row in file.Rows("logged_model_metrics", columns, "WHERE model_id = $model ORDER BY metric_name, metric_timestamp_ms, metric_step", ("$model", id)))
        {
            if (row.Text("metric_name") is { Length: > 0 } key && row.Number("metric_timestamp_ms") is { } timestamp)
            {
                // A cell cannot hold NaN; it becomes nothing.
                var point = new MetricPoint(timestamp, row.Number("metric_step") ?? 0, row.Real("metric_value") ?? double.NaN);
                yield return new ForeignModelMetric(key, point, row.Text("run_id") ?? "", row.Text("dataset_name"), row.Text("dataset_digest"));
            }
        }
    }
}
