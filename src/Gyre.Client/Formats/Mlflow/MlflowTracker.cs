using Gyre.Client.Ending;
using Gyre.Client.Formats.Mlflow;
using Gyre.Client.Formats.Mlflow.Folder;
using Gyre.Client.Formats.Mlflow.Rest;
using Gyre.Client.Http;
using Gyre.Client.Logging;
using Gyre.Client.Spooling;
using Gyre.Core;

namespace Gyre.Client;

/// <summary>
/// Tracks runs on any server that speaks MLflow's protocol, or in an <c>mlruns</c> folder. One tracker serves a whole program; it is safe to use from
/// several threads. Dispose it at the end: it sends what waits and ends runs that are still open.
/// </summary>
public sealed partial class MlflowTracker : IDisposable, IEndsAtExit
{
    private const int RetriesWithSpool = 2;

    private readonly Lock _lock = new();
    private readonly List<TrackingRun> _open = [];
    private readonly Stack<TrackingRun> _active = new();
    private readonly TrackerOptions _options;
    private readonly ITrackingStore _store;
    private readonly SpoolingWriter? _spool;
    private readonly LogPump _pump;
    private readonly RunServices _services;
    private readonly HttpClient? _ownHttp;
    private readonly Task _firstUpload = Task.CompletedTask;
    private readonly CancellationTokenSource _stop = new();
    private bool _environmentRunTaken;
    private bool _disposed;

    private MlflowTracker(TrackerAddress address, TrackerOptions options)
    {
        options.Check();
        _options = options;
        var ids = options.Ids ?? IdSource.FromClock(options.Clock);
        if (address.Server is { } server)
        {
            var rest = RestAddress.Read(server, options.Environment);
            Location = rest.Server;
            _ownHttp = options.Http is null ? new HttpClient { Timeout = Timeout.InfiniteTimeSpan } : null;
            var http = new RetryingHttp(options.Http ?? _ownHttp!, options.Retry, options.Clock);
            _store = new RestStore(new RestClient(http, rest, ids), () => _spool is null ? null : _spool.IsWaiting ? 0 : RetriesWithSpool);
            if (options.SpoolFolder is not null)
                _spool = new SpoolingWriter(_store, new OfflineStarter(_store), rest.Server, options, ids, Report);
        }
        else
        {
            Location = address.Folder!;
            _store = new FolderStore(address.Folder!, options.Clock, ids);
        }
        IRunWriter writer = _spool is null ? _store : _spool;
        _pump = new LogPump(writer, options, ids, Report);
        _services = new RunServices(_store, writer, _pump, options, ids, new ModelLogger(_store, options.Clock, ids), Ended);
        ExceptionInFlight.Watch();
        if (options.EndRunsAtExit)
            ExitHook.Add(this);
        if (_spool is { IsWaiting: true } && options.UploadSpoolAtStart)
            _firstUpload = Task.Run(UploadQuietlyAsync);
    }

    /// <summary>Values that were logged in the background and did not arrive. Called on the sender's thread; the same failures come out of the next flush or end.</summary>
    public event EventHandler<TrackingFailure>? SendFailed;

    /// <summary>For tests of how much waits.</summary>
    internal LogPump Pump => _pump;

    /// <summary>The server without credentials, or the folder.</summary>
    public string Location { get; }

    /// <summary>The run that <see cref="Start"/> began last and that is not ended; null for none.</summary>
    public TrackingRun? ActiveRun
    {
        get
        {
            lock (_lock)
                return _active.TryPeek(out var run) ? run : null;
        }
    }

    /// <summary>Begins to track. Nothing is sent or written yet.</summary>
    /// <param name="uri">
    /// <c>http(s)://...</c> of a server, <c>file:///...</c> or a path of an <c>mlruns</c> folder. The environment variable <c>MLFLOW_TRACKING_URI</c> comes
    /// before it; when both are absent it is <c>./mlruns</c>.
    /// </param>
    /// <param name="options">How to work; null for the defaults.</param>
    /// <exception cref="ArgumentException">The address or an option is refused.</exception>
    public static MlflowTracker Create(string? uri = null, TrackerOptions? options = null)
    {
        options ??= new TrackerOptions();
        return new MlflowTracker(TrackerAddress.Choose(uri, options.Environment), options);
    }

    /// <summary>Begins to track as a YAML file says: <c>tracking_uri</c> (a relative folder starts at the file) and <c>default_experiment_name</c>; the environment comes before it.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="TrackingException">It is no map of keys and values.</exception>
    public static MlflowTracker CreateFromFile(string path, TrackerOptions? options = null)
    {
        var settings = TrackerSettings.Read(path);
        options ??= new TrackerOptions();
        return Create(settings.Uri, options with { DefaultExperiment = options.DefaultExperiment ?? settings.Experiment });
    }

