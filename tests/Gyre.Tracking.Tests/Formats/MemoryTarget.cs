using System.Text;
using Gyre.Tracking.Formats.Mlflow;

namespace Gyre.Tracking.Tests.Formats;

/// <summary>A target in memory that keeps the promises of the interface; it counts its writes.</summary>
internal sealed class MemoryTarget : IImportTarget
{
    public sealed class Run(string experimentId, ForeignRun started)
    {
        public string ExperimentId { get; } = experimentId;

        public ForeignRun Info { get; set; } = started;

        public SortedDictionary<string, string> Params { get; } = new(StringComparer.Ordinal);

        public SortedDictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

        public SortedDictionary<string, HashSet<MetricPoint>> Points { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Uses { get; } = [];

        public SortedDictionary<string, string> Files { get; } = new(StringComparer.Ordinal);
    }

    private int _nextExperiment = 100;

    public int Writes { get; private set; }

    public Dictionary<string, (string Id, bool IsImported, bool IsDeleted)> Experiments { get; } = new(StringComparer.Ordinal) { ["Default"] = ("0", false, false) };

    public Dictionary<string, SortedDictionary<string, string>> ExperimentTags { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, Run> Runs { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, ForeignLoggedModel> Models { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, string> ModelFiles { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, ForeignRegisteredModel> Registered { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, ForeignModelVersion> Versions { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, int> Aliases { get; } = new(StringComparer.Ordinal);

    /// <summary>A key that is refused, as a store refuses what its rules forbid.</summary>
    public string? RefusedKey { get; init; }

    /// <summary>Fails like a store whose disk is full, at this write.</summary>
    public int? FailsAtWrite { get; set; }

    public Task<TargetExperiment> EnsureExperimentAsync(ForeignExperiment experiment, CancellationToken cancellationToken)
    {
        if (Experiments.TryGetValue(experiment.Name, out var known))
        {
            Experiments[experiment.Name] = known with { IsImported = true };
            return Task.FromResult(new TargetExperiment(known.Id, known.IsImported ? ImportState.AlreadyThere : ImportState.Kept));
        }
        Write();
        var id = $"{_nextExperiment++}";
        Experiments[experiment.Name] = (id, true, false);
        return Task.FromResult(new TargetExperiment(id, ImportState.Taken));
    }

    public Task<ImportChanges> AddExperimentTagsAsync(string experimentId, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        Task.FromResult(Add(ExperimentTags.TryGetValue(experimentId, out var known) ? known : ExperimentTags[experimentId] = new(StringComparer.Ordinal), tags));

    public Task FinishExperimentAsync(string experimentId, ForeignExperiment experiment, CancellationToken cancellationToken)
    {
        var known = Experiments[experiment.Name];
        if (experiment.IsDeleted && !known.IsDeleted)
        {
            Write();
            Experiments[experiment.Name] = known with { IsDeleted = true };
        }
        return Task.CompletedTask;
    }

    public Task<ImportState> EnsureRunAsync(string experimentId, ForeignRun run, CancellationToken cancellationToken)
    {
        if (Runs.TryGetValue(run.Id, out var known))
            return Task.FromResult(known.ExperimentId == experimentId ? ImportState.AlreadyThere : ImportState.Kept);
        Write();
        Runs[run.Id] = new Run(experimentId, run with { Status = ForeignRunStatus.Running, EndTime = null, IsDeleted = false });
        return Task.FromResult(ImportState.Taken);
    }

    public Task<ImportChanges> AddParamsAsync(string runId, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken) => Task.FromResult(Add(Runs[runId].Params, values));

    public Task<ImportChanges> AddTagsAsync(string runId, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) => Task.FromResult(Add(Runs[runId].Tags, tags));

    public Task<ImportChanges> AddPointsAsync(string runId, string key, IReadOnlyList<MetricPoint> points, CancellationToken cancellationToken)
    {
        Refuse(key);
        points.Count.ShouldBeLessThanOrEqualTo(5000);
        var known = Runs[runId].Points.TryGetValue(key, out var found) ? found : Runs[runId].Points[key] = [];
        return Task.FromResult(Add(known, points));
    }

    public Task<ImportChanges> AddUsesAsync(string runId, ForeignRun run, CancellationToken cancellationToken)
    {
        string[] uses = [.. run.DatasetInputs.Select(input => $"dataset {input.Name} {input.Digest}"), .. run.ModelInputs.Select(id => $"in {id}"), .. run.ModelOutputs.Select(output => $"out {output.ModelId} {output.Step}")];
        return Task.FromResult(Add(Runs[runId].Uses, uses));
    }

    public Task<ImportState> PutFileAsync(string runId, ForeignArtifactFile file, CancellationToken cancellationToken) => PutAsync(Runs[runId].Files, file.Path.ToString(), file, cancellationToken);

    public Task FinishRunAsync(string runId, ForeignRun run, CancellationToken cancellationToken)
    {
        var known = Runs[runId];
        if (known.Info.Status == ForeignRunStatus.Running && known.Info != run)
        {
            if (run.Status != known.Info.Status || run.EndTime != known.Info.EndTime || run.IsDeleted != known.Info.IsDeleted)
                Write();
            known.Info = run;
        }
        return Task.CompletedTask;
    }

    public Task<ImportState> EnsureLoggedModelAsync(string experimentId, ForeignLoggedModel model, CancellationToken cancellationToken) => Task.FromResult(Ensure(Models, model.Id, model, _ => true));

    public Task<ImportState> PutFileAsync(ForeignLoggedModel model, ForeignArtifactFile file, CancellationToken cancellationToken) =>
        PutAsync(ModelFiles, $"{model.Id}/{file.Path}", file, cancellationToken);

    public Task<ImportState> EnsureRegisteredModelAsync(ForeignRegisteredModel model, CancellationToken cancellationToken) => Task.FromResult(Ensure(Registered, model.Name, model, _ => true));

    public Task<ImportState> EnsureVersionAsync(ForeignModelVersion version, CancellationToken cancellationToken) =>
        Task.FromResult(Ensure(Versions, $"{version.Name}/{version.Version}", version, known => known.Source == version.Source && known.RunId == version.RunId));

    public Task<ImportState> EnsureAliasAsync(string modelName, string alias, int version, CancellationToken cancellationToken) =>
        Task.FromResult(Ensure(Aliases, $"{modelName}@{alias}", version, known => known == version));

    private ImportState Ensure<T>(SortedDictionary<string, T> map, string key, T value, Func<T, bool> isSame)
    {
        if (map.TryGetValue(key, out var known))
            return isSame(known) ? ImportState.AlreadyThere : ImportState.Kept;
        Write();
        map[key] = value;
        return ImportState.Taken;
    }

    private ImportChanges Add(SortedDictionary<string, string> map, IReadOnlyDictionary<string, string> values)
    {
        foreach (var key in values.Keys)
            Refuse(key);
        var absent = values.Where(pair => !map.ContainsKey(pair.Key)).ToList();
        var kept = values.Where(pair => map.TryGetValue(pair.Key, out var known) && known != pair.Value).Select(pair => pair.Key).ToList();
        if (absent.Count > 0)
            Write();
        foreach (var (key, value) in absent)
            map[key] = value;
        return new ImportChanges(absent.Count, values.Count - absent.Count - kept.Count, kept);
    }

    private ImportChanges Add<T>(HashSet<T> set, IReadOnlyList<T> items)
    {
        if (items.Any(item => !set.Contains(item)))
            Write();
        var added = items.Count(set.Add);
        return new ImportChanges(added, items.Count - added, []);
    }

    private async Task<ImportState> PutAsync(SortedDictionary<string, string> files, string key, ForeignArtifactFile file, CancellationToken cancellationToken)
    {
        await using var content = await file.OpenAsync(cancellationToken);
        using var reader = new StreamReader(content, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(cancellationToken);
        return Ensure(files, key, text, known => known == text);
    }

    private void Refuse(string key)
    {
        if (key == RefusedKey)
            throw new TrackingException(TrackingError.InvalidParameter, $"the key '{key}' is not allowed");
    }

    private void Write()
    {
        if (FailsAtWrite == Writes)
            throw new IOException("No space left on device");
        Writes++;
    }
}
