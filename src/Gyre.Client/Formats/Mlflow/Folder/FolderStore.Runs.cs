using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Gyre.Client.Logging;
using Gyre.Core;

namespace Gyre.Client.Formats.Mlflow.Folder;

/// <summary>Runs and their values.</summary>
internal sealed partial class FolderStore
{
    private const int MaxParamLength = 6000;
    private const int MaxTagLength = 8000;
    private const long LocalSource = 4;

    public Task<TrackingRunRecord> CreateRunAsync(NewRun run, string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        EnsureRoot();
        var experiment = ReadExperiment(ExperimentFolder(run.ExperimentId));
        if (experiment.IsDeleted)
            throw Refused($"The experiment {run.ExperimentId} must be in the 'active' state. Current state is deleted.");
        var id = ids.Next().ToString("N");
        var name = run.Name ?? RunNames.Make(id);
        var folder = Path.Join(_layout.Experiment(run.ExperimentId), id);
        foreach (var part in new[] { "metrics", "params", "artifacts", "tags" })
            Directory.CreateDirectory(Path.Join(folder, part));
        foreach (var (tag, value) in run.Tags)
            WriteTag(folder, tag, value);
        WriteTag(folder, SystemTags.RunName, name);
        var meta = new MetaYaml
        {
            ["artifact_uri"] = $"{experiment.ArtifactLocation.TrimEnd('/')}/{id}/artifacts",
            ["end_time"] = null,
            ["entry_point_name"] = "",
            ["experiment_id"] = run.ExperimentId,
            ["lifecycle_stage"] = "active",
            ["run_id"] = id,
            ["run_name"] = name,
            ["source_name"] = "",
            ["source_type"] = LocalSource,
            ["source_version"] = "",
            ["start_time"] = run.StartTimeMs,
            ["status"] = Number(TrackingStatus.Running),
            ["tags"] = MetaYaml.EmptyList,
            ["user_id"] = run.UserId,
        };
        // Last: a run without this file is no run yet.
        FolderFile.Write(Path.Join(folder, FolderLayout.Meta), meta.ToString(), folder, ids);
        return Task.FromResult(ReadRun(folder));
    }

