using Gyre.Storage;
using Gyre.Tracking.Experiments;
using Gyre.Tracking.Formats.Mlflow;
using Gyre.Tracking.Rules;
using Gyre.Tracking.Runs;

namespace Gyre.Tracking.Moves;

/// <summary>Takes runs and what was logged to them, deleted ones too.</summary>
internal sealed class RunImport(IDatabase database, TimeProvider clock)
{
    private readonly MetricTable _metrics = new(clock);

    /// <summary>The history that came last: its next points come next.</summary>
    private (string RunId, string Key, HashSet<MetricPoint> Points)? _history;

    public Task<ImportState> EnsureAsync(string experimentId, ForeignRun run, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            var number = ExperimentImport.NumberOf(experimentId);
            if (RunTable.Find(session, run.Id) is { } known)
                return known.Experiment == number ? ImportState.AlreadyThere : ImportState.Kept;
            RunTable.Insert(session, RowOf(run, ExperimentTable.Require(session, number)), aliveUntil: null);
            ImportMarks.Begin(session, ImportMarks.Run, run.Id, finished: false);
            return ImportState.Taken;
        },
        cancellationToken);

    public Task<ImportChanges> AddParamsAsync(string runId, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken) =>
        database.WriteAsync(session => PairImport.RunParams.Add(session, RunTable.Require(session, runId).Number, values), cancellationToken);

    public Task<ImportChanges> AddTagsAsync(string runId, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken) =>
        database.WriteAsync(session => PairImport.RunTags.Add(session, RunTable.Require(session, runId).Number, tags), cancellationToken);

    public async Task<ImportChanges> AddPointsAsync(string runId, string key, IReadOnlyList<MetricPoint> points, CancellationToken cancellationToken)
    {
        ImportRules.CheckKey(key);
        var known = await KnownPointsAsync(runId, key, cancellationToken);
        var absent = points.Select(ImportRules.Finite).Where(point => !known.Contains(point)).Distinct().ToArray();
        if (absent.Length > 0)
        {
            await database.WriteAsync(
                session =>
                {
                    _metrics.Write(session, RunTable.Require(session, runId).Number, [.. absent.Select(point => new LoggedMetric(key, point))]);
                    return true;
                },
                cancellationToken);
        }
        known.UnionWith(absent);
        return new ImportChanges(absent.Length, points.Count - absent.Length, []);
    }

    public Task<ImportChanges> AddUsesAsync(string runId, ForeignRun run, CancellationToken cancellationToken)
    {
        var datasets = run.DatasetInputs.Select(InputOf).DistinctBy(input => (input.Name, input.Digest)).ToList();
        InputTable.Check(datasets);
        var offered = datasets.Count + run.ModelInputs.Distinct(StringComparer.Ordinal).Count() + run.ModelOutputs.Distinct().Count();
        return offered == 0 ? Task.FromResult(ImportChanges.None) : database.WriteAsync(session => AddUses(session, RunTable.Require(session, runId), datasets, run, offered), cancellationToken);
    }

    public Task FinishAsync(string runId, ForeignRun run, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            if (ImportMarks.IsFinished(session, ImportMarks.Run, runId) is not { } isFinished)
                return false;
            var known = RunTable.Require(session, runId);
            if ((TrackingRunStatus)known.Status is TrackingRunStatus.Running or TrackingRunStatus.Scheduled)
                session.Execute("UPDATE tracking_runs SET status = @status, end_time = @EndTime WHERE number = @Number", new { known.Number, status = (int)run.Status, run.EndTime });
            // Later on, only the user deletes and restores.
            if (!isFinished)
                FinishFirst(session, known.Number, run);
            return true;
        },
        cancellationToken);

    public Task<string> AddressOfAsync(string runId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => RunTable.Require(session, runId).ArtifactUri, cancellationToken);

    private void FinishFirst(IDbSession session, long number, ForeignRun run)
    {
        if (run.IsDeleted)
        {
            var deletedAt = run.DeletedAt ?? clock.GetUtcNow().ToUnixTimeMilliseconds();
            session.Execute("UPDATE tracking_runs SET lifecycle_stage = @stage, deleted_at = @deletedAt WHERE number = @number", new { number, stage = Stages.Deleted, deletedAt });
        }
        ImportMarks.Finish(session, ImportMarks.Run, run.Id);
    }

    private async Task<HashSet<MetricPoint>> KnownPointsAsync(string runId, string key, CancellationToken cancellationToken)
    {
        if (_history is { } last && last.RunId == runId && last.Key == key)
            return last.Points;
        var points = await database.ReadAsync(session => MetricTable.History(session, RunTable.Require(session, runId).Number, key), cancellationToken);
        _history = (runId, key, [.. points]);
        return _history.Value.Points;
    }

    private static ImportChanges AddUses(IDbSession session, RunRow row, List<DatasetInput> datasets, ForeignRun run, int offered)
    {
        var known = RunReader.Read(session, [row], new RunProjection { Metrics = [], Params = [], Tags = [] })[0];
        var knownData = known.Datasets.Select(input => (input.Name, input.Digest)).ToHashSet();
        DatasetInput[] newData = [.. datasets.Where(input => !knownData.Contains((input.Name, input.Digest)))];
        string[] newInputs = [.. run.ModelInputs.Except(known.ModelInputs, StringComparer.Ordinal)];
        ModelOutput[] newOutputs = [.. run.ModelOutputs.Select(output => new ModelOutput(output.ModelId, output.Step)).Except(known.ModelOutputs)];
        InputTable.Write(session, row.Number, row.Experiment, newData, newInputs);
        InputTable.WriteOutputs(session, row.Number, newOutputs);
        var taken = newData.Length + newInputs.Length + newOutputs.Length;
        return new ImportChanges(taken, offered - taken, []);
    }

    private static DatasetInput InputOf(ForeignDatasetInput input) => new()
    {
        Name = ImportRules.Clean(input.Name),
        Digest = ImportRules.Clean(input.Digest),
        SourceType = ImportRules.Clean(input.SourceType),
        Source = ImportRules.Clean(input.Source),
        Schema = input.Schema is null ? null : ImportRules.Clean(input.Schema),
        Profile = input.Profile is null ? null : ImportRules.Clean(input.Profile),
        Tags = [.. input.Tags.Select(tag => new Tag(ImportRules.Clean(tag.Key), ImportRules.Clean(tag.Value)))],
    };

    private static RunRow RowOf(ForeignRun run, ExperimentRow experiment) => new()
    {
        RunId = run.Id,
        Experiment = experiment.Id,
        Name = ImportRules.Clean(run.Name),
        UserId = ImportRules.Clean(run.UserId),
        Status = (int)TrackingRunStatus.Running,
        StartTime = run.StartTime ?? 0,
        ArtifactUri = $"{experiment.ArtifactLocation.TrimEnd('/')}/{run.Id}/artifacts",
        LifecycleStage = Stages.Active,
    };
}
