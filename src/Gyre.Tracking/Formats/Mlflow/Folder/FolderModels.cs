namespace Gyre.Tracking.Formats.Mlflow.Folder;

/// <summary>The logged models of an experiment: <c>models/ID/{meta.yaml,metrics,params,tags,artifacts}</c>.</summary>
internal sealed class FolderModels(ForeignFolder folder)
{
    public IEnumerable<ForeignLoggedModel> Of(ForeignExperiment experiment, string experimentFolder)
    {
        foreach (var modelFolder in folder.Folders(Path.Join(experimentFolder, "models")))
        {
            if (folder.TryReadMeta(modelFolder.FullName) is { } meta && folder.Try(modelFolder.FullName, () => Read(experiment, modelFolder, meta)) is { } model)
                yield return model;
        }
    }

    private ForeignLoggedModel Read(ForeignExperiment experiment, DirectoryInfo modelFolder, MetaMap meta)
    {
        if (!ForeignNames.IsId(modelFolder.Name) || (meta.Text("model_id") is { } id && id != modelFolder.Name))
            throw new BadFileException("its model id differs from the folder name; the folder was not imported", meta.LineOf("model_id"));
        if (!ForeignNames.TryReadModelStatus(meta.Text("status"), out var status))
            throw new BadFileException("'status' is not a number from 1 to 3", meta.LineOf("status"));
        return new ForeignLoggedModel
        {
            Id = modelFolder.Name,
            ExperimentId = experiment.Id,
            Name = meta.Text("name") is { Length: > 0 } name ? name : throw new BadFileException("it has no 'name'"),
            ModelType = meta.Text("model_type") ?? "",
            SourceRunId = meta.Text("source_run_id") ?? "",
            Status = status,
            StatusMessage = meta.Text("status_message") ?? "",
            CreatedAt = meta.Number("creation_timestamp"),
            UpdatedAt = meta.Number("last_updated_timestamp"),
            ArtifactLocation = meta.Text("artifact_location") ?? "",
            IsDeleted = meta.Text("lifecycle_stage") == "deleted",
            Params = folder.TextsBelow(Path.Join(modelFolder.FullName, "params")),
            Tags = folder.TextsBelow(Path.Join(modelFolder.FullName, "tags")),
            Metrics = [.. Metrics(modelFolder).Take(ForeignLimits.MaxModelMetrics)],
        };
    }

    private IEnumerable<ForeignModelMetric> Metrics(DirectoryInfo modelFolder) =>
        from pair in folder.FilesBelow(Path.Join(modelFolder.FullName, "metrics"))
        from metric in FolderRuns.Lines(folder, pair.File, line => (MetricLines.Read(line, pair.Key, out var metric), metric!))
        select metric;
}
