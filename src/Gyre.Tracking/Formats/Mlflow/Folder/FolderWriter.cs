using System.Globalization;

namespace Gyre.Tracking.Formats.Mlflow.Folder;

/// <summary>Writes experiments, runs and logged models as folders; registered models are <see cref="RegistryWriter"/>'s.</summary>
internal sealed class FolderWriter(IForeignStore source, string root, string artifactRoot)
{
    private readonly FolderExportReport _report = new() { Remarks = source.Remarks };
    private readonly FolderFileWriter _files = new(root, source.Remarks);
    private readonly List<(string Old, string New)> _moves = [];

    public async Task<FolderExportReport> WriteAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.Join(root, ".trash"));
        await foreach (var experiment in source.ExperimentsAsync(cancellationToken))
            await WriteAsync(experiment, cancellationToken);
        await new RegistryWriter(source, Path.Join(root, "models"), _files, Moved, _report).WriteAsync(cancellationToken);
        return _report;
    }

    private async Task WriteAsync(ForeignExperiment experiment, CancellationToken cancellationToken)
    {
        var folder = experiment.IsDeleted ? Path.Join(root, ".trash", experiment.Id) : Path.Join(root, experiment.Id);
        Directory.CreateDirectory(folder);
        _files.WriteValues(Path.Join(folder, "tags"), experiment.Tags);
        if (experiment.ArtifactLocation.Length > 0)
            _moves.Add((experiment.ArtifactLocation.TrimEnd('/'), $"{artifactRoot}/{experiment.Id}"));
        await foreach (var run in source.RunsAsync(experiment, cancellationToken))
            await WriteAsync(folder, run, cancellationToken);
        await foreach (var model in source.LoggedModelsAsync(experiment, cancellationToken))
            await WriteAsync(folder, model, cancellationToken);
        FolderFileWriter.WriteMeta(folder, Meta(experiment));
        _report.Experiments++;
    }

    private MetaText Meta(ForeignExperiment experiment)
    {
        var meta = new MetaText().Text("artifact_location", $"{artifactRoot}/{experiment.Id}").Number("creation_time", experiment.CreatedAt).Text("experiment_id", experiment.Id)
            .Number("last_update_time", experiment.UpdatedAt).Text("lifecycle_stage", Lifecycle(experiment.IsDeleted)).Text("name", experiment.Name)
            .Text("trace_location", null).Text("workspace", "default");
        // Deleting is what writes the tags into that file; the reader takes them from their own files.
        return experiment.IsDeleted ? meta.Texts("tags", experiment.Tags) : meta;
    }

    private async Task WriteAsync(string experimentFolder, ForeignRun run, CancellationToken cancellationToken)
    {
        var folder = Path.Join(experimentFolder, run.Id);
        foreach (var name in (string[])["metrics", "params", "artifacts"])
            Directory.CreateDirectory(Path.Join(folder, name));
        _files.WriteValues(Path.Join(folder, "params"), run.Params);
        _files.WriteValues(Path.Join(folder, "tags"), run.Tags);
        foreach (var (key, latest) in run.Metrics)
            _report.Points += await _files.WritePointsAsync(Path.Join(folder, "metrics"), key, source.HistoryAsync(run, key, cancellationToken), latest);
        _report.Files += await _files.CopyAsync(Path.Join(folder, "artifacts"), source.FilesAsync(run, cancellationToken), cancellationToken);
        FolderUses.Write(experimentFolder, folder, run);
        FolderFileWriter.WriteMeta(folder, Meta(run));
        _report.Runs++;
    }

    private MetaText Meta(ForeignRun run)
    {
        var meta = new MetaText().Text("artifact_uri", $"{artifactRoot}/{run.ExperimentId}/{run.Id}/artifacts").Number("end_time", run.EndTime).Text("entry_point_name", "")
            .Text("experiment_id", run.ExperimentId).Text("lifecycle_stage", Lifecycle(run.IsDeleted)).Text("run_id", run.Id).Text("run_name", run.Name)
            .Text("source_name", "").Number("source_type", 4).Text("source_version", "").Number("start_time", run.StartTime).Number("status", (int)run.Status)
            .EmptyList("tags").Text("user_id", run.UserId);
        return run.DeletedAt is { } deleted ? meta.Number("deleted_time", deleted) : meta;
    }

    private async Task WriteAsync(string experimentFolder, ForeignLoggedModel model, CancellationToken cancellationToken)
    {
        var folder = Path.Join(experimentFolder, "models", model.Id);
        foreach (var name in (string[])["metrics", "params"])
            Directory.CreateDirectory(Path.Join(folder, name));
        _files.WriteValues(Path.Join(folder, "params"), model.Params);
        _files.WriteValues(Path.Join(folder, "tags"), model.Tags);
        foreach (var metric in model.Metrics.GroupBy(metric => metric.Key, StringComparer.Ordinal))
            _files.WriteText(Path.Join(folder, "metrics"), metric.Key, string.Concat(metric.Select(Line)));
        _report.Files += await _files.CopyAsync(Path.Join(folder, "artifacts"), source.FilesAsync(model, cancellationToken), cancellationToken);
        FolderFileWriter.WriteMeta(folder, Meta(model));
        _report.LoggedModels++;
    }

    private static string Line(ForeignModelMetric metric)
    {
        var words = $"{MetricLines.Write(metric.Point)} {metric.RunId}";
        return metric.DatasetName is null ? words + "\n" : string.Create(CultureInfo.InvariantCulture, $"{words} {metric.DatasetName} {metric.DatasetDigest}\n");
    }

    private MetaText Meta(ForeignLoggedModel model) => new MetaText().Text("artifact_location", $"{artifactRoot}/{model.ExperimentId}/models/{model.Id}/artifacts")
        .Number("creation_timestamp", model.CreatedAt).Text("experiment_id", model.ExperimentId).Number("last_updated_timestamp", model.UpdatedAt)
        .Text("lifecycle_stage", Lifecycle(model.IsDeleted)).Text("model_id", model.Id).Text("model_type", model.ModelType).Text("name", model.Name)
        .Text("source_run_id", model.SourceRunId).Number("status", (int)model.Status).Text("status_message", model.StatusMessage.Length == 0 ? null : model.StatusMessage);

    /// <summary>A URI below an experiment's old location, below its new one; any other as it is.</summary>
    private string Moved(string uri)
    {
        foreach (var (old, now) in _moves)
        {
            if (uri.StartsWith(old, StringComparison.Ordinal) && (uri.Length == old.Length || uri[old.Length] == '/'))
                return now + uri[old.Length..];
        }
        return uri;
    }

    private static string Lifecycle(bool isDeleted) => isDeleted ? "deleted" : "active";
}
