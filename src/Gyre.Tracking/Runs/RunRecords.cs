using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Gyre.Core;
using Gyre.Storage;
using Gyre.Tracking.Experiments;
using Gyre.Tracking.Formats;
using Gyre.Tracking.Rules;
using Gyre.Tracking.Search;

namespace Gyre.Tracking.Runs;

/// <summary>Runs and what is logged to them.</summary>
internal sealed partial class RunRecords(IDatabase database, IModelMetrics models, TimeProvider clock, IdSource ids, byte[] pageKey, RunSignals signals) : IRunRecords
{
    private readonly MetricTable _metrics = new(clock);

    public Task<TrackingRun> CreateAsync(NewTrackingRun run, CancellationToken cancellationToken)
    {
        var tagName = run.Tags.LastOrDefault(tag => tag.Key == TrackingWords.RunName)?.Value;
        if (run.Name is { Length: > 0 } name && tagName is { Length: > 0 } && tagName != name)
        {
            throw new TrackingException(
                TrackingError.InvalidParameter,
                $"Both 'run_name' argument and '{TrackingWords.RunName}' tag are specified, but with different values (run_name='{name}', {TrackingWords.RunName}='{tagName}').");
        }
        return database.WriteAsync(session => Create(session, run, run.Name is { Length: > 0 } ? run.Name : tagName), cancellationToken);
    }

    public Task<TrackingRun> GetAsync(string runId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => RunReader.Read(session, [RunTable.Require(session, runId)])[0], cancellationToken);

    public Task<ImmutableArray<TrackingRun>> GetManyAsync(IReadOnlyList<string> runIds, CancellationToken cancellationToken) => database.ReadAsync(
        session => RunReader.Read(session, [.. runIds.Select(id => RunTable.Find(session, id)).OfType<RunRow>()]), cancellationToken);

    public async Task<TrackingRunInfo> UpdateAsync(string runId, TrackingRunChange change, CancellationToken cancellationToken)
    {
        var info = await database.WriteAsync(session => Update(session, runId, change), cancellationToken);
        signals.Tell(runId);
        return info;
    }

    private TrackingRunInfo Update(IDbSession session, string runId, TrackingRunChange change)
    {
        var run = RunTable.RequireActive(session, runId);
        if (change.Status is { } status)
        {
            // Whoever says how it ended has nobody watch it any more.
            var watched = status is TrackingRunStatus.Running or TrackingRunStatus.Scheduled;
            session.Execute("UPDATE tracking_runs SET status = @status, alive_until = CASE WHEN @watched THEN alive_until END WHERE number = @run", new { run, status = (int)status, watched });
        }
        if (change.EndTime is { } end)
            session.Execute("UPDATE tracking_runs SET end_time = @end WHERE number = @run", new { run, end });
        if (change.Name is { Length: > 0 } name)
            WriteTags(session, run, [new Tag(TrackingWords.RunName, name)]);
        var after = RunTable.Require(session, runId);
        if (change != new TrackingRunChange())
            RunChanges.AppendChanged(session, after, clock.GetUtcNow());
        return after.ToInfo();
    }

    public Task<ImmutableArray<string>> FindIdsAsync(string beginning, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(beginning);
        return database.ReadAsync<ImmutableArray<string>>(
            session =>
            [
                .. session.Query<string>(
                    "SELECT run_id FROM tracking_runs WHERE substr(run_id, 1, @length) = @beginning ORDER BY run_id LIMIT @most",
                    new { length = beginning.Length, beginning, most }),
            ],
            cancellationToken);
    }

    public Task DeleteAsync(string runId, CancellationToken cancellationToken) => MoveAsync(runId, Stages.Deleted, cancellationToken);

    public Task RestoreAsync(string runId, CancellationToken cancellationToken) => MoveAsync(runId, Stages.Active, cancellationToken);

    public Task LogMetricAsync(string runId, LoggedMetric metric, CancellationToken cancellationToken)
    {
        LoggedMetric[] one = [BatchRules.CheckMetric(metric, "name")];
        return WriteAsync(runId, (session, run) => WriteMetrics(session, run, runId, one), cancellationToken);
    }

    public Task LogParamAsync(string runId, Tag param, CancellationToken cancellationToken)
    {
        NameRules.CheckKey(param.Key, "key");
        NameRules.CheckLength(param.Key, NameRules.MaxKey, "Param key");
        Tag[] one = [param with { Value = NameRules.Cut(param.Value, NameRules.MaxParamValue) }];
        return WriteAsync(runId, (session, run) => PairTable.WriteParams(session, run, runId, one, single: true), cancellationToken);
    }

    public Task LogBatchAsync(string runId, LogBatch batch, CancellationToken cancellationToken)
    {
        CheckId(runId);
        var good = BatchRules.Check(batch);
        return WriteAsync(
            runId,
            (session, run) =>
            {
                PairTable.WriteParams(session, run, runId, good.Params, single: false);
                WriteMetrics(session, run, runId, good.Metrics);
                WriteTags(session, run, good.Tags);
            },
            cancellationToken);
    }

