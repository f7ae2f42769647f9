using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gyre.Tracking.Formats.Mlflow;

/// <summary>
/// Takes what another store holds into this one. It may be repeated, after an interruption too: what is there stays and is not written again. Runs keep their
/// ids; experiments are matched by name. What cannot be taken becomes a remark, and the rest goes on.
/// </summary>
/// <param name="source">Read once, from its beginning.</param>
/// <param name="target">Written to.</param>
public sealed class Importer(IForeignStore source, IImportTarget target)
{
    private const int PointsPerCall = 5000;

    private readonly ImportReport _report = new() { Remarks = source.Remarks };

    /// <summary>Called after each run with its name and the report so far; null for nobody.</summary>
    public Action<ForeignRun, ImportReport>? AfterRun { get; init; }

    /// <summary>Told what was imported, once it is done; null for nobody.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>Does it. Call it once.</summary>
    /// <exception cref="Core.InvalidInputException">The source is not a store of its kind. Nothing was written.</exception>
    /// <exception cref="HttpRequestException">The server that is read went away; what was taken until then stays.</exception>
    public async Task<ImportReport> RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var experiment in source.ExperimentsAsync(cancellationToken))
            await GuardAsync($"experiment '{experiment.Name}'", () => TakeExperimentAsync(experiment, cancellationToken));
        await foreach (var model in source.RegisteredModelsAsync(cancellationToken))
            await GuardAsync($"registered model '{model.Name}'", () => TakeRegisteredModelAsync(model, cancellationToken));
        (Logger ?? NullLogger.Instance).Imported(
            _report.Runs.Taken, _report.Points.Taken, _report.Files.Taken, _report.RegisteredModels.Taken, _report.Remarks.Count);
        return _report;
    }

    private async Task TakeExperimentAsync(ForeignExperiment experiment, CancellationToken cancellationToken)
    {
        var place = $"experiment '{experiment.Name}'";
        var (id, state) = await target.EnsureExperimentAsync(experiment, cancellationToken);
        _report.Experiments = _report.Experiments.With(state);
        // The default experiment is in every store.
        if (state == ImportState.Kept && experiment.Id != "0")
            source.Remarks.Add(place, "an experiment with this name already exists; the runs were added to it");
        await GuardAsync(place, async () => Count(place, "tag", await target.AddExperimentTagsAsync(id, experiment.Tags, cancellationToken)));
        await foreach (var run in source.RunsAsync(experiment, cancellationToken))
        {
            await GuardAsync(PlaceOf(run), () => TakeRunAsync(id, run, cancellationToken));
            AfterRun?.Invoke(run, _report);
        }
        await foreach (var model in source.LoggedModelsAsync(experiment, cancellationToken))
            await GuardAsync($"logged model {model.Id}", () => TakeLoggedModelAsync(id, model, cancellationToken));
        await target.FinishExperimentAsync(id, experiment, cancellationToken);
    }

    private async Task TakeRunAsync(string experimentId, ForeignRun run, CancellationToken cancellationToken)
    {
        var place = PlaceOf(run);
        var state = await target.EnsureRunAsync(experimentId, run, cancellationToken);
        _report.Runs = _report.Runs.With(state);
        if (state == ImportState.Kept)
        {
            source.Remarks.Add(place, "a run with this id exists in another experiment; it was not imported");
            return;
        }
        await GuardAsync(place, async () => _report.Params = _report.Params.With(Told(place, "param", await target.AddParamsAsync(run.Id, run.Params, cancellationToken))));
        await GuardAsync(place, async () => Count(place, "tag", await target.AddTagsAsync(run.Id, run.Tags, cancellationToken)));
        foreach (var (key, latest) in run.Metrics)
            await GuardAsync($"{place}, metric '{key}'", () => TakePointsAsync(run, key, latest, cancellationToken));
        await GuardAsync(place, async () => _report.Uses = _report.Uses.With(Told(place, "dataset", await target.AddUsesAsync(run.Id, run, cancellationToken))));
        await foreach (var file in source.FilesAsync(run, cancellationToken))
            await TakeFileAsync(place, file, guarded => target.PutFileAsync(run.Id, guarded, cancellationToken));
        await target.FinishRunAsync(run.Id, run, cancellationToken);
    }

    private async Task TakePointsAsync(ForeignRun run, string key, MetricPoint? latest, CancellationToken cancellationToken)
    {
        var points = new List<MetricPoint>();
        var any = false;
        await foreach (var point in source.HistoryAsync(run, key, cancellationToken))
        {
            any = true;
            points.Add(point);
            if (points.Count < PointsPerCall)
                continue;
            _report.Points = _report.Points.With(await target.AddPointsAsync(run.Id, key, points, cancellationToken));
            points = [];
        }
        // A store that keeps no history still shows a value.
        if (!any && latest is { } only)
            points.Add(only);
        if (points.Count > 0)
            _report.Points = _report.Points.With(await target.AddPointsAsync(run.Id, key, points, cancellationToken));
    }

    private async Task TakeLoggedModelAsync(string experimentId, ForeignLoggedModel model, CancellationToken cancellationToken)
    {
        var place = $"logged model {model.Id}";
        var state = await target.EnsureLoggedModelAsync(experimentId, model, cancellationToken);
        _report.LoggedModels = _report.LoggedModels.With(state);
        if (state == ImportState.Kept)
        {
            source.Remarks.Add(place, "a model with this id exists in another experiment; it was not imported");
            return;
        }
        await foreach (var file in source.FilesAsync(model, cancellationToken))
            await TakeFileAsync(place, file, guarded => target.PutFileAsync(model, guarded, cancellationToken));
    }

    private async Task TakeRegisteredModelAsync(ForeignRegisteredModel model, CancellationToken cancellationToken)
    {
        _report.RegisteredModels = _report.RegisteredModels.With(await target.EnsureRegisteredModelAsync(model, cancellationToken));
        var numbers = new HashSet<int>();
        await foreach (var version in source.VersionsAsync(model, cancellationToken))
        {
            var place = $"model version '{model.Name}' {version.Version}";
            await GuardAsync(place, async () =>
            {
                if (await TakeVersionAsync(place, version, cancellationToken))
                    numbers.Add(version.Version);
            });
        }
        foreach (var (alias, version) in model.Aliases)
            await GuardAsync($"alias '{alias}' of '{model.Name}'", () => TakeAliasAsync(model.Name, alias, version, numbers, cancellationToken));
    }

    /// <summary>Whether the version is here now, so that aliases may name it.</summary>
    private async Task<bool> TakeVersionAsync(string place, ForeignModelVersion version, CancellationToken cancellationToken)
    {
        var state = await target.EnsureVersionAsync(version, cancellationToken);
        _report.ModelVersions = _report.ModelVersions.With(state);
        if (state == ImportState.Kept)
            source.Remarks.Add(place, "a different version with this number exists; it was not imported");
        return state != ImportState.Kept;
    }

    private async Task TakeAliasAsync(string model, string alias, int version, HashSet<int> numbers, CancellationToken cancellationToken)
    {
        var place = $"alias '{alias}' of '{model}'";
        if (!numbers.Contains(version))
        {
            source.Remarks.Add(place, $"version {version} was not imported, so the alias was not imported either");
            return;
        }
        var state = await target.EnsureAliasAsync(model, alias, version, cancellationToken);
        _report.Aliases = _report.Aliases.With(state);
        if (state == ImportState.Kept)
            source.Remarks.Add(place, "it points to a different version here and was not changed");
    }

    private async Task TakeFileAsync(string place, ForeignArtifactFile file, Func<ForeignArtifactFile, Task<ImportState>> put)
    {
        var filePlace = $"{place}, file '{file.Path}'";
        var guarded = new ForeignArtifactFile(file.Path, file.SizeInBytes, async token => new SourceStream(await SourceStream.OpenAsync(file, token)));
        try
        {
            var state = await put(guarded);
            _report.Files = _report.Files.With(state);
            if (state == ImportState.Kept)
                source.Remarks.Add(filePlace, "a different file exists with this path and was not changed");
        }
        catch (SourceBrokenException exception)
        {
            source.Remarks.Add(filePlace, $"it was not imported: {exception.Message}");
        }
        catch (TrackingException exception)
        {
            source.Remarks.Add(filePlace, exception.Message);
        }
    }

    /// <summary>A refusal concerns one thing; the rest goes on.</summary>
    private async Task GuardAsync(string place, Func<Task> take)
    {
        try
        {
            await take();
        }
        catch (TrackingException exception)
        {
            source.Remarks.Add(place, exception.Message);
        }
    }

    private void Count(string place, string noun, ImportChanges changes) => _report.Tags = _report.Tags.With(Told(place, noun, changes));

    private ImportChanges Told(string place, string noun, ImportChanges changes)
    {
        foreach (var key in changes.Kept)
            source.Remarks.Add(place, $"the {noun} '{RemarkList.Shown(key)}' has a different value here and was not changed");
        foreach (var key in changes.Refused)
            source.Remarks.Add(place, $"the {noun} '{RemarkList.Shown(key)}' cannot be stored here; it was skipped");
        return changes;
    }

    private static string PlaceOf(ForeignRun run) => $"run {run.Id}";
}
