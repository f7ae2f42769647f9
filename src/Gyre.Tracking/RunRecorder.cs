using System.Text;
using Gyre.Storage;
using Gyre.Tracking.Artifacts;
using Gyre.Tracking.Cleanup;
using Gyre.Tracking.Experiments;
using Gyre.Tracking.Formats;
using Gyre.Tracking.Rules;
using Gyre.Tracking.Runs;

namespace Gyre.Tracking;

/// <summary>What another module of the program notes about its own work.</summary>
public sealed record RecordedRun
{
    /// <summary>32 hexadecimal digits, chosen beforehand.</summary>
    public required string RunId { get; init; }

    /// <summary>The experiment.</summary>
    public required long Experiment { get; init; }

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>When it began; of a scheduled one, when it was planned.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Whether it is only planned so far; <see cref="RunRecorder.Start"/> lets it begin.</summary>
    public bool IsScheduled { get; init; }

    /// <summary>The run that it is part of; null for none.</summary>
    public string? Parent { get; init; }

    /// <summary>Where the code is from; null for unknown.</summary>
    public string? Source { get; init; }

    /// <summary>What of the code runs; null for unknown.</summary>
    public string? EntryPoint { get; init; }

    /// <summary>The commit of the code; null outside of version control.</summary>
    public string? Commit { get; init; }

    /// <summary>Branch or tag; null for unknown.</summary>
    public string? Branch { get; init; }

    /// <summary>Whether files differed from the commit; null when nothing is known.</summary>
    public bool? Dirty { get; init; }

    /// <summary>The machine it runs on; null for unknown.</summary>
    public string? Host { get; init; }

    /// <summary>Further tags.</summary>
    public IReadOnlyList<Tag> Tags { get; init; } = [];

    /// <summary>What it runs with. Names that are no names of params are fitted.</summary>
    public IReadOnlyList<Tag> Params { get; init; } = [];
}

/// <summary>How a run had ended before it went on.</summary>
/// <param name="Status">The end.</param>
/// <param name="At">When; null when nobody said.</param>
public sealed record RecordedEnd(TrackingRunStatus Status, DateTimeOffset? At);

/// <summary>
/// Keeps runs in the transactions of another module, so that its own state and these records are one. It never refuses: what rules of the tracking API forbid
/// is fitted or left out, because a record must not stop the work that it is about.
/// </summary>
public sealed class RunRecorder
{
    private const string OriginTag = "gyre.origin";
    private const int MaxTries = 1000;

    private readonly TimeProvider _clock;
    private readonly MetricTable _metrics;

    /// <param name="clock">Gives the time of records.</param>
    public RunRecorder(TimeProvider clock)
    {
        _clock = clock;
        _metrics = new MetricTable(clock, isRecorded: true);
    }

    /// <summary>The experiment for an origin; made when there is none, under a name that nobody has.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="origin">By which it is found again, whatever people call it.</param>
    /// <param name="name">Its name when it is made.</param>
    public long ExperimentOf(IDbSession session, string origin, string name)
    {
        ArgumentNullException.ThrowIfNull(session);
        var found = session.QuerySingleOrDefault<long?>(
            """
            SELECT MIN(e.id) FROM tracking_experiments e JOIN tracking_experiment_tags t ON t.experiment = e.id
            WHERE t.key = @OriginTag AND t.value = @origin AND e.lifecycle_stage = 'active'
            """,
            new { OriginTag, origin });
        return found ?? Make(session, origin, name);
    }