    public Task SetTagAsync(string runId, Tag tag, CancellationToken cancellationToken)
    {
        NameRules.CheckKey(tag.Key, "key");
        NameRules.CheckLength(tag.Key, NameRules.MaxKey, "key");
        Tag[] one = [tag with { Value = NameRules.Cut(tag.Value, NameRules.MaxTagValue) }];
        return WriteAsync(runId, (session, run) => WriteTags(session, run, one), cancellationToken);
    }

    public Task DeleteTagAsync(string runId, string key, CancellationToken cancellationToken) => WriteAsync(
        runId,
        (session, run) =>
        {
            if (session.Execute("DELETE FROM tracking_tags WHERE run = @run AND key = @key", new { run, key }) == 0)
                throw new TrackingException(TrackingError.DoesNotExist, $"No tag with name: {key} in run with id {runId}");
        },
        cancellationToken);

    public Task AppendToListTagAsync(string runId, string key, string json, CancellationToken cancellationToken) => WriteAsync(
        runId,
        (session, run) =>
        {
            var held = session.QuerySingleOrDefault<string>("SELECT value FROM tracking_tags WHERE run = @run AND key = @key", new { run, key });
            WriteTags(session, run, [new Tag(key, JsonLists.Append(held, json))]);
        },
        cancellationToken);

    public Task LogInputsAsync(string runId, IReadOnlyList<DatasetInput> datasets, IReadOnlyList<string> modelIds, CancellationToken cancellationToken)
    {
        CheckId(runId);
        InputTable.Check(datasets);
        return WriteAsync(runId, (session, run) => InputTable.Write(session, run, RunTable.Require(session, runId).Experiment, datasets, modelIds), cancellationToken);
    }

    public Task LogOutputsAsync(string runId, IReadOnlyList<ModelOutput> outputs, CancellationToken cancellationToken) =>
        WriteAsync(runId, (session, run) => InputTable.WriteOutputs(session, run, outputs), cancellationToken);

    public Task<ImmutableArray<MetricPoint>> HistoryAsync(string runId, string key, CancellationToken cancellationToken) => database.ReadAsync(
        session => RunTable.Find(session, runId) is { } run ? MetricTable.History(session, run.Number, key) : [], cancellationToken);

    public async Task<Page<MetricPoint>> HistoryPageAsync(string runId, string key, int most, string? pageToken, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        var digest = PageToken.Digest(["history", runId, key]);
        var start = (int)Math.Min(PageToken.Read(pageKey, pageToken, digest), int.MaxValue);
        var points = await HistoryAsync(runId, key, cancellationToken);
        var page = points.Skip(start).Take(most).ToImmutableArray();
        var end = start + page.Length;
        return new Page<MetricPoint>(page, end < points.Length && page.Length > 0 ? PageToken.Write(pageKey, end, digest) : null);
    }

    public Task<Page<TrackingRun>> SearchAsync(IReadOnlyList<long> experiments, SearchRequest request, RunProjection projection, CancellationToken cancellationToken)
    {
        var limit = SearchRules.CheckMaxResults(request.MaxResults);
        var digest = SearchRules.DigestOf(request, experiments.Distinct().Order().Select(id => id.ToString(CultureInfo.InvariantCulture)));
        var query = new RunQuery
        {
            Experiments = experiments,
            Filter = FilterParser.Parse(SearchTarget.Runs, request.Filter, SearchRules.DialectOf(request)),
            Order = OrderParser.Parse(SearchTarget.Runs, request.OrderBy),
            View = SearchRules.ViewOf(request.View),
            Offset = PageToken.Read(pageKey, request.PageToken, digest),
            Limit = limit,
        };
        return database.ReadAsync(
            session =>
            {
                var page = RunSearch.Find(session, query);
                return new Page<TrackingRun>(RunReader.Read(session, RunTable.FindAll(session, page.Numbers), projection), page.HasMore ? PageToken.Write(pageKey, query.Offset + page.Numbers.Count, digest) : null);
            },
            cancellationToken);
    }

    public Task<long> CountAsync(IReadOnlyList<long> experiments, SearchRequest request, CancellationToken cancellationToken)
    {
        var query = new RunQuery
        {
            Experiments = experiments,
            Filter = FilterParser.Parse(SearchTarget.Runs, request.Filter, SearchRules.DialectOf(request)),
            View = SearchRules.ViewOf(request.View),
            Limit = 1,
        };
        return database.ReadAsync(session => RunSearch.CountAll(session, query), cancellationToken);
    }

    public IRunWatch Watch(string runId) => signals.Watch(runId);

    public Task KeepAliveAsync(string runId, DateTimeOffset until, CancellationToken cancellationToken) => WriteAsync(
        runId,
        (session, run) => session.Execute(
            "UPDATE tracking_runs SET alive_until = @until WHERE number = @run AND status IN (1, 2)", new { run, until = until.ToUnixTimeMilliseconds() }),
        cancellationToken);

