namespace Gyre.Tracking.Formats.Mlflow.Database;

/// <summary>Experiments, runs and what was logged to them.</summary>
internal sealed class DatabaseRuns(DatabaseFile file)
{
    private const string OwnWorkspace = "default";

    public IEnumerable<ForeignExperiment> Experiments()
    {
        foreach (var row in file.Rows("experiments", ["experiment_id", "name", "artifact_location", "lifecycle_stage", "creation_time", "last_update_time", "workspace"], "ORDER BY experiment_id"))
        {
            var id = row.Text("experiment_id");
            var place = $"experiments/{id}";
            if (row.Text("workspace") is { } workspace && workspace != OwnWorkspace)
                file.Remarks.Add(
                    place, $"it is in workspace '{RemarkList.Shown(workspace)}'; only workspace '{OwnWorkspace}' is imported");
            else if (!ForeignNames.IsExperimentId(id) || row.Text("name") is not { Length: > 0 } name || !ForeignNames.TryReadLifecycle(row.Text("lifecycle_stage"), out var isDeleted))
                file.Remarks.Add(place, "its id, name or 'lifecycle_stage' is not valid; the experiment was not imported");
            else
                yield return Read(row, id!, name, isDeleted);
        }
    }

    public IEnumerable<ForeignRun> Of(ForeignExperiment experiment)
    {
        var rows = file.Rows(
            "runs",
            ["run_uuid", "name", "user_id", "status", "start_time", "end_time", "lifecycle_stage", "artifact_uri", "deleted_time"],
            "WHERE experiment_id = $experiment ORDER BY run_uuid",
            ("$experiment", long.Parse(experiment.Id, System.Globalization.CultureInfo.InvariantCulture)));
        foreach (var row in rows)
        {
            var id = row.Text("run_uuid");
            if (!ForeignNames.IsId(id))
                file.Remarks.Add("runs", $"'{RemarkList.Shown(id ?? "")}' is not a valid run id; the run was not imported");
            else if (!ForeignNames.TryReadStatus(row.Text("status"), out var status) || !ForeignNames.TryReadLifecycle(row.Text("lifecycle_stage"), out var isDeleted))
                file.Remarks.Add($"runs/{id}", "its 'status' or 'lifecycle_stage' is not valid; the run was not imported");
            else
                yield return Read(row, experiment, id!, status, isDeleted);
        }
    }

    public IEnumerable<MetricPoint> History(string runId, string key)
    {
        var bad = 0;
        var order = file.Has("metrics", "step") ? "timestamp, step, value" : "timestamp, value";
        foreach (var row in file.Rows("metrics", ["timestamp", "step", "value", "is_nan"], $"WHERE run_uuid = $run AND \"key\" = $key ORDER BY {order}", ("$run", runId), ("$key", key)))
        {
            if (PointOf(row) is { } point)
                yield return point;
            else
                bad++;
        }
        if (bad > 0)
            file.Remarks.Add($"metrics/{runId}/{RemarkList.Shown(key)}", $"{bad} rows are not valid points; they were not imported");
    }

