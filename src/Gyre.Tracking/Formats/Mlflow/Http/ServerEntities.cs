using System.Text.Json;

namespace Gyre.Tracking.Formats.Mlflow.Http;

/// <summary>Makes records of the objects in answers. Null, with a remark, for one whose ids or words are none.</summary>
internal sealed class ServerEntities(RemarkList remarks)
{
    public ForeignExperiment? Experiment(JsonElement element)
    {
        var id = element.Text("experiment_id");
        if (!ForeignNames.IsExperimentId(id) || element.Text("name") is not { Length: > 0 } name || !ForeignNames.TryReadLifecycle(element.Text("lifecycle_stage"), out var isDeleted))
            return Refuse<ForeignExperiment>(
                "experiments/search", id, "its id, name or 'lifecycle_stage' is not valid; the experiment was not imported");
        return new ForeignExperiment
        {
            Id = id!,
            Name = name,
            IsDeleted = isDeleted,
            CreatedAt = element.Number("creation_time"),
            UpdatedAt = element.Number("last_update_time"),
            ArtifactLocation = element.Text("artifact_location") ?? "",
            Tags = element.Texts("tags"),
        };
    }

    public ForeignRun? Run(ForeignExperiment experiment, JsonElement element)
    {
        if (element.Object("info") is not { } info)
            return Refuse<ForeignRun>("runs/search", null, "a run has no 'info'");
        var id = info.Text("run_id") ?? info.Text("run_uuid");
        if (!ForeignNames.IsId(id) || !ForeignNames.TryReadStatus(info.Text("status"), out var status) || !ForeignNames.TryReadLifecycle(info.Text("lifecycle_stage"), out var isDeleted))
            return Refuse<ForeignRun>("runs/search", id, "its id, 'status' or 'lifecycle_stage' is not valid; the run was not imported");
        var data = element.Object("data") ?? default;
        var tags = data.Texts("tags");
        return new ForeignRun
        {
            Id = id!,
            ExperimentId = experiment.Id,
            Name = info.Text("run_name") ?? tags.GetValueOrDefault(ForeignNames.RunNameTag) ?? "",
            UserId = info.Text("user_id") ?? "",
            Status = status,
            StartTime = info.Number("start_time"),
            EndTime = info.Number("end_time"),
            IsDeleted = isDeleted,
            ArtifactUri = info.Text("artifact_uri") ?? "",
            Params = data.Texts("params"),
            Tags = tags,
            Metrics = Metrics(data),
            DatasetInputs = [.. Datasets(element.Object("inputs") ?? default)],
            ModelInputs = [.. (element.Object("inputs") ?? default).Items("model_inputs").Select(input => input.Text("model_id")).Where(ForeignNames.IsId).OfType<string>()],
            ModelOutputs = [.. Outputs(element.Object("outputs") ?? default)],
        };
    }

    public ForeignLoggedModel? LoggedModel(ForeignExperiment experiment, JsonElement element)
    {
        var info = element.Object("info") ?? default;
        var id = info.Text("model_id");
        if (!ForeignNames.IsId(id) || !ForeignNames.TryReadModelStatus(info.Text("status"), out var status))
            return Refuse<ForeignLoggedModel>("logged-models/search", id, "its id or 'status' is not valid; the model was not imported");
        var data = element.Object("data") ?? default;
        return new ForeignLoggedModel
        {
            Id = id!,
            ExperimentId = experiment.Id,
            Name = info.Text("name") ?? "",
            ModelType = info.Text("model_type") ?? "",
            SourceRunId = info.Text("source_run_id") ?? "",
            Status = status,
            StatusMessage = info.Text("status_message") ?? "",
            CreatedAt = info.Number("creation_timestamp_ms"),
            UpdatedAt = info.Number("last_updated_timestamp_ms"),
            ArtifactLocation = info.Text("artifact_uri") ?? "",
            Params = data.Texts("params"),
            Tags = info.Texts("tags"),
            Metrics = [.. ModelMetrics(data).Take(ForeignLimits.MaxModelMetrics)],
        };
    }

    public static ForeignRegisteredModel RegisteredModel(string name, JsonElement element)
    {
        var aliases = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var alias in element.Items("aliases"))
        {
            if (alias.Text("alias") is { Length: > 0 } text && alias.Number("version") is > 0 and <= int.MaxValue and var version)
                aliases[text] = (int)version;
        }
        return new ForeignRegisteredModel
        {
            Name = name,
            Description = element.Text("description"),
            CreatedAt = element.Number("creation_timestamp"),
            UpdatedAt = element.Number("last_updated_timestamp"),
            Tags = element.Texts("tags"),
            Aliases = aliases,
        };
    }

    public ForeignModelVersion? Version(ForeignRegisteredModel model, JsonElement element)
    {
        if (element.Number("version") is not (> 0 and <= int.MaxValue and var version))
            return Refuse<ForeignModelVersion>(
                "model-versions/search", model.Name, "a version number is not a positive integer; the version was not imported");
        return new ForeignModelVersion
        {
            Name = model.Name,
            Version = (int)version,
            Stage = element.Text("current_stage") ?? "None",
            Description = element.Text("description"),
            Source = element.Text("source") ?? "",
            StorageLocation = element.Text("source") ?? "",
            RunId = element.Text("run_id") ?? "",
            RunLink = element.Text("run_link"),
            UserId = element.Text("user_id"),
            Status = element.Text("status") ?? "READY",
            StatusMessage = element.Text("status_message"),
            ModelId = element.Text("model_id"),
            CreatedAt = element.Number("creation_timestamp"),
            UpdatedAt = element.Number("last_updated_timestamp"),
            Tags = element.Texts("tags"),
        };
    }

    private static SortedDictionary<string, MetricPoint?> Metrics(JsonElement data)
    {
        var metrics = new SortedDictionary<string, MetricPoint?>(StringComparer.Ordinal);
        foreach (var metric in data.Items("metrics"))
        {
            if (metric.Text("key") is { Length: > 0 } key)
                metrics[key] = metric.Point();
        }
        return metrics;
    }

    private static IEnumerable<ForeignDatasetInput> Datasets(JsonElement inputs) =>
        from input in inputs.Items("dataset_inputs")
        let dataset = input.Object("dataset")
        where dataset is not null
        select new ForeignDatasetInput(
            dataset.Value.Text("name") ?? "", dataset.Value.Text("digest") ?? "", dataset.Value.Text("source_type") ?? "", dataset.Value.Text("source") ?? "",
            dataset.Value.Text("schema"), dataset.Value.Text("profile"), input.Texts("tags"));

    private static IEnumerable<ForeignModelOutput> Outputs(JsonElement outputs) =>
        from output in outputs.Items("model_outputs")
        let id = output.Text("model_id")
        where ForeignNames.IsId(id)
        select new ForeignModelOutput(id, output.Number("step") ?? 0);

    private static IEnumerable<ForeignModelMetric> ModelMetrics(JsonElement data) =>
        from metric in data.Items("metrics")
        let key = metric.Text("key")
        let point = metric.Point()
        where key is { Length: > 0 } && point is not null
        select new ForeignModelMetric(key, point.Value, metric.Text("run_id") ?? "", metric.Text("dataset_name"), metric.Text("dataset_digest"));

    private T? Refuse<T>(string place, string? id, string reason)
        where T : class
    {
        remarks.Add(id is null ? place : $"{place}/{RemarkList.Shown(id)}", reason);
        return null;
    }
}
