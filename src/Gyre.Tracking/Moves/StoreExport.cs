using System.Globalization;
using System.Runtime.CompilerServices;
using Gyre.Core;
using Gyre.Storage;
using Gyre.Tracking.Experiments;
using Gyre.Tracking.Formats.Mlflow;
using Gyre.Tracking.LoggedModels;
using Gyre.Tracking.Rules;
using Gyre.Tracking.Runs;

namespace Gyre.Tracking.Moves;

/// <summary>This store as one that is read piece by piece. What is made meanwhile may be left out.</summary>
/// <param name="database">The records.</param>
/// <param name="artifacts">The files.</param>
/// <param name="experiments">Only these, without registered models; empty for everything.</param>
internal sealed class StoreExport(IDatabase database, ITrackingArtifacts artifacts, IReadOnlyList<long> experiments) : IForeignStore
{
    private const int PerPage = 100;

    private readonly RegistryExport _registry = new(database);

    /// <inheritdoc/>
    public string Description => "this store";

    /// <inheritdoc/>
    public RemarkList Remarks { get; } = new();

    /// <inheritdoc/>
    public async IAsyncEnumerable<ForeignExperiment> ExperimentsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ids = experiments.Count > 0
            ? [.. experiments.Distinct().Order()]
            : await database.ReadAsync(session => session.Query<long>("SELECT id FROM tracking_experiments ORDER BY id"), cancellationToken);
        foreach (var chunk in ids.Chunk(PerPage))
        {
            var page = await database.ReadAsync(session => ExperimentTable.WithTags(session, ExperimentTable.FindAll(session, chunk)), cancellationToken);
            foreach (var experiment in page)
                yield return Shape(experiment);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ForeignRun> RunsAsync(ForeignExperiment experiment, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (owner, after) = (ExperimentImport.NumberOf(experiment.Id), 0L);
        while (true)
        {
            var page = await database.ReadAsync(session => ReadRuns(session, owner, after), cancellationToken);
            foreach (var run in page.Runs)
                yield return run;
            if (page.Runs.Count < PerPage)
                yield break;
            after = page.Last;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<MetricPoint> HistoryAsync(ForeignRun run, string key, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var points = await database.ReadAsync(session => MetricTable.History(session, RunTable.Require(session, run.Id).Number, key), cancellationToken);
        foreach (var point in points)
            yield return point;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ForeignArtifactFile> FilesAsync(ForeignRun run, CancellationToken cancellationToken) => FilesAsync(run.ArtifactUri, null, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ForeignLoggedModel> LoggedModelsAsync(ForeignExperiment experiment, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (owner, after) = (ExperimentImport.NumberOf(experiment.Id), 0L);
        while (true)
        {
            var page = await database.ReadAsync(session => ReadModels(session, owner, after), cancellationToken);
            foreach (var model in page.Models)
                yield return model;
            if (page.Models.Count < PerPage)
                yield break;
            after = page.Last;
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ForeignArtifactFile> FilesAsync(ForeignLoggedModel model, CancellationToken cancellationToken) => FilesAsync(model.ArtifactLocation, null, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ForeignRegisteredModel> RegisteredModelsAsync(CancellationToken cancellationToken) =>
        experiments.Count > 0 ? Streams.Of<ForeignRegisteredModel>([], cancellationToken) : _registry.ModelsAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<ForeignModelVersion> VersionsAsync(ForeignRegisteredModel model, CancellationToken cancellationToken) => _registry.VersionsAsync(model.Name, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Keys and values as one looks them up.</summary>
    public static IReadOnlyDictionary<string, string> Map(IEnumerable<Tag> tags) =>
        new SortedDictionary<string, string>(tags.ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>Goes down folder by folder; the depth is that of a path, which is bounded.</summary>
    private async IAsyncEnumerable<ForeignArtifactFile> FilesAsync(string address, string? folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var entry in await artifacts.ListAsync(address, folder, cancellationToken))
        {
            if (!entry.IsFolder)
            {
                yield return new ForeignArtifactFile(SafePath.Parse(entry.Path), entry.SizeInBytes, token => OpenAsync(address, entry.Path, token));
                continue;
            }
            await foreach (var file in FilesAsync(address, entry.Path, cancellationToken))
                yield return file;
        }
    }

    private async Task<Stream> OpenAsync(string address, string path, CancellationToken cancellationToken)
    {
        try
        {
            return await artifacts.OpenAsync(address, path, 0, cancellationToken) ?? throw new FileNotFoundException($"'{path}' was deleted in the meantime.");
        }
        catch (BlobMissingException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    private static (List<ForeignRun> Runs, long Last) ReadRuns(IDbSession session, long experiment, long after)
    {
        var rows = session.Query<RunRow>(
            $"SELECT {RunRow.Columns} FROM tracking_runs WHERE experiment = @experiment AND number > @after ORDER BY number LIMIT {PerPage}", new { experiment, after });
        if (rows.Count == 0)
            return ([], after);
        var deleted = session.Query<DeletedRow>("SELECT number, deleted_at FROM tracking_runs WHERE number IN @numbers AND deleted_at IS NOT NULL", new { numbers = rows.Select(row => row.Number).ToArray() })
            .ToDictionary(row => row.Number, row => row.DeletedAt);
        var runs = RunReader.Read(session, rows);
        return ([.. runs.Zip(rows, (run, row) => Shape(run, deleted.TryGetValue(row.Number, out var at) ? at : null))], rows[^1].Number);
    }

    private static (List<ForeignLoggedModel> Models, long Last) ReadModels(IDbSession session, long experiment, long after)
    {
        var rows = session.Query<LoggedModelRow>(
            $"SELECT {LoggedModelRow.Columns} FROM tracking_models WHERE experiment = @experiment AND number > @after ORDER BY number LIMIT {PerPage}", new { experiment, after });
        if (rows.Count == 0)
            return ([], after);
        return ([.. LoggedModelTable.Whole(session, rows).Zip(rows, (model, row) => Shape(model, row.LifecycleStage != Stages.Active))], rows[^1].Number);
    }

    private static ForeignExperiment Shape(Experiment experiment) => new()
    {
        Id = experiment.Id.ToString(CultureInfo.InvariantCulture),
        Name = experiment.Name,
        IsDeleted = experiment.Stage == LifecycleStage.Deleted,
        CreatedAt = experiment.CreatedAt.ToUnixTimeMilliseconds(),
        UpdatedAt = experiment.UpdatedAt.ToUnixTimeMilliseconds(),
        ArtifactLocation = experiment.ArtifactLocation,
        Tags = Map(experiment.Tags),
    };

    private static ForeignRun Shape(TrackingRun run, long? deletedAt) => new()
    {
        Id = run.Info.RunId,
        ExperimentId = run.Info.Experiment.ToString(CultureInfo.InvariantCulture),
        Name = run.Info.Name,
        UserId = run.Info.User,
        Status = (ForeignRunStatus)run.Info.Status,
        StartTime = run.Info.StartTime,
        EndTime = run.Info.EndTime,
        IsDeleted = run.Info.Stage == LifecycleStage.Deleted,
        DeletedAt = deletedAt,
        ArtifactUri = run.Info.ArtifactUri,
        Params = Map(run.Params),
        Tags = Map(run.Tags),
        Metrics = run.Metrics.ToDictionary(metric => metric.Key, metric => (MetricPoint?)metric.Point, StringComparer.Ordinal),
        DatasetInputs = [.. run.Datasets.Select(input => new ForeignDatasetInput(input.Name, input.Digest, input.SourceType, input.Source, input.Schema, input.Profile, Map(input.Tags)))],
        ModelInputs = run.ModelInputs,
        ModelOutputs = [.. run.ModelOutputs.Select(output => new ForeignModelOutput(output.ModelId, output.Step))],
    };

    private static ForeignLoggedModel Shape(LoggedModel model, bool isDeleted) => new()
    {
        Id = model.ModelId,
        ExperimentId = model.Experiment.ToString(CultureInfo.InvariantCulture),
        Name = model.Name,
        ModelType = model.ModelType,
        SourceRunId = model.SourceRunId,
        Status = (ForeignModelStatus)model.Status,
        CreatedAt = model.CreatedAt.ToUnixTimeMilliseconds(),
        UpdatedAt = model.UpdatedAt.ToUnixTimeMilliseconds(),
        ArtifactLocation = model.ArtifactUri,
        IsDeleted = isDeleted,
        Params = Map(model.Params),
        Tags = Map(model.Tags),
        Metrics = [.. model.Metrics.Select(metric => new ForeignModelMetric(metric.Key, metric.Point, metric.RunId, metric.DatasetName, metric.DatasetDigest))],
    };

    private sealed record DeletedRow(long Number, long DeletedAt);
}
