namespace Gyre.Tracking.Formats.Mlflow;

/// <summary>
/// What another store holds, read piece by piece: at any time one run's params and tags are in memory, never a history or a file. What cannot be read is left out
/// and stands in <see cref="Remarks"/>; only a store that is not there or is something else throws. One reader at a time.
/// </summary>
public interface IForeignStore : IAsyncDisposable
{
    /// <summary>Where it is, for people.</summary>
    string Description { get; }

    /// <summary>What could not be read so far. The same place may be told again when it is read again.</summary>
    RemarkList Remarks { get; }

    /// <summary>All experiments, the deleted ones included, in the order of their ids.</summary>
    IAsyncEnumerable<ForeignExperiment> ExperimentsAsync(CancellationToken cancellationToken);

    /// <summary>All runs of an experiment, the deleted ones included.</summary>
    IAsyncEnumerable<ForeignRun> RunsAsync(ForeignExperiment experiment, CancellationToken cancellationToken);

    /// <summary>The points of one metric in the order the store keeps them; the same point may come twice.</summary>
    IAsyncEnumerable<MetricPoint> HistoryAsync(ForeignRun run, string key, CancellationToken cancellationToken);

    /// <summary>The files of a run, in the order of their paths.</summary>
    IAsyncEnumerable<ForeignArtifactFile> FilesAsync(ForeignRun run, CancellationToken cancellationToken);

    /// <summary>The models that were logged to an experiment; the deleted ones too where the store tells them.</summary>
    IAsyncEnumerable<ForeignLoggedModel> LoggedModelsAsync(ForeignExperiment experiment, CancellationToken cancellationToken);

    /// <summary>The files of a logged model, in the order of their paths.</summary>
    IAsyncEnumerable<ForeignArtifactFile> FilesAsync(ForeignLoggedModel model, CancellationToken cancellationToken);

    /// <summary>All registered models, in the order of their names.</summary>
    IAsyncEnumerable<ForeignRegisteredModel> RegisteredModelsAsync(CancellationToken cancellationToken);

    /// <summary>The versions of a registered model that are not deleted, in the order of their numbers.</summary>
    IAsyncEnumerable<ForeignModelVersion> VersionsAsync(ForeignRegisteredModel model, CancellationToken cancellationToken);
}
