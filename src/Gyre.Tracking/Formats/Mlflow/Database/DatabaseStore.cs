using Gyre.Core;
using Gyre.Tracking.Formats.Mlflow.Folder;

namespace Gyre.Tracking.Formats.Mlflow.Database;

/// <summary>A tracking database in SQLite, with its files in a folder.</summary>
internal sealed class DatabaseStore : IForeignStore
{
    private readonly DatabaseFile _file;
    private readonly DatabaseRuns _runs;
    private readonly DatabaseModels _models;
    private readonly DatabaseRegistry _registry;
    private readonly ArtifactPlaces _places;

    /// <exception cref="InvalidInputException">There is no such file, or it is none of this kind.</exception>
    public DatabaseStore(string path, IReadOnlyList<string> artifactRoots)
    {
        _file = new DatabaseFile(path, new RemarkList());
        if (!_file.Has("experiments", "experiment_id") || !_file.Has("runs", "run_uuid"))
        {
            _file.Dispose();
            throw new InvalidInputException(
                "import.not-a-store",
                $"The database '{path}' has no MLflow tables 'experiments' and 'runs'.",
                "Use the database of the tracking server.");
        }
        _runs = new DatabaseRuns(_file);
        _models = new DatabaseModels(_file);
        _registry = new DatabaseRegistry(_file);
        // Where a server beside its database keeps files, unless it is told otherwise.
        var beside = Path.GetDirectoryName(_file.Path)!;
        _places = new ArtifactPlaces([.. artifactRoots, Path.Join(beside, "artifacts"), Path.Join(beside, "mlartifacts"), Path.Join(beside, "mlruns"), beside]);
    }

    public string Description => _file.Path;

    public RemarkList Remarks => _file.Remarks;

    public IAsyncEnumerable<ForeignExperiment> ExperimentsAsync(CancellationToken cancellationToken) => Streams.Of(_runs.Experiments(), cancellationToken);

    public IAsyncEnumerable<ForeignRun> RunsAsync(ForeignExperiment experiment, CancellationToken cancellationToken) => Streams.Of(_runs.Of(experiment), cancellationToken);

    public IAsyncEnumerable<MetricPoint> HistoryAsync(ForeignRun run, string key, CancellationToken cancellationToken) =>
        Streams.Of(_runs.History(run.Id, key), cancellationToken);

    public IAsyncEnumerable<ForeignArtifactFile> FilesAsync(ForeignRun run, CancellationToken cancellationToken) =>
        Streams.Of(Files($"runs/{run.Id}", run.ArtifactUri, $"{run.ExperimentId}/{run.Id}/artifacts"), cancellationToken);

    public IAsyncEnumerable<ForeignLoggedModel> LoggedModelsAsync(ForeignExperiment experiment, CancellationToken cancellationToken) =>
        Streams.Of(_models.Of(experiment), cancellationToken);

    public IAsyncEnumerable<ForeignArtifactFile> FilesAsync(ForeignLoggedModel model, CancellationToken cancellationToken) =>
        Streams.Of(Files($"logged_models/{model.Id}", model.ArtifactLocation, $"{model.ExperimentId}/models/{model.Id}/artifacts"), cancellationToken);

    public IAsyncEnumerable<ForeignRegisteredModel> RegisteredModelsAsync(CancellationToken cancellationToken) => Streams.Of(_registry.Models(), cancellationToken);

    public IAsyncEnumerable<ForeignModelVersion> VersionsAsync(ForeignRegisteredModel model, CancellationToken cancellationToken) =>
        Streams.Of(_registry.Versions(model.Name), cancellationToken);

    public ValueTask DisposeAsync()
    {
        _file.Dispose();
        return ValueTask.CompletedTask;
    }

    private IEnumerable<ForeignArtifactFile> Files(string owner, string uri, string usualTail)
    {
        if (_places.Find(uri, usualTail) is { } path)
            return FolderFiles.Below(new ForeignFolder(path, Remarks), path);
        if (uri.Length > 0 && !WasNeverMade(uri, usualTail))
            Remarks.Add(owner, $"its files are at '{RemarkList.Shown(uri)}', outside the --artifact-root folders; they were not imported");
        return [];
    }

    /// <summary>A folder is made with its first file. It counts as never made when its experiment's folder is there: else the whole root is elsewhere.</summary>
    private bool WasNeverMade(string uri, string usualTail)
    {
        if (!uri.TrimEnd('/').EndsWith("/" + usualTail, StringComparison.Ordinal))
            return false;
        var experiment = usualTail[..usualTail.IndexOf('/', StringComparison.Ordinal)];
        var root = uri[..uri.LastIndexOf(usualTail, StringComparison.Ordinal)];
        return _places.Find(root + experiment, experiment) is not null;
    }
}