    /// <summary>The experiment of a run; null when there is no such run.</summary>
    public static long? FindExperiment(IDbSession session, string runId)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.QuerySingleOrDefault<long?>("SELECT experiment FROM tracking_runs WHERE run_id = @runId", new { runId });
    }

    /// <summary>Notes that a run began. Once more does nothing.</summary>
    public static void Begin(IDbSession session, RecordedRun run)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(run);
        if (RunTable.Find(session, run.RunId) is not null || ExperimentTable.Find(session, run.Experiment) is not { } experiment)
            return;
        var number = RunTable.Insert(session, RowOf(run, experiment), aliveUntil: null);
        PairTable.WriteTags(session, number, Fit([.. SourceTags.Of(run), .. run.Tags, new Tag(TrackingWords.RunName, run.Name)], NameRules.MaxTagValue));
        PairTable.WriteParams(session, number, run.RunId, Fit(run.Params, NameRules.MaxParamValue), single: false);
    }

    /// <summary>Logs to a run. Unknown and deleted runs are left alone; params keep the value that they have.</summary>
    /// <returns>The number of the part that its metrics are; null when none were written. <see cref="Forget"/> takes it back.</returns>
    public long? Log(IDbSession session, string runId, LogBatch batch) => Log(session, runId, batch, []);

    /// <summary>The same, where params that were recorded before turned out to change: they become tags.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="runId">The run.</param>
    /// <param name="batch">What is logged.</param>
    /// <param name="changed">Names of params that are params no longer.</param>
    public long? Log(IDbSession session, string runId, LogBatch batch, IReadOnlyCollection<string> changed)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(changed);
        if (RunTable.Find(session, runId) is not { LifecycleStage: Stages.Active } run)
            return null;
        var part = _metrics.Write(session, run.Number, [.. batch.Metrics.Select(metric => metric with { Key = FitKey(metric.Key) })]);
        if (changed.Count > 0)
            PairTable.RemoveParams(session, run.Number, [.. changed.Select(FitKey)]);
        PairTable.WriteTags(session, run.Number, Fit(batch.Tags, NameRules.MaxTagValue));
        if (batch.Params.Count == 0)
            return part;
        var known = session.Query<string>("SELECT key FROM tracking_params WHERE run = @Number", new { run.Number }).ToHashSet(StringComparer.Ordinal);
        PairTable.WriteParams(session, run.Number, runId, [.. Fit(batch.Params, NameRules.MaxParamValue).Where(param => !known.Contains(param.Key))], single: false);
        return part;
    }

    /// <summary>Takes back what was recorded: the step that printed it is run again. What was logged by others stays.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="runId">The run; an unknown one is left alone.</param>
    /// <param name="firstPart">The first part of metrics.</param>
    /// <param name="lastPart">The last one; less than the first for none.</param>
    /// <param name="texts">Names of recorded params and tags.</param>
    public static void Forget(IDbSession session, string runId, long firstPart, long lastPart, IReadOnlyCollection<string> texts)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(texts);
        if (RunTable.Find(session, runId) is not { } run)
            return;
        if (firstPart <= lastPart)
            MetricTable.Forget(session, run.Number, firstPart, lastPart);
        if (texts.Count == 0)
            return;
        string[] keys = [.. texts.Select(FitKey)];
        PairTable.RemoveParams(session, run.Number, keys);
        PairTable.RemoveTags(session, run.Number, keys);
    }

    /// <summary>Notes when a run really began; one that was scheduled is at work from then on.</summary>
    public static void Start(IDbSession session, string runId, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(session);
        session.Execute(
            """
            UPDATE tracking_runs SET start_time = @at, status = CASE WHEN status = @scheduled THEN @running ELSE status END
            WHERE run_id = @runId
            """,
            new
            {
                runId,
                at = at.ToUnixTimeMilliseconds(),
                scheduled = (int)TrackingRunStatus.Scheduled,
                running = (int)TrackingRunStatus.Running,
            });
    }

    /// <summary>Notes that a run goes on after its end: it is at work again, and what it logged stays.</summary>
    /// <returns>How it had ended; null when it had not, or there is no such run.</returns>
    public static RecordedEnd? Reopen(IDbSession session, string runId)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (RunTable.Find(session, runId) is not { Status: not ((int)TrackingRunStatus.Running or (int)TrackingRunStatus.Scheduled) } run)
            return null;
        session.Execute(
            "UPDATE tracking_runs SET status = @status, end_time = NULL WHERE number = @Number",
            new { run.Number, status = (int)TrackingRunStatus.Running });
        return new RecordedEnd(
            (TrackingRunStatus)run.Status, run.EndTime is { } end ? DateTimeOffset.FromUnixTimeMilliseconds(end) : null);
    }

    /// <summary>The value of a tag; null when the run has none of that name, or is unknown.</summary>
    public static string? FindTag(IDbSession session, string runId, string key)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.QuerySingleOrDefault<string>(
            "SELECT t.value FROM tracking_tags t JOIN tracking_runs r ON r.number = t.run WHERE r.run_id = @runId AND t.key = @key",
            new { runId, key });
    }

    /// <summary>Takes a tag away.</summary>
    public static void RemoveTag(IDbSession session, string runId, string key)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (RunTable.Find(session, runId) is { } run)
            PairTable.RemoveTags(session, run.Number, [key]);
    }

    /// <summary>Notes how a run ended; what the run itself said of its end stays.</summary>
    public static void End(IDbSession session, string runId, TrackingRunStatus status, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(session);
        session.Execute(
            "UPDATE tracking_runs SET status = @status, end_time = @at, alive_until = NULL WHERE run_id = @runId AND (status IN (1, 2) OR @status <> 3)",
            new { runId, status = (int)status, at = at.ToUnixTimeMilliseconds() });
    }

    /// <summary>
    /// Names content that is in the artifact store as an artifact of a run. A path that the rules of artifacts forbid, that is taken by a
    /// folder, or an unknown run is left alone.
    /// </summary>
    /// <param name="session">The transaction.</param>
    /// <param name="runId">The run.</param>
    /// <param name="path">Under the run's artifacts, with <c>/</c>.</param>
    /// <param name="content">The content.</param>
    /// <param name="at">Now.</param>
    public static void Attach(IDbSession session, string runId, string path, BlobInfo content, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (RunTable.Find(session, runId) is not { LifecycleStage: Stages.Active } run)
            return;
        try
        {
            ArtifactTable.Put(
                session, ArtifactPaths.Under(ArtifactPaths.PlaceOf(run.ArtifactUri), path), content, at.ToUnixTimeMilliseconds());
        }
        catch (TrackingException)
        {
            // A record must not stop the work that it is about.
        }
    }

    /// <summary>Whether a version of a registered model names one of these tracking runs as its origin, or a file of one.</summary>
    public static bool IsNeeded(IDbSession session, IReadOnlyCollection<string> runIds)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(runIds);
        // Lists of a statement are bounded, and a sweep has thousands of runs.
        return runIds.Chunk(500).Any(ids => session.QuerySingleOrDefault<string>(
            $"SELECT r.run_id FROM tracking_runs r WHERE r.run_id IN @ids AND {DeletedRuns.IsNeeded} LIMIT 1", new { ids }) is not null);
    }

    /// <summary>Whether there is such a run, deleted or not.</summary>
    public static bool IsKnown(IDbSession session, string runId)
    {
        ArgumentNullException.ThrowIfNull(session);
        return RunTable.Find(session, runId) is not null;
    }

    /// <summary>A name that metrics, params and tags may have: characters that they may not are underscores, and it is its own normal form.</summary>
    public static string FitKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (IsGood(key))
            return key;
        var fitted = new StringBuilder(key.Length);
        foreach (var rune in key.EnumerateRunes())
            fitted.Append(Rune.IsLetterOrDigit(rune) || rune.Value is '_' or '-' or ' ' or ':' or '.' ? rune.ToString() : rune.Value == '/' ? "/" : "_");
        var parts = fitted.ToString().Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part.Trim('.').Length > 0);
        var joined = NameRules.Cut(string.Join('/', parts), NameRules.MaxKey).TrimEnd('/');
        return IsGood(joined) ? joined : "_";
    }

    private static bool IsGood(string key)
    {
        try
        {
            NameRules.CheckKey(key, "key");
            return key.Length <= NameRules.MaxKey;
        }
        catch (TrackingException)
        {
            return false;
        }
    }

    private static Tag[] Fit(IEnumerable<Tag> pairs, int most) =>
    [
        .. pairs.Select(pair => new Tag(FitKey(pair.Key), NameRules.Cut(pair.Value.Replace('\0', ' '), most))).DistinctBy(pair => pair.Key, StringComparer.Ordinal),
    ];

    private static RunRow RowOf(RecordedRun run, ExperimentRow experiment) => new()
    {
        RunId = run.RunId,
        Experiment = experiment.Id,
        Name = run.Name,
        UserId = Environment.UserName,
        Status = (int)(run.IsScheduled ? TrackingRunStatus.Scheduled : TrackingRunStatus.Running),
        StartTime = run.StartedAt.ToUnixTimeMilliseconds(),
        ArtifactUri = $"{experiment.ArtifactLocation.TrimEnd('/')}/{run.RunId}/artifacts",
        LifecycleStage = Stages.Active,
    };

    private long Make(IDbSession session, string origin, string name)
    {
        var free = name;
        for (var number = 2; ExperimentTable.FindByName(session, free) is not null && number < MaxTries; number++)
            free = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name} ({number})");
        var id = ExperimentTable.NextId(session);
        var now = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        ExperimentTable.Insert(session, new ExperimentRow(id, free, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{LocationRules.Scheme}/{id}"), Stages.Active, now, now));
        ExperimentTable.SetTag(session, id, new Tag(OriginTag, origin));
        return id;
    }
}
