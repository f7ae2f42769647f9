using System.Security.Cryptography;
using Gyre.Core;
using Gyre.Storage;
using Gyre.Tracking.Formats.Mlflow;

namespace Gyre.Tracking.Moves;

/// <summary>This store as one that takes what an importer reads. One import at a time.</summary>
internal sealed class StoreImport(IDatabase database, ITrackingArtifacts artifacts, TimeProvider clock) : IImportTarget
{
    private readonly ExperimentImport _experiments = new(database, clock);
    private readonly RunImport _runs = new(database, clock);
    private readonly LoggedModelImport _models = new(database, clock);
    private readonly RegistryImport _registry = new(database, clock);

    /// <inheritdoc/>
    public Task<TargetExperiment> EnsureExperimentAsync(ForeignExperiment experiment, CancellationToken cancellationToken) => _experiments.EnsureAsync(experiment, cancellationToken);

    /// <inheritdoc/>
    public Task<ImportChanges> AddExperimentTagsAsync(string experimentId, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        _experiments.AddTagsAsync(experimentId, tags, cancellationToken);

    /// <inheritdoc/>
    public Task FinishExperimentAsync(string experimentId, ForeignExperiment experiment, CancellationToken cancellationToken) =>
        _experiments.FinishAsync(experimentId, experiment, cancellationToken);

    /// <inheritdoc/>
    public Task<ImportState> EnsureRunAsync(string experimentId, ForeignRun run, CancellationToken cancellationToken) => _runs.EnsureAsync(experimentId, run, cancellationToken);

    /// <inheritdoc/>
    public Task<ImportChanges> AddParamsAsync(string runId, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken) =>
        _runs.AddParamsAsync(runId, values, cancellationToken);

    /// <inheritdoc/>
    public Task<ImportChanges> AddTagsAsync(string runId, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        _runs.AddTagsAsync(runId, tags, cancellationToken);

    /// <inheritdoc/>
    public Task<ImportChanges> AddPointsAsync(string runId, string key, IReadOnlyList<MetricPoint> points, CancellationToken cancellationToken) =>
        _runs.AddPointsAsync(runId, key, points, cancellationToken);

    /// <inheritdoc/>
    public Task<ImportChanges> AddUsesAsync(string runId, ForeignRun run, CancellationToken cancellationToken) => _runs.AddUsesAsync(runId, run, cancellationToken);

    /// <inheritdoc/>
    public async Task<ImportState> PutFileAsync(string runId, ForeignArtifactFile file, CancellationToken cancellationToken) =>
        await PutAsync(await _runs.AddressOfAsync(runId, cancellationToken), file, cancellationToken);

    /// <inheritdoc/>
    public Task FinishRunAsync(string runId, ForeignRun run, CancellationToken cancellationToken) => _runs.FinishAsync(runId, run, cancellationToken);

    /// <inheritdoc/>
    public Task<ImportState> EnsureLoggedModelAsync(string experimentId, ForeignLoggedModel model, CancellationToken cancellationToken) =>
        _models.EnsureAsync(experimentId, model, cancellationToken);

    /// <inheritdoc/>
    public async Task<ImportState> PutFileAsync(ForeignLoggedModel model, ForeignArtifactFile file, CancellationToken cancellationToken) =>
        await PutAsync(await _models.AddressOfAsync(model.Id, cancellationToken), file, cancellationToken);

    /// <inheritdoc/>
    public Task<ImportState> EnsureRegisteredModelAsync(ForeignRegisteredModel model, CancellationToken cancellationToken) => _registry.EnsureModelAsync(model, cancellationToken);

    /// <inheritdoc/>
    public Task<ImportState> EnsureVersionAsync(ForeignModelVersion version, CancellationToken cancellationToken) => _registry.EnsureVersionAsync(version, cancellationToken);

    /// <inheritdoc/>
    public Task<ImportState> EnsureAliasAsync(string modelName, string alias, int version, CancellationToken cancellationToken) =>
        _registry.EnsureAliasAsync(modelName, alias, version, cancellationToken);

    private async Task<ImportState> PutAsync(string address, ForeignArtifactFile file, CancellationToken cancellationToken)
    {
        var path = file.Path.ToString();
        if (await artifacts.FindAsync(address, path, cancellationToken) is { } known)
            return await HasContentAsync(file, known.Content, cancellationToken) ? ImportState.AlreadyThere : ImportState.Kept;
        await using var content = await file.OpenAsync(cancellationToken);
        await artifacts.PutAsync(address, path, content, expected: null, cancellationToken);
        return ImportState.Taken;
    }

    private static async Task<bool> HasContentAsync(ForeignArtifactFile file, BlobInfo known, CancellationToken cancellationToken)
    {
        if (file.SizeInBytes is { } size && size != known.SizeInBytes)
            return false;
        await using var content = await file.OpenAsync(cancellationToken);
        return Digest.FromHash(await SHA256.HashDataAsync(content, cancellationToken)) == known.Digest;
    }
}
