using Gyre.Core;

namespace Gyre.Tracking.Formats.Mlflow.Folder;

/// <summary>
/// A folder <c>mlruns</c>: <c>EXPERIMENT/RUN/{meta.yaml,metrics,params,tags,artifacts,inputs,outputs}</c>, deleted experiments in <c>.trash</c>, datasets and
/// logged models beside the runs, the registry in <c>models</c>.
/// </summary>
internal sealed class FolderStore : IForeignStore
{
    private const string Trash = ".trash";
    private const string Registry = "models";

    private readonly ForeignFolder _folder;
    private readonly FolderRuns _runs;
    private readonly FolderModels _models;
    private readonly FolderRegistry _registry;
    private readonly ArtifactPlaces _places;

    /// <exception cref="InvalidInputException">There is no such folder, or it is none of this kind.</exception>
    public FolderStore(string path, IReadOnlyList<string> artifactRoots)
    {
        var root = Path.GetFullPath(path);
        if (!Directory.Exists(root))
            throw new InvalidInputException(
                "import.no-folder", $"The folder '{path}' does not exist.", "Specify the 'mlruns' folder itself.");
        _folder = new ForeignFolder(root, new RemarkList());
        if (!LooksRight())
            throw new InvalidInputException(
                "import.not-a-store",
                $"The folder '{path}' contains no experiments: none of its folders has a meta.yaml.",
                "Specify the 'mlruns' folder itself.");
        _runs = new FolderRuns(_folder);
        _models = new FolderModels(_folder);
        _registry = new FolderRegistry(_folder, Path.Join(root, Registry));
        _places = new ArtifactPlaces([root, .. artifactRoots]);
    }

    public string Description => _folder.Root;

    public RemarkList Remarks => _folder.Remarks;

    public IAsyncEnumerable<ForeignExperiment> ExperimentsAsync(CancellationToken cancellationToken) => Streams.Of(Experiments(), cancellationToken);

    public IAsyncEnumerable<ForeignRun> RunsAsync(ForeignExperiment experiment, CancellationToken cancellationToken) =>
        Streams.Of(_runs.Of(experiment, FolderOf(experiment.Id)), cancellationToken);

    public IAsyncEnumerable<MetricPoint> HistoryAsync(ForeignRun run, string key, CancellationToken cancellationToken) =>
        Streams.Of(_runs.History(FolderOf(run.ExperimentId), run.Id, key), cancellationToken);

    public IAsyncEnumerable<ForeignArtifactFile> FilesAsync(ForeignRun run, CancellationToken cancellationToken) =>
        Streams.Of(Files(Path.Join(FolderOf(run.ExperimentId), run.Id), run.ArtifactUri, $"{run.ExperimentId}/{run.Id}/artifacts"), cancellationToken);

    public IAsyncEnumerable<ForeignLoggedModel> LoggedModelsAsync(ForeignExperiment experiment, CancellationToken cancellationToken) =>
        Streams.Of(_models.Of(experiment, FolderOf(experiment.Id)), cancellationToken);

    public IAsyncEnumerable<ForeignArtifactFile> FilesAsync(ForeignLoggedModel model, CancellationToken cancellationToken) => Streams.Of(
        Files(Path.Join(FolderOf(model.ExperimentId), Registry, model.Id), model.ArtifactLocation, $"{model.ExperimentId}/models/{model.Id}/artifacts"), cancellationToken);

    public IAsyncEnumerable<ForeignRegisteredModel> RegisteredModelsAsync(CancellationToken cancellationToken) => Streams.Of(_registry.Models(), cancellationToken);

    public IAsyncEnumerable<ForeignModelVersion> VersionsAsync(ForeignRegisteredModel model, CancellationToken cancellationToken) =>
        Streams.Of(_registry.Versions(model.Name), cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private bool LooksRight() => new DirectoryInfo(_folder.Root).EnumerateDirectories().Any(folder => folder.Name is Trash or Registry || File.Exists(Path.Join(folder.FullName, "meta.yaml")));

    private IEnumerable<ForeignExperiment> Experiments()
    {
        var kept = _folder.Folders(_folder.Root).Where(folder => folder.Name is not (Trash or Registry)).Select(folder => (Folder: folder, IsTrash: false));
        var trashed = _folder.Folders(Path.Join(_folder.Root, Trash)).Select(folder => (Folder: folder, IsTrash: true));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (folder, isTrash) in kept.Concat(trashed).OrderBy(pair => pair.Folder.Name, StringComparer.Ordinal))
        {
            if (!seen.Add(folder.Name))
                _folder.Remarks.Add(
                    _folder.PlaceOf(folder.FullName), "an experiment with this id was already read; this one was not imported");
            else if (TryRead(folder, isTrash) is { } experiment)
                yield return experiment;
        }
    }

    private ForeignExperiment? TryRead(DirectoryInfo folder, bool isTrash)
    {
        if (!ForeignNames.IsExperimentId(folder.Name))
        {
            _folder.Remarks.Add(_folder.PlaceOf(folder.FullName), "the folder name is not an experiment id; the folder was not imported");
            return null;
        }
        return _folder.TryReadMeta(folder.FullName) is { } meta ? _folder.Try(folder.FullName, () => Read(folder, meta, isTrash)) : null;
    }

    private ForeignExperiment Read(DirectoryInfo folder, MetaMap meta, bool isTrash)
    {
        if (meta.Text("experiment_id") is { } id && id != folder.Name)
            throw new BadFileException(
                $"it belongs to experiment '{RemarkList.Shown(id)}', not to the experiment of this folder; the folder was not imported",
                meta.LineOf("experiment_id"));
        if (!ForeignNames.TryReadLifecycle(meta.Text("lifecycle_stage"), out var isDeleted))
            throw new BadFileException("'lifecycle_stage' is neither active nor deleted", meta.LineOf("lifecycle_stage"));
        return new ForeignExperiment
        {
            Id = folder.Name,
            Name = meta.Text("name") is { Length: > 0 } name ? name : throw new BadFileException("it has no 'name'"),
            IsDeleted = isDeleted || isTrash,
            CreatedAt = meta.Number("creation_time"),
            UpdatedAt = meta.Number("last_update_time"),
            ArtifactLocation = meta.Text("artifact_location") ?? "",
            Tags = _folder.TextsBelow(Path.Join(folder.FullName, "tags")),
        };
    }

    private string FolderOf(string experimentId)
    {
        var kept = Path.Join(_folder.Root, experimentId);
        return ForeignFolder.IsFolder(kept) ? kept : Path.Join(_folder.Root, Trash, experimentId);
    }

    private IEnumerable<ForeignArtifactFile> Files(string owner, string uri, string usualTail)
    {
        var beside = Path.Join(owner, "artifacts");
        var path = ForeignFolder.IsFolder(beside) ? beside : _places.Find(uri, usualTail);
        if (path is not null)
            return FolderFiles.Below(_folder, path);
        // A usual place that is empty was never made, or was lost by a copy that leaves out empty folders.
        if (uri.Length > 0 && !uri.TrimEnd('/').EndsWith("/" + usualTail, StringComparison.Ordinal))
            _folder.Remarks.Add(
                _folder.PlaceOf(owner),
                $"its files are at '{RemarkList.Shown(uri)}', outside the --artifact-root folders; they were not imported");
        return [];
    }
}
