namespace Gyre.Tracking.Formats.Mlflow;

/// <summary>What became of something that was offered.</summary>
public enum ImportState
{
    /// <summary>It was written.</summary>
    Taken,

    /// <summary>It is there as offered; nothing was written.</summary>
    AlreadyThere,

    /// <summary>Something else stands in its place and stays; nothing was written.</summary>
    Kept,
}

/// <summary>What became of several things that were offered together.</summary>
/// <param name="Taken">How many were written.</param>
/// <param name="AlreadyThere">How many were there as offered.</param>
/// <param name="Kept">Keys in whose place something else stands and stays.</param>
public sealed record ImportChanges(int Taken, int AlreadyThere, IReadOnlyList<string> Kept)
{
    /// <summary>Keys that this store cannot keep, or whose values it cannot; they were left out.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    /// <summary>Nothing was offered.</summary>
    public static ImportChanges None { get; } = new(0, 0, []);
}

/// <summary>An experiment of the store that is written to.</summary>
/// <param name="Id">Its id there, which may differ from the one it comes with.</param>
/// <param name="State"><see cref="ImportState.Kept"/>: one of that name is there that no import has made or joined before; it is joined.</param>
public sealed record TargetExperiment(string Id, ImportState State);

/// <summary>
/// A store that takes what an importer reads. Each call writes all or nothing, and the same call again changes nothing. Nothing is changed that the user changed
/// after an earlier import: what stands there stays, and the answer says so. Refusals of single things (a key that is not allowed) are told as
/// <see cref="TrackingException"/>; the importer makes remarks of them and goes on.
/// </summary>
public interface IImportTarget
{
    /// <summary>Finds the experiment of that name, a deleted one too, or makes it: active at first, with the times it comes with.</summary>
    Task<TargetExperiment> EnsureExperimentAsync(ForeignExperiment experiment, CancellationToken cancellationToken);

    /// <summary>Sets tags that are absent.</summary>
    Task<ImportChanges> AddExperimentTagsAsync(string experimentId, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken);

    /// <summary>Marks an experiment that an import made as deleted, if it comes so; called when all its runs are there.</summary>
    Task FinishExperimentAsync(string experimentId, ForeignExperiment experiment, CancellationToken cancellationToken);

    /// <summary>
    /// Finds the run of that id or makes it with its name, user and start, running and active, so that an import that is interrupted leaves it visibly unfinished.
    /// <see cref="ImportState.Kept"/>: a run of that id is in another experiment; nothing of it may be written.
    /// </summary>
    Task<ImportState> EnsureRunAsync(string experimentId, ForeignRun run, CancellationToken cancellationToken);

    /// <summary>Adds params that are absent.</summary>
    Task<ImportChanges> AddParamsAsync(string runId, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken);

    /// <summary>Sets tags that are absent, as they are: none is generated or changed.</summary>
    Task<ImportChanges> AddTagsAsync(string runId, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken);

    /// <summary>Adds points that are absent; two are the same when timestamp, step and value are.</summary>
    Task<ImportChanges> AddPointsAsync(string runId, string key, IReadOnlyList<MetricPoint> points, CancellationToken cancellationToken);

    /// <summary>Adds the run's datasets, model inputs and model outputs that are absent.</summary>
    Task<ImportChanges> AddUsesAsync(string runId, ForeignRun run, CancellationToken cancellationToken);

    /// <summary>Puts a file below the run's folder. Leaves nothing when the file's content breaks off.</summary>
    Task<ImportState> PutFileAsync(string runId, ForeignArtifactFile file, CancellationToken cancellationToken);

    /// <summary>
    /// Gives a run its status, end and lifecycle; called when all of it is there. A run that ended already stays as it is, and one that the user deleted or
    /// restored meanwhile too.
    /// </summary>
    Task FinishRunAsync(string runId, ForeignRun run, CancellationToken cancellationToken);

    /// <summary>Finds the logged model of that id or makes it, with its params, tags and metric values that are absent.</summary>
    Task<ImportState> EnsureLoggedModelAsync(string experimentId, ForeignLoggedModel model, CancellationToken cancellationToken);

    /// <summary>Puts a file below the logged model's folder. Leaves nothing when the file's content breaks off.</summary>
    Task<ImportState> PutFileAsync(ForeignLoggedModel model, ForeignArtifactFile file, CancellationToken cancellationToken);

    /// <summary>Finds the registered model of that name or makes it, with the tags that are absent. A description that stands there stays.</summary>
    Task<ImportState> EnsureRegisteredModelAsync(ForeignRegisteredModel model, CancellationToken cancellationToken);

    /// <summary>
    /// Finds the version of that number or makes it, with its stage, times and tags; numbers below it stay free.
    /// <see cref="ImportState.Kept"/>: that number is another version (another source or run).
    /// </summary>
    Task<ImportState> EnsureVersionAsync(ForeignModelVersion version, CancellationToken cancellationToken);

    /// <summary>Sets an alias that is absent; its version is there.</summary>
    Task<ImportState> EnsureAliasAsync(string modelName, string alias, int version, CancellationToken cancellationToken);
}