    public Task<TrackingRunRecord?> GetRunAsync(string runId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_layout.FindRun(runId) is { } folder ? ReadRun(folder) : null);
    }

    public Task UpdateRunAsync(string runId, RunUpdate update, string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var folder = ActiveRun(runId, out var meta);
            if (update.Status is { } status)
                meta["status"] = Number(status);
            if (update.EndTimeMs is { } end)
                meta["end_time"] = end;
            if (update.Name is { Length: > 0 } name)
            {
                meta["run_name"] = name;
                WriteTag(folder, SystemTags.RunName, name);
            }
            FolderFile.Write(Path.Join(folder, FolderLayout.Meta), Rewritten(meta), folder, ids);
        }
        return Task.CompletedTask;
    }

    public Task WriteBatchAsync(string runId, LogBatch batch, string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var folder = ActiveRun(runId, out var meta);
            foreach (var item in batch.Items)
                KeyRules.Check("key", item.Key);
            CheckParams(folder, runId, batch);
            try
            {
                Write(folder, batch, meta);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new TrackingException(
                    $"The values of run {runId} could not be written to {folder}: {error.Message} A key such as 'a' cannot be used "
                        + "together with 'a/b', because it would have to be both a file and a folder.",
                    error);
            }
        }
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<TrackingRunRecord> SearchRunsAsync(RunQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Task.CompletedTask;
        var filter = RunFilter.Parse(query.Filter);
        var order = RunOrder.Parse(query.OrderBy);
        var runs =
            from id in query.ExperimentIds
            let folder = _layout.FindExperiment(id)
            where folder is not null
            from run in FolderLayout.Runs(folder)
            let record = ReadRun(run)
            where query.View == TrackingView.All || record.IsDeleted == (query.View == TrackingView.Deleted)
            where filter.Matches(record)
            select record;
        foreach (var run in order.Sort(runs).Take(query.MaxResults ?? int.MaxValue))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return run;
        }
    }

    public Task<IReadOnlyList<MetricPoint>> GetHistoryAsync(string runId, string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var file = FolderLayout.KeyFile(Path.Join(RunFolder(runId), "metrics"), key);
        IReadOnlyList<MetricPoint> points = !File.Exists(file) ? []
            : [.. MetricFile.Read(file, key).OrderBy(point => point.Timestamp).ThenBy(point => point.Step).ThenBy(point => point.Value)];
        return Task.FromResult(points);
    }

    public Task SetRunDeletedAsync(string runId, bool deleted, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
            MarkRun(RunFolder(runId), deleted);
        return Task.CompletedTask;
    }

    public Task DeleteTagAsync(string runId, string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var file = FolderLayout.KeyFile(Path.Join(ActiveRun(runId, out _), "tags"), key);
        if (!File.Exists(file))
            throw Unknown($"No tag with name: {key} in run with id {runId}");
        File.Delete(file);
        return Task.CompletedTask;
    }

    private static long Number(TrackingStatus status) => (long)status + 1;

    private static void CheckParams(string folder, string runId, LogBatch batch)
    {
        foreach (var item in batch.Of(LogKind.Param))
        {
            var file = FolderLayout.KeyFile(Path.Join(folder, "params"), item.Key);
            if (File.Exists(file) && FolderFile.Read(file) is var old && !string.Equals(old, Cut(item.Text, MaxParamLength), StringComparison.Ordinal))
                throw Refused($"Changing param values is not allowed. Param with key='{item.Key}' was already logged with value='{old}' for run ID='{runId}'. Attempted logging new value '{item.Text}'.");
        }
    }

    private void Write(string folder, LogBatch batch, MetaYaml meta)
    {
        foreach (var item in batch.Of(LogKind.Param))
            FolderFile.Write(FolderLayout.KeyFile(Path.Join(folder, "params"), item.Key), Cut(item.Text, MaxParamLength), folder, ids);
        foreach (var metric in batch.Of(LogKind.Metric).GroupBy(item => item.Key, StringComparer.Ordinal))
        {
            var lines = new StringBuilder();
            foreach (var item in metric)
                lines.Append(CultureInfo.InvariantCulture, $"{item.TimestampMs} {NumberText.Of(item.Value)} {item.Step}\n");
            FolderFile.Append(FolderLayout.KeyFile(Path.Join(folder, "metrics"), metric.Key), lines.ToString());
        }
        foreach (var item in batch.Of(LogKind.Tag))
        {
            WriteTag(folder, item.Key, item.Text);
            if (item.Key == SystemTags.RunName)
            {
                meta["run_name"] = item.Text;
                FolderFile.Write(Path.Join(folder, FolderLayout.Meta), Rewritten(meta), folder, ids);
            }
        }
    }

    private void WriteTag(string folder, string key, string value) =>
        FolderFile.Write(FolderLayout.KeyFile(Path.Join(folder, "tags"), key), Cut(value, MaxTagLength), folder, ids);

    /// <summary>Over-long values are cut, as servers of this format do.</summary>
    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    private void MarkRun(string folder, bool deleted)
    {
        var meta = MetaYaml.Read(Path.Join(folder, FolderLayout.Meta));
        meta["lifecycle_stage"] = deleted ? "deleted" : "active";
        if (deleted)
            meta["deleted_time"] = NowMs;
        else
            meta.Remove("deleted_time");
        FolderFile.Write(Path.Join(folder, FolderLayout.Meta), Rewritten(meta), folder, ids);
    }

    private string RunFolder(string runId) => _layout.FindRun(runId) ?? throw Unknown($"Run with id={runId} not found");

    private string ActiveRun(string runId, out MetaYaml meta)
    {
        var folder = RunFolder(runId);
        meta = MetaYaml.Read(Path.Join(folder, FolderLayout.Meta));
        if (meta.Text("lifecycle_stage") == "deleted")
            throw Refused($"The run {runId} must be in the 'active' state. Current state is deleted.");
        return folder;
    }

    private static TrackingRunRecord ReadRun(string folder)
    {
        var meta = MetaYaml.Read(Path.Join(folder, FolderLayout.Meta));
        return new TrackingRunRecord
        {
            RunId = meta.Text("run_id") ?? meta.Text("run_uuid") ?? Path.GetFileName(folder),
            ExperimentId = meta.Text("experiment_id") ?? Path.GetFileName(Path.GetDirectoryName(folder)!),
            Name = meta.Text("run_name") ?? "",
            UserId = meta.Text("user_id") ?? "",
            Status = (TrackingStatus)Math.Clamp((meta.Number("status") ?? 1) - 1, 0, 4),
            StartTime = Times.Of(meta.Number("start_time") ?? 0),
            EndTime = meta.Number("end_time") is { } end ? Times.Of(end) : null,
            ArtifactUri = ArtifactUri(folder, meta.Text("artifact_uri")),
            IsDeleted = meta.Text("lifecycle_stage") == "deleted",
            Params = Texts(folder, "params"),
            Tags = Texts(folder, "tags"),
            Metrics = FolderLayout.Keys(Path.Join(folder, "metrics"))
                .Select(pair => MetricFile.Latest(MetricFile.Read(pair.File, pair.Key))).OfType<MetricPoint>().ToDictionary(point => point.Key, StringComparer.Ordinal),
        };
    }

    /// <summary>A store that was moved names places that are no more; then the files beside the run are meant.</summary>
    private static string ArtifactUri(string folder, string? written)
    {
        var beside = Path.Join(folder, "artifacts");
        var moved = written is null || (Uri.TryCreate(written, UriKind.Absolute, out var uri) && uri.IsFile && !Directory.Exists(uri.LocalPath));
        return moved ? FolderLayout.Uri(beside) : written!;
    }

    private static Dictionary<string, string> Texts(string folder, string part) =>
        FolderLayout.Keys(Path.Join(folder, part)).ToDictionary(pair => pair.Key, pair => FolderFile.Read(pair.File), StringComparer.Ordinal);
}
