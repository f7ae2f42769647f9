namespace Gyre.Tracking.Formats.Mlflow.Folder;

/// <summary>The runs of an experiment's folder.</summary>
internal sealed class FolderRuns(ForeignFolder folder)
{
    private readonly FolderInputs _inputs = new(folder);

    public IEnumerable<ForeignRun> Of(ForeignExperiment experiment, string experimentFolder)
    {
        foreach (var runFolder in folder.Folders(experimentFolder))
        {
            if (runFolder.Name == "traces")
                folder.Remarks.Add(folder.PlaceOf(runFolder.FullName), "traces are not imported");
            else if (runFolder.Name is not ("tags" or "datasets" or "models") && TryRead(experiment, experimentFolder, runFolder) is { } run)
                yield return run;
        }
    }

    public IEnumerable<MetricPoint> History(string experimentFolder, string runId, string key)
    {
        var file = new FileInfo(Path.Join(experimentFolder, runId, "metrics", key));
        return ReadPoints(file);
    }

    /// <summary>Reads a file line by line; bad lines become remarks, the first few one each.</summary>
    public static IEnumerable<T> Lines<T>(ForeignFolder folder, FileInfo file, Func<string, (string? Reason, T Value)> read)
    {
        var bad = 0;
        using var stream = TryOpen(folder, file);
        foreach (var (number, text) in Guarded(folder, file, stream))
        {
            var (reason, value) = text is null ? ($"longer than {ForeignLimits.MaxLineBytes} bytes, or not UTF-8", default!) : read(text);
            if (reason is null)
                yield return value;
            else if (++bad <= ForeignLimits.MaxRemarksPerFile)
                folder.Remarks.Add(folder.PlaceOf(file.FullName), $"the point was not imported: {reason}", number);
        }
        if (bad > ForeignLimits.MaxRemarksPerFile)
            folder.Remarks.Add(folder.PlaceOf(file.FullName), $"{bad - ForeignLimits.MaxRemarksPerFile} more lines were not imported");
    }

    private IEnumerable<MetricPoint> ReadPoints(FileInfo file) => Lines(folder, file, line => (MetricLines.Read(line, out var point), point));

    private static Stream TryOpen(ForeignFolder folder, FileInfo file)
    {
        try
        {
            return ForeignFolder.Open(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            folder.Remarks.Add(folder.PlaceOf(file.FullName), $"it was not imported: {exception.Message}");
            return Stream.Null;
        }
    }

    /// <summary>A disk may fail in the middle of a file; what was read until then counts.</summary>
    private static IEnumerable<(int Number, string? Text)> Guarded(ForeignFolder folder, FileInfo file, Stream stream)
    {
        using var lines = MetricLines.Of(stream).GetEnumerator();
        while (TryMove(folder, file, lines))
            yield return lines.Current;
    }

    private static bool TryMove(ForeignFolder folder, FileInfo file, IEnumerator<(int Number, string? Text)> lines)
    {
        try
        {
            return lines.MoveNext();
        }
        catch (IOException exception)
        {
            folder.Remarks.Add(folder.PlaceOf(file.FullName), $"the rest was not imported: {exception.Message}");
            return false;
        }
    }

    private ForeignRun? TryRead(ForeignExperiment experiment, string experimentFolder, DirectoryInfo runFolder)
    {
        if (folder.TryReadMeta(runFolder.FullName) is not { } meta)
            return null;
        return folder.Try(runFolder.FullName, () => Read(experiment, experimentFolder, runFolder, meta));
    }

    private ForeignRun Read(ForeignExperiment experiment, string experimentFolder, DirectoryInfo runFolder, MetaMap meta)
    {
        CheckIdentity(experiment, runFolder, meta);
        if (!ForeignNames.TryReadStatus(meta.Text("status"), out var status))
            throw new BadFileException($"'status' is '{RemarkList.Shown(meta.Text("status") ?? "")}', not a number from 1 to 5", meta.LineOf("status"));
        if (!ForeignNames.TryReadLifecycle(meta.Text("lifecycle_stage"), out var isDeleted))
            throw new BadFileException("'lifecycle_stage' is neither active nor deleted", meta.LineOf("lifecycle_stage"));
        var run = new ForeignRun
        {
            Id = runFolder.Name,
            ExperimentId = experiment.Id,
            UserId = meta.Text("user_id") ?? "",
            Status = status,
            StartTime = meta.Number("start_time"),
            EndTime = meta.Number("end_time"),
            IsDeleted = isDeleted,
            DeletedAt = meta.Number("deleted_time"),
            ArtifactUri = meta.Text("artifact_uri") ?? "",
            Params = folder.TextsBelow(Path.Join(runFolder.FullName, "params")),
            Tags = folder.TextsBelow(Path.Join(runFolder.FullName, "tags")),
            Metrics = Metrics(runFolder),
            DatasetInputs = _inputs.Datasets(experimentFolder, runFolder.FullName),
            ModelInputs = _inputs.Models(runFolder.FullName),
            ModelOutputs = _inputs.Outputs(runFolder.FullName),
        };
        return run with { Name = meta.Text("run_name") ?? run.Tags.GetValueOrDefault(ForeignNames.RunNameTag) ?? meta.Text("name") ?? "" };
    }

    private static void CheckIdentity(ForeignExperiment experiment, DirectoryInfo runFolder, MetaMap meta)
    {
        var id = meta.Text("run_id") ?? meta.Text("run_uuid");
        if (!ForeignNames.IsId(runFolder.Name) || (id is not null && id != runFolder.Name))
            throw new BadFileException(
                $"its run id is '{RemarkList.Shown(id ?? runFolder.Name)}', which is not valid or differs from the folder name; the "
                    + "folder was not imported",
                meta.LineOf("run_id"));
        if (meta.Text("experiment_id") is { } owner && owner != experiment.Id)
            throw new BadFileException(
                $"it belongs to experiment '{RemarkList.Shown(owner)}', not to the experiment of this folder; the run was not imported",
                meta.LineOf("experiment_id"));
    }

    private SortedDictionary<string, MetricPoint?> Metrics(DirectoryInfo runFolder)
    {
        var keys = new SortedDictionary<string, MetricPoint?>(StringComparer.Ordinal);
        foreach (var (key, _) in folder.FilesBelow(Path.Join(runFolder.FullName, "metrics")).Take(ForeignLimits.MaxKeys))
            keys[key] = null;
        return keys;
    }
}