    /// <summary>Texts by key from a table that has a column for its owner.</summary>
    public static IReadOnlyDictionary<string, string> Texts(
        DatabaseFile file, string table, (string Key, string Value) columns, string condition, params (string Name, object Value)[] parameters)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        long length = 0;
        foreach (var row in file.Rows(table, [columns.Key, columns.Value], condition, parameters))
        {
            var value = row.Text(columns.Value) ?? "";
            length += value.Length;
            if (texts.Count >= ForeignLimits.MaxKeys || value.Length > ForeignLimits.MaxValueBytes || length > ForeignLimits.MaxValuesBytes)
                file.Remarks.Add(
                    $"{table}/{parameters[0].Value}", "too many texts, or texts that are too long; the rest was not imported");
            else if (row.Text(columns.Key) is { Length: > 0 } key)
                texts[key] = value;
        }
        return texts;
    }

    /// <summary>A point, or null where a cell holds something else. NaN has its own column, because a cell cannot hold it.</summary>
    private static MetricPoint? PointOf(DatabaseRow row)
    {
        if (row.Number("timestamp") is not { } timestamp)
            return null;
        var value = row.Number("is_nan") == 1 ? double.NaN : row.Real("value");
        return value is { } number ? new MetricPoint(timestamp, row.Number("step") ?? 0, number) : null;
    }

    private ForeignExperiment Read(DatabaseRow row, string id, string name, bool isDeleted) => new()
    {
        Id = id,
        Name = name,
        IsDeleted = isDeleted,
        CreatedAt = row.Number("creation_time"),
        UpdatedAt = row.Number("last_update_time"),
        ArtifactLocation = row.Text("artifact_location") ?? "",
        Tags = Texts(file, "experiment_tags", ("key", "value"), "WHERE experiment_id = $id", ("$id", row.Number("experiment_id") ?? 0)),
    };

    private ForeignRun Read(DatabaseRow row, ForeignExperiment experiment, string id, ForeignRunStatus status, bool isDeleted)
    {
        var tags = Texts(file, "tags", ("key", "value"), "WHERE run_uuid = $run", ("$run", id));
        return new ForeignRun
        {
            Id = id,
            ExperimentId = experiment.Id,
            Name = row.Text("name") is { Length: > 0 } name ? name : tags.GetValueOrDefault(ForeignNames.RunNameTag) ?? "",
            UserId = row.Text("user_id") ?? "",
            Status = status,
            StartTime = row.Number("start_time"),
            EndTime = row.Number("end_time"),
            IsDeleted = isDeleted,
            DeletedAt = row.Number("deleted_time"),
            ArtifactUri = row.Text("artifact_uri") ?? "",
            Params = Texts(file, "params", ("key", "value"), "WHERE run_uuid = $run", ("$run", id)),
            Tags = tags,
            Metrics = Metrics(id),
            DatasetInputs = [.. Datasets(id)],
            ModelInputs = [.. Linked(id, "RUN_INPUT", "MODEL_INPUT").Select(link => link.ModelId)],
            ModelOutputs = [.. Linked(id, "RUN_OUTPUT", "MODEL_OUTPUT")],
        };
    }

    private SortedDictionary<string, MetricPoint?> Metrics(string runId)
    {
        var metrics = new SortedDictionary<string, MetricPoint?>(StringComparer.Ordinal);
        var table = file.Has("latest_metrics") ? "latest_metrics" : "metrics";
        foreach (var row in file.Rows(table, ["key", "timestamp", "step", "value", "is_nan"], "WHERE run_uuid = $run", ("$run", runId)))
        {
            if (metrics.Count < ForeignLimits.MaxKeys && row.Text("key") is { Length: > 0 } key)
                metrics[key] = table == "metrics" ? null : PointOf(row);
        }
        return metrics;
    }

    private IEnumerable<ForeignDatasetInput> Datasets(string runId)
    {
        foreach (var input in file.Rows("inputs", ["input_uuid", "source_id"], "WHERE source_type = 'DATASET' AND destination_type = 'RUN' AND destination_id = $run", ("$run", runId)))
        {
            var tags = Texts(file, "input_tags", ("name", "value"), "WHERE input_uuid = $input", ("$input", input.Text("input_uuid") ?? ""));
            foreach (var row in file.Rows("datasets", ["name", "digest", "dataset_source_type", "dataset_source", "dataset_schema", "dataset_profile"], "WHERE dataset_uuid = $id", ("$id", input.Text("source_id") ?? "")))
            {
                yield return new ForeignDatasetInput(
                    row.Text("name") ?? "", row.Text("digest") ?? "", row.Text("dataset_source_type") ?? "", row.Text("dataset_source") ?? "", row.Text("dataset_schema"), row.Text("dataset_profile"), tags);
            }
        }
    }

    private IEnumerable<ForeignModelOutput> Linked(string runId, string from, string to) => file
        .Rows("inputs", ["destination_id", "step"], "WHERE source_type = $from AND source_id = $run AND destination_type = $to ORDER BY destination_id", ("$run", runId), ("$from", from), ("$to", to))
        .Select(row => new ForeignModelOutput(row.Text("destination_id") ?? "", row.Number("step") ?? 0)).Where(link => ForeignNames.IsId(link.ModelId));
}
