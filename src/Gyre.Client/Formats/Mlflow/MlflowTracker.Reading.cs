using Gyre.Client.Formats.Mlflow;
using Gyre.Client.Formats.Mlflow.Folder;
using Gyre.Core;

namespace Gyre.Client;

/// <summary>Experiments, and what is stored of runs. Values that are on their way are not seen until they are flushed.</summary>
public sealed partial class MlflowTracker
{
    /// <summary>The id of an experiment, which is created when it is missing; two programs that do this at once get the same one.</summary>
    /// <exception cref="TrackingException">An experiment of this name is deleted: its name stays taken.</exception>
    public Task<string> GetOrCreateExperimentAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Experiments.GetOrCreateAsync(_store, name, cancellationToken);
    }

    /// <summary>An experiment by name, deleted or not; null when there is none.</summary>
    public Task<TrackingExperiment?> FindExperimentAsync(string name, CancellationToken cancellationToken = default) => _store.FindExperimentAsync(name, cancellationToken);

    /// <summary>All experiments.</summary>
    public IAsyncEnumerable<TrackingExperiment> ListExperimentsAsync(TrackingView view = TrackingView.Active, CancellationToken cancellationToken = default) =>
        _store.ListExperimentsAsync(view, cancellationToken);

    /// <summary>Sets a tag of an experiment.</summary>
    public Task SetExperimentTagAsync(string experimentId, string key, string value, CancellationToken cancellationToken = default) =>
        _store.SetExperimentTagAsync(experimentId, key, value, cancellationToken);

    /// <summary>Marks an experiment and its runs as deleted.</summary>
    public Task DeleteExperimentAsync(string experimentId, CancellationToken cancellationToken = default) => _store.SetExperimentDeletedAsync(experimentId, true, cancellationToken);

    /// <summary>Takes the mark from an experiment and all its runs.</summary>
    public Task RestoreExperimentAsync(string experimentId, CancellationToken cancellationToken = default) => _store.SetExperimentDeletedAsync(experimentId, false, cancellationToken);

    /// <summary>What is stored of a run, deleted or not; null when there is none.</summary>
    public Task<TrackingRunRecord?> GetRunAsync(string runId, CancellationToken cancellationToken = default) => _store.GetRunAsync(runId, cancellationToken);

    /// <summary>The runs that a query finds, page by page as they are read.</summary>
    /// <exception cref="TrackingException">The filter or the order is refused.</exception>
    public async IAsyncEnumerable<TrackingRunRecord> SearchRunsAsync(
        RunQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.ExperimentIds.Count == 0)
            query = query with { ExperimentIds = [await ExperimentIdAsync(null, cancellationToken)] };
        await foreach (var run in _store.SearchRunsAsync(query, cancellationToken))
            yield return run;
    }

    /// <summary>All points of a metric, by time, then step, then value; empty for an unknown key.</summary>
    public Task<IReadOnlyList<MetricPoint>> GetHistoryAsync(string runId, string key, CancellationToken cancellationToken = default) =>
        _store.GetHistoryAsync(runId, key, cancellationToken);

    /// <summary>Marks a run as deleted.</summary>
    public Task DeleteRunAsync(string runId, CancellationToken cancellationToken = default) => _store.SetRunDeletedAsync(runId, true, cancellationToken);

    /// <summary>Takes the mark from a run.</summary>
    public Task RestoreRunAsync(string runId, CancellationToken cancellationToken = default) => _store.SetRunDeletedAsync(runId, false, cancellationToken);

    /// <summary>Removes a tag of a run.</summary>
    public Task DeleteTagAsync(string runId, string key, CancellationToken cancellationToken = default) => _store.DeleteTagAsync(runId, key, cancellationToken);

    /// <summary>One level of a run's artifacts.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="folder">The folder; null for the root.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<ArtifactEntry>> ListArtifactsAsync(string runId, string? folder = null, CancellationToken cancellationToken = default) =>
        await _store.ListArtifactsAsync(await ArtifactUriAsync(runId, cancellationToken), folder is null ? null : SafePath.Parse(folder), cancellationToken);

    /// <summary>Copies an artifact, or a folder with everything below, to the disk. Each file appears whole.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="path">The artifact; null for all.</param>
    /// <param name="target">A folder, created when missing.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The place on the disk.</returns>
    /// <exception cref="TrackingException">There is nothing at that path.</exception>
    public async Task<string> DownloadArtifactsAsync(string runId, string? path, string target, CancellationToken cancellationToken = default) =>
        await _services.Artifacts.GetAsync(await ArtifactUriAsync(runId, cancellationToken), path, target, cancellationToken);

    /// <summary>Creates a version of a registered model, and the model when it is missing.</summary>
    /// <param name="name">The registered model.</param>
    /// <param name="source">Where the files are: <c>models:/m-...</c>, or an artifact URI.</param>
    /// <param name="runId">The run it comes from.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<RegisteredVersion> RegisterModelAsync(string name, string source, string runId, CancellationToken cancellationToken = default) =>
        _store.RegisterAsync(name, source, runId, null, cancellationToken);

    private async Task<string> ArtifactUriAsync(string runId, CancellationToken cancellationToken) =>
        (await _store.GetRunAsync(runId, cancellationToken))?.ArtifactUri ?? throw new TrackingException($"{Location} has no run '{runId}'.") { ErrorCode = "RESOURCE_DOES_NOT_EXIST" };

    /// <summary>What the program says, then the environment, then the options, then the default experiment.</summary>
    private async Task<string> ExperimentIdAsync(string? given, CancellationToken cancellationToken)
    {
        var choice = ChooseExperiment(given);
        if (choice.Id is not { } id)
            return await GetOrCreateExperimentAsync(choice.Name!, cancellationToken);
        if (id != _options.Environment("MLFLOW_EXPERIMENT_ID"))
            return id;
        var experiment = await _store.GetExperimentAsync(id, cancellationToken)
            ?? throw new TrackingException(
                $"{Location} has no experiment '{id}'. Check MLFLOW_EXPERIMENT_ID.")
            { ErrorCode = "RESOURCE_DOES_NOT_EXIST" };
        var name = _options.Environment("MLFLOW_EXPERIMENT_NAME");
        return name is not { Length: > 0 } || string.Equals(experiment.Name, name, StringComparison.Ordinal) ? id
            : throw new TrackingException(
                $"MLFLOW_EXPERIMENT_ID is {id} (experiment '{experiment.Name}'), but MLFLOW_EXPERIMENT_NAME is '{name}'. Set only one "
                    + "of them.");
    }

    /// <summary>The same before anybody was asked; a name that is given may be that of an experiment that is missing.</summary>
    private ExperimentChoice ChooseExperiment(string? given)
    {
        if (given is not null)
            return new ExperimentChoice(null, given);
        if (_options.Environment("MLFLOW_EXPERIMENT_ID") is { Length: > 0 } id)
            return new ExperimentChoice(id, null);
        var name = _options.Environment("MLFLOW_EXPERIMENT_NAME");
        return (name is { Length: > 0 } ? name : _options.DefaultExperiment) is { Length: > 0 } chosen
            ? new ExperimentChoice(null, chosen) : new ExperimentChoice(FolderLayout.DefaultExperimentId, null);
    }
}