    /// <summary>Starts a run. The first run without a parent goes on with the run that <c>MLFLOW_RUN_ID</c> names, when that is set.</summary>
    /// <param name="name">Its name; the server makes one when null.</param>
    /// <param name="experiment">Its experiment, created when missing; else <c>MLFLOW_EXPERIMENT_ID</c> or <c>MLFLOW_EXPERIMENT_NAME</c>, then the options' default.</param>
    /// <param name="parent">The run it is part of.</param>
    /// <param name="nested">Part of <see cref="ActiveRun"/>, when no parent is given.</param>
    /// <param name="tags">Its first tags.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="TrackingException">The server refuses or cannot be reached.</exception>
    public Task<TrackingRun> StartRunAsync(
        string? name = null, string? experiment = null, TrackingRun? parent = null, bool nested = false,
        IEnumerable<KeyValuePair<string, string>>? tags = null, CancellationToken cancellationToken = default) =>
        BeginAsync(name, experiment, parent ?? (nested ? ActiveRun : null), tags, ExceptionInFlight.Current(), cancellationToken);

    /// <summary>Blocks, as <see cref="StartRunAsync"/>.</summary>
    public TrackingRun StartRun(
        string? name = null, string? experiment = null, TrackingRun? parent = null, bool nested = false, IEnumerable<KeyValuePair<string, string>>? tags = null)
    {
        var inFlight = ExceptionInFlight.Current();
        return Blocking.Run(() => BeginAsync(name, experiment, parent ?? (nested ? ActiveRun : null), tags, inFlight, CancellationToken.None));
    }

    /// <summary>Starts a run, does the work and ends the run: as finished, or as failed when the work throws. The exception goes on.</summary>
    /// <param name="name">The run's name; made up when null.</param>
    /// <param name="work">The work.</param>
    /// <param name="experiment">As in <see cref="StartRunAsync"/>.</param>
    public async Task RunAsync(string? name, Func<TrackingRun, Task> work, string? experiment = null) => await (await StartRunAsync(name, experiment)).DoAsync(work);

    /// <summary>Goes on with a run that exists: it is set to running.</summary>
    /// <exception cref="TrackingException">There is no such run, or it is deleted.</exception>
    public Task<TrackingRun> ResumeRunAsync(string runId, CancellationToken cancellationToken = default) => ResumeAsync(runId, ExceptionInFlight.Current(), cancellationToken);

    /// <summary>Starts a run and makes it <see cref="ActiveRun"/>; a second one before <see cref="End"/> is nested in the first.</summary>
    /// <inheritdoc cref="StartRunAsync"/>
    public TrackingRun Start(string? name = null, string? experiment = null)
    {
        var run = StartRun(name, experiment, nested: true);
        lock (_lock)
            _active.Push(run);
        return run;
    }

    /// <summary>Ends <see cref="ActiveRun"/> and waits until all has arrived; the one it was nested in is active again. Does nothing when there is none.</summary>
    /// <exception cref="TrackingException">Something was not taken.</exception>
    public void End(TrackingStatus status = TrackingStatus.Finished) => ActiveRun?.End(status);