    public async Task<ImmutableArray<string>> EndDeadAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        // Asked every few seconds: what only reads is in nobody's way.
        if (await database.ReadAsync(session => Dead(session, now).Count, cancellationToken) == 0)
            return [];
        var ended = await database.WriteAsync(session => EndDead(session, now), cancellationToken);
        foreach (var runId in ended)
            signals.Tell(runId);
        return ended;
    }

    private static IReadOnlyList<RunRow> Dead(IDbSession session, DateTimeOffset now) => session.Query<RunRow>(
        $"SELECT {RunRow.Columns} FROM tracking_runs WHERE alive_until < @now AND status IN (1, 2)", new { now = now.ToUnixTimeMilliseconds() });

    private static ImmutableArray<string> EndDead(IDbSession session, DateTimeOffset at)
    {
        var dead = Dead(session, at);
        var (now, status) = (at.ToUnixTimeMilliseconds(), (int)TrackingRunStatus.Killed);
        foreach (var run in dead)
        {
            session.Execute("UPDATE tracking_runs SET status = @status, end_time = @now, alive_until = NULL WHERE number = @Number", new { run.Number, now, status });
            WriteTags(session, run.Number, [new Tag(TrackingWords.EndReason, "the heartbeat of its process timed out")]);
            RunChanges.AppendChanged(session, run with { Status = status, EndTime = now }, at);
        }
        return [.. dead.Select(run => run.RunId)];
    }

    private TrackingRun Create(IDbSession session, NewTrackingRun asked, string? name)
    {
        var experiment = ExperimentTable.RequireActive(session, asked.Experiment);
        var id = ids.Next();
        var runId = asked.RunId ?? id.ToString("N", CultureInfo.InvariantCulture);
        if (asked.RunId is not null && RunTable.Find(session, runId) is { } known)
            return RunReader.Read(session, [known])[0];
        var row = new RunRow
        {
            RunId = runId,
            Experiment = experiment.Id,
            Name = name is { Length: > 0 } ? name : RunNames.For(id),
            UserId = asked.User,
            Status = (int)TrackingRunStatus.Running,
            StartTime = asked.StartTime,
            ArtifactUri = $"{experiment.ArtifactLocation.TrimEnd('/')}/{runId}/artifacts",
            LifecycleStage = Stages.Active,
        };
        var number = RunTable.Insert(session, row, asked.AliveUntil?.ToUnixTimeMilliseconds());
        Tag[] tags = [.. asked.Tags.Where(tag => tag.Key != TrackingWords.RunName).Select(tag => tag with { Value = NameRules.Cut(tag.Value, NameRules.MaxTagValue) }), new(TrackingWords.RunName, row.Name)];
        PairTable.WriteTags(session, number, tags);
        RunChanges.AppendCreated(session, row, clock.GetUtcNow());
        return new TrackingRun { Info = row.ToInfo(), Tags = [.. tags] };
    }

    private void WriteMetrics(IDbSession session, long run, string runId, IReadOnlyList<LoggedMetric> metrics)
    {
        _metrics.Write(session, run, metrics);
        if (metrics.Any(metric => metric.ModelId is not null))
            models.Write(session, runId, [.. metrics.Where(metric => metric.ModelId is not null)]);
    }

    /// <summary>The tag that holds the name and the name itself never differ.</summary>
    private static void WriteTags(IDbSession session, long run, IReadOnlyList<Tag> tags)
    {
        PairTable.WriteTags(session, run, tags);
        if (tags.LastOrDefault(tag => tag.Key == TrackingWords.RunName) is { Value: var name })
            session.Execute("UPDATE tracking_runs SET name = @name WHERE number = @run", new { run, name });
    }

    private async Task WriteAsync(string runId, Action<IDbSession, long> work, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            session =>
            {
                work(session, RunTable.RequireActive(session, runId));
                return true;
            },
            cancellationToken);
        signals.Tell(runId);
    }

    private async Task MoveAsync(string runId, string stage, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await database.WriteAsync(
            session =>
            {
                var run = RunTable.Require(session, runId);
                if (run.LifecycleStage == stage)
                    return false;
                long? deletedAt = stage == Stages.Deleted ? now.ToUnixTimeMilliseconds() : null;
                session.Execute("UPDATE tracking_runs SET lifecycle_stage = @stage, deleted_at = @deletedAt WHERE number = @Number", new { run.Number, stage, deletedAt });
                RunChanges.AppendChanged(session, run with { LifecycleStage = stage }, now);
                return true;
            },
            cancellationToken);
        signals.Tell(runId);
    }

    private static void CheckId(string runId)
    {
        if (!GoodId().IsMatch(runId))
            throw new TrackingException(TrackingError.InvalidParameter, $"Invalid value \"{runId}\" for parameter 'run_id' supplied.");
    }

    [GeneratedRegex(@"^[a-zA-Z0-9][\w\-]{0,255}\z", RegexOptions.CultureInvariant)]
    private static partial Regex GoodId();
}
