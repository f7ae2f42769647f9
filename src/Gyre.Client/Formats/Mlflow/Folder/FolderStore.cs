using System.Globalization;
using System.Runtime.CompilerServices;
using Gyre.Core;

namespace Gyre.Client.Formats.Mlflow.Folder;

/// <summary>Experiments and runs in a folder, in the layout that the reference client reads.</summary>
/// <remarks>One program may write one run at a time; several programs may write different runs.</remarks>
internal sealed partial class FolderStore(string root, TimeProvider clock, IdSource ids) : ITrackingStore
{
    private const string InvalidValue = "INVALID_PARAMETER_VALUE";
    private const string Missing = "RESOURCE_DOES_NOT_EXIST";

    private readonly FolderLayout _layout = new(root);
    private readonly Lock _lock = new();

    private long NowMs => clock.GetUtcNow().ToUnixTimeMilliseconds();

    public Task<TrackingExperiment?> FindExperimentAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Find(name));
    }

    public Task<TrackingExperiment?> GetExperimentAsync(string experimentId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (experimentId == FolderLayout.DefaultExperimentId)
            EnsureRoot();
        return Task.FromResult(_layout.FindExperiment(experimentId) is { } folder ? ReadExperiment(folder) : null);
    }

    public async IAsyncEnumerable<TrackingExperiment> ListExperimentsAsync(TrackingView view, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Task.CompletedTask;
        foreach (var folder in _layout.Experiments())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var experiment = ReadExperiment(folder);
            if (view == TrackingView.All || experiment.IsDeleted == (view == TrackingView.Deleted))
                yield return experiment;
        }
    }

    public async Task<string?> CreateExperimentAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (name.Length is 0 or > 500)
            throw Refused($"An experiment name must have 1 to 500 characters; this one has {name.Length}.");
        EnsureRoot();
        await using var alone = await FolderLock.TakeAsync(_layout.Root, clock, cancellationToken);
        if (Find(name) is not null)
            return null;
        var id = (100_000_000_000_000_000 + (BitConverter.ToUInt64(ids.Next().ToByteArray(), 8) % 900_000_000_000_000_000)).ToString(CultureInfo.InvariantCulture);
        WriteNewExperiment(id, name);
        return id;
    }

    public Task SetExperimentTagAsync(string experimentId, string key, string value, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var folder = ExperimentFolder(experimentId);
        if (ReadExperiment(folder).IsDeleted)
            throw Refused($"The experiment {experimentId} must be in the 'active' state. Current state is deleted.");
        FolderFile.Write(FolderLayout.KeyFile(Path.Join(folder, "tags"), key), value, folder, ids);
        return Task.CompletedTask;
    }

    public Task SetExperimentDeletedAsync(string experimentId, bool deleted, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var folder = ExperimentFolder(experimentId);
        if (ReadExperiment(folder).IsDeleted == deleted)
            throw Unknown($"No {(deleted ? "active" : "deleted")} experiment with id {experimentId} exists.");
        lock (_lock)
        {
            var meta = MetaYaml.Read(Path.Join(folder, FolderLayout.Meta));
            meta["lifecycle_stage"] = deleted ? "deleted" : "active";
            meta["last_update_time"] = NowMs;
            FolderFile.Write(Path.Join(folder, FolderLayout.Meta), Rewritten(meta), folder, ids);
            foreach (var run in FolderLayout.Runs(folder).ToArray())
                MarkRun(run, deleted);
            Directory.CreateDirectory(_layout.Trash);
            Directory.Move(folder, Path.Join(deleted ? _layout.Trash : _layout.Root, experimentId));
        }
        return Task.CompletedTask;
    }

    private TrackingExperiment? Find(string name)
    {
        if (name == "Default")
            EnsureRoot();
        return _layout.Experiments().Select(ReadExperiment).FirstOrDefault(experiment => string.Equals(experiment.Name, name, StringComparison.Ordinal));
    }

    /// <summary>A new store begins with the default experiment, as the reference client's does.</summary>
    private void EnsureRoot()
    {
        lock (_lock)
        {
            if (Directory.Exists(_layout.Root) && _layout.Experiments().Any())
                return;
            Directory.CreateDirectory(_layout.Trash);
            WriteNewExperiment(FolderLayout.DefaultExperimentId, "Default");
        }
    }

    private void WriteNewExperiment(string id, string name)
    {
        var folder = _layout.Experiment(id);
        var now = NowMs;
        var meta = new MetaYaml
        {
            ["artifact_location"] = FolderLayout.Uri(folder),
            ["creation_time"] = now,
            ["experiment_id"] = id,
            ["last_update_time"] = now,
            ["lifecycle_stage"] = "active",
            ["name"] = name,
            ["trace_location"] = null,
            ["workspace"] = "default",
        };
        FolderFile.Write(Path.Join(folder, FolderLayout.Meta), meta.ToString(), _layout.Root, ids);
    }

    private string ExperimentFolder(string id) => _layout.FindExperiment(id) ?? throw Unknown($"No Experiment with id={id} exists");

    private static TrackingExperiment ReadExperiment(string folder)
    {
        var meta = MetaYaml.Read(Path.Join(folder, FolderLayout.Meta));
        return new TrackingExperiment
        {
            ExperimentId = meta.Text("experiment_id") ?? Path.GetFileName(folder),
            Name = meta.Text("name") ?? "",
            ArtifactLocation = meta.Text("artifact_location") ?? FolderLayout.Uri(folder),
            IsDeleted = meta.Text("lifecycle_stage") == "deleted",
            Tags = FolderLayout.Keys(Path.Join(folder, "tags")).ToDictionary(pair => pair.Key, pair => FolderFile.Read(pair.File), StringComparer.Ordinal),
        };
    }

    /// <summary>What was read as text is a number where the format has one.</summary>
    private static string Rewritten(MetaYaml meta)
    {
        foreach (var key in new[] { "creation_time", "last_update_time", "start_time", "end_time", "deleted_time", "status", "source_type", "creation_timestamp", "last_updated_timestamp", "version" })
        {
            if (meta.Number(key) is { } number)
                meta[key] = number;
        }
        return meta.ToString();
    }

    private static TrackingException Refused(string message) => new(message) { ErrorCode = InvalidValue };

    private static TrackingException Unknown(string message) => new(message) { ErrorCode = Missing };
}