    /// <summary>Waits until everything that was logged before, in all runs, has arrived (or lies in the spool).</summary>
    /// <exception cref="TrackingException">Something was not taken since the last time.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        if (await _pump.FlushAsync(cancellationToken) is { Count: > 0 } failures)
            throw TrackingException.Of(failures);
    }

    /// <summary>Sends what lies in the spool for this server, also from earlier programs. Each write counts once, however often this is tried.</summary>
    /// <returns>How many writes were taken; those the server refuses are kept in <c>refused.jsonl</c> and reported by <see cref="SendFailed"/>.</returns>
    /// <exception cref="TrackingException">The server cannot be reached; the rest stays.</exception>
    public async Task<int> UploadSpoolAsync(CancellationToken cancellationToken = default) => _spool is null ? 0 : (await _spool.UploadAsync(cancellationToken)).Sent;

    private async Task<TrackingRun> BeginAsync(
        string? name, string? experiment, TrackingRun? parent, IEnumerable<KeyValuePair<string, string>>? tags, Exception? inFlight, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (parent is null && TakeEnvironmentRun() is { } runId)
        {
            var resumed = await ResumeAsync(runId, inFlight, cancellationToken);
            resumed.SetTags((tags ?? []).Select(tag => KeyValuePair.Create(tag.Key, (object?)tag.Value)));
            return resumed;
        }
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in _options.SystemTags ? SystemTags.Of(Directory.GetCurrentDirectory()) : [])
            all[key] = value;
        if (name is not null)
            all[SystemTags.RunName] = name;
        if (parent is not null)
            all[SystemTags.Parent] = parent.RunId;
        foreach (var (key, value) in tags ?? [])
        {
            KeyRules.Check("tag", key);
            all[key] = value;
        }
        var asked = parent is not null && experiment is null ? parent.Experiment : null;
        return Open(await CreateAsync(experiment, asked, name, all, cancellationToken), parent?.RunId, inFlight, asked ?? ChooseExperiment(experiment));
    }

    /// <summary>At the server; in the spool, when there is one and the server is away. A child of a run that the server does not know yet goes to the spool behind it.</summary>
    private async Task<TrackingRunRecord> CreateAsync(
        string? experiment, ExperimentChoice? ofParent, string? name, Dictionary<string, string> tags, CancellationToken cancellationToken)
    {
        var started = _options.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var key = _services.Ids.Next().ToString("N");
        var choice = ofParent ?? ChooseExperiment(experiment);
        try
        {
            if (tags.TryGetValue(SystemTags.Parent, out var parent) && _spool is not null)
                tags[SystemTags.Parent] = parent = _spool.IdOf(parent);
            if (parent is null || !SpoolingWriter.IsProvisional(parent))
            {
                var id = ofParent is null ? await ExperimentIdAsync(experiment, cancellationToken) : ofParent.Id ?? await GetOrCreateExperimentAsync(ofParent.Name!, cancellationToken);
                return await _store.CreateRunAsync(new NewRun(id, name, SystemTags.UserName, started, [.. tags]), key, cancellationToken);
            }
        }
        catch (TrackingException error) when (error.IsUnreachable && _spool is not null)
        {
            // Falls through to the spool.
        }
        var provisional = await _spool!.StartAsync(new OfflineStart(choice, name, SystemTags.UserName, started, tags), key, cancellationToken);
        return new TrackingRunRecord { RunId = provisional, ExperimentId = choice.Id ?? "", Name = name ?? "", UserId = SystemTags.UserName, StartTime = Times.Of(started), Tags = tags };
    }

    private async Task<TrackingRun> ResumeAsync(string runId, Exception? inFlight, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var record = await _store.GetRunAsync(runId, cancellationToken)
            ?? throw new TrackingException(
                $"{Location} has no run '{runId}'. Check MLFLOW_RUN_ID and "
                    + "MLFLOW_TRACKING_URI.")
            { ErrorCode = "RESOURCE_DOES_NOT_EXIST" };
        if (record.IsDeleted)
            throw new TrackingException($"Run {runId} is deleted. Restore it before continuing it.") { ErrorCode = "INVALID_PARAMETER_VALUE" };
        await _services.Writer.UpdateRunAsync(runId, new RunUpdate(TrackingStatus.Running), _services.Ids.Next().ToString("N"), cancellationToken);
        return Open(record, record.Tags.GetValueOrDefault(SystemTags.Parent), inFlight, new ExperimentChoice(record.ExperimentId, null));
    }

    private TrackingRun Open(TrackingRunRecord record, string? parentRunId, Exception? inFlight, ExperimentChoice asked)
    {
        // What the server has said is better than what was asked of it.
        var experiment = record.ExperimentId.Length > 0 ? new ExperimentChoice(record.ExperimentId, null) : asked;
        var run = new TrackingRun(_services, record, experiment, parentRunId, inFlight);
        lock (_lock)
            _open.Add(run);
        return run;
    }

    private string? TakeEnvironmentRun()
    {
        lock (_lock)
        {
            if (_environmentRunTaken || _options.Environment("MLFLOW_RUN_ID") is not { Length: > 0 } runId)
                return null;
            _environmentRunTaken = true;
            return runId;
        }
    }

    private void Ended(TrackingRun run)
    {
        lock (_lock)
        {
            _open.Remove(run);
            if (!_active.Contains(run))
                return;
            TrackingRun[] others = [.. _active.Where(other => other != run)];
            _active.Clear();
            foreach (var other in others.Reverse())
                _active.Push(other);
        }
    }

    private void Report(TrackingFailure failure)
    {
        try
        {
            SendFailed?.Invoke(this, failure);
        }
#pragma warning disable CA1031 // A handler's own mistake must not stop the sender.
        catch (Exception)
#pragma warning restore CA1031
        {
            // The failure itself comes out of the next flush.
        }
    }
}
