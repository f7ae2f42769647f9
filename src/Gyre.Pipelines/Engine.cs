using System.Collections.Concurrent;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Cache;
using Gyre.Pipelines.Catalog;
using Gyre.Pipelines.Code;
using Gyre.Pipelines.Cycles;
using Gyre.Pipelines.Inputs;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Running;
using Gyre.Pipelines.Schema;
using Gyre.Storage;

namespace Gyre.Pipelines;

/// <summary>
/// The one engine. Several may share a store, in one process or many: each run is driven by the one that holds its lease, and what an engine
/// leaves behind when it dies is taken up by the next.
/// </summary>
public sealed class Engine : IAsyncDisposable
{
    private static readonly TimeSpan LookAround = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BetweenTurns = TimeSpan.FromMilliseconds(10);

    private readonly IStore _store;
    private readonly EngineOptions _options;
    private readonly DriverServices _services;
    private readonly RunService _runs;
    private readonly CycleService _cycles;
    private readonly AttemptRouter _router;
    private readonly string _owner;
    private readonly ConcurrentDictionary<RunId, Driving> _driving = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _loops;
    private volatile bool _disposed;

    private Engine(IStore store, IBlobStore blobs, IExecutor executor, EngineOptions options)
    {
        _store = store;
        _options = options;
        var ids = IdSource.FromClock(options.Clock);
        _owner = ProcessMark.Create(ids.Next().ToString("D"));
        var snapshots = new CodeSnapshots(options.Storage.Home, blobs, ids);
        var inputs = new DefaultInputs([new ProjectPaths(blobs), new CatalogInputs(store.Database), new WebInputs(blobs, options.Clock), new BucketInputs(blobs)]);
        var acceptance = new RunAcceptance(snapshots, blobs, inputs, new ReusedNodes(store.Database), new OtherRevisions(snapshots, options.Revisions, options.BuiltIn), ids, options);
        _router = new AttemptRouter(executor, options.Clock);
        var asker = new CacheAsker(store.Database, blobs, store.Leases, snapshots, options, _owner);
        var recorder = options.Recorder is { } records ? new NodeRecorder(records, options.Storage.Home) : null;
        _services = new DriverServices(store, executor, new OrderBuilder(snapshots, store.Database, recorder, options), asker, options, _router, recorder);
        _runs = new RunService(store, acceptance, asker, ids, options);
        _cycles = new CycleService(store, acceptance, _runs, ids, options, _owner) { TurnStarted = DriveChild };
        Starter = new RunStarter(acceptance);
        Cache = new ResultCache(store.Database, snapshots);
        Catalog = new CatalogService(store.Database);
        Content = new PipelineContent(store.Database, snapshots);
        _loops = [Task.Run(PumpAsync), Task.Run(RenewAsync), Task.Run(HearRequestsAsync)];
    }

    /// <summary>The schema of this module, for opening a store.</summary>
    public static IReadOnlyList<Migration> Migrations => PipelinesMigrations.All;

    /// <summary>Runs.</summary>
    public IRuns Runs => _runs;

    /// <summary>Chains of runs.</summary>
    public ICycles Cycles => _cycles;

    /// <summary>Starts runs inside transactions of other modules.</summary>
    public IRunStarter Starter { get; }

    /// <summary>The cache.</summary>
    public IResultCache Cache { get; }

    /// <summary>Files that node runs left behind.</summary>
    public ICatalog Catalog { get; }

    /// <summary>The content in the artifact store that runs, the cache and the catalog need. That of attempts is told by <see cref="AttemptContent"/>, which comes before.</summary>
    public IContentUser Content { get; }

    /// <summary>An engine over an opened home. Nothing runs before it is told to drive something.</summary>
    public static Engine Create(IStore store, IBlobStore blobs, IExecutor executor, EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new Engine(store, blobs, executor, options with { Storage = options.Storage.WithFullPaths() });
    }

    /// <summary>Drives a run until it is over, or follows it while another engine drives it.</summary>
    /// <exception cref="InvalidInputException">There is no such run.</exception>
    /// <exception cref="ObjectDisposedException">The engine was closed meanwhile; another takes the run up.</exception>
    public async Task<RunView> RunToEndAsync(RunId run, CancellationToken cancellationToken)
    {
        while (true)
        {
            var seen = await _store.Events.LastAsync(cancellationToken);
            var view = await _runs.FindAsync(run, cancellationToken) ?? throw new InvalidInputException("run.unknown", $"There is no run {run}.");
            if (view.State.IsEnd() && !await HasRequestsAsync(run, cancellationToken))
                return view;
            if (await TryDriveAsync(run, cancellationToken) is { } driving)
                await driving.WaitAsync(cancellationToken);
            else
                await _store.Events.WaitAsync(seen, LookAround, cancellationToken);
        }
    }

    /// <summary>Drives a chain until it has no further turn.</summary>
    /// <exception cref="InvalidInputException">There is no such chain.</exception>
    public async Task<CycleView> RunToEndAsync(CycleId cycle, CancellationToken cancellationToken)
    {
        while (true)
        {
            var view = await _cycles.FindAsync(cycle, cancellationToken) ?? throw new InvalidInputException("cycle.unknown", $"There is no cycle {cycle}.");
            if (view.State == CycleState.Stopped && view.Turns.All(turn => turn.State.IsEnd()))
                return view;
            // The last one also when it is over: somebody may have asked for it to go on. Turns made by hand may be at work at the same time.
            await Task.WhenAll(view.Turns.Where(turn => !turn.State.IsEnd() || turn == view.Turns[^1]).Select(turn => RunToEndAsync(turn.Run, cancellationToken)));
            if (!await _cycles.AdvanceAsync(cycle, cancellationToken))
                await Task.Delay(TimeSpan.FromMilliseconds(50), _options.Clock, cancellationToken);
        }
    }

    /// <summary>Takes up every run and cycle that nobody drives, until cancelled. Attempts that run then are left to their supervisors.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Most events are no business of runs, and each look is several statements.
        var pace = new Pace(_options.Clock, BetweenTurns);
        while (!cancellationToken.IsCancellationRequested)
        {
            var seen = await _store.Events.LastAsync(cancellationToken);
            foreach (var run in await _runs.OpenAsync(cancellationToken))
                await TryDriveAsync(run, cancellationToken);
            foreach (var cycle in await _cycles.DueAsync(cancellationToken))
                await _cycles.AdvanceAsync(cycle, cancellationToken);
            await _store.Events.WaitAsync(seen, LookAround, cancellationToken);
            await pace.KeepAsync(cancellationToken);
        }
    }

    /// <summary>Stops driving. Attempts go on under their supervisors and are taken up by the next engine.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await _stop.CancelAsync();
        // How a run's driving ended concerns whoever waits for that run, not the one who closes the engine.
        await Task.WhenAll(_driving.Values.Select(driving => driving.Finished)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_loops);
        _stop.Dispose();
    }

    /// <summary>
    /// The step that started it may wait for it, so it cannot wait until the step's own run is over. When this engine cannot, the next look around does.
    /// </summary>
    private void DriveChild(RunId run) => _ = Task.Run(async () =>
    {
        try
        {
            await TryDriveAsync(run, _stop.Token);
        }
        catch (Exception exception) when (exception is ObjectDisposedException or OperationCanceledException or StoreUnavailableException)
        {
            // The engine was closed, or the store is away: the run is kept and taken up by whoever looks next.
        }
    });

    private async Task<Task?> TryDriveAsync(RunId run, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_driving.TryGetValue(run, out var known))
            return known.Finished;
        var lease = await _store.Leases.TryAcquireAsync(Subjects.Of(run), _owner, _options.LeaseDuration, ProcessMark.IsGone, cancellationToken);
        if (lease is null)
            return null;
        if (_disposed)
        {
            // Closed in this moment: the next engine must not wait for a lease that nobody uses.
            await _store.Leases.ReleaseAsync(lease, CancellationToken.None);
            ObjectDisposedException.ThrowIf(_disposed, this);
        }
        var loaded = await _store.Database.ReadAsync(session => RunStore.Load(session, run), cancellationToken);
        if (loaded is null)
            return null;
        var driver = new RunDriver(_services, loaded, lease);
        var driving = new Driving(driver, lease, CancellationTokenSource.CreateLinkedTokenSource(_stop.Token));
        if (!_driving.TryAdd(run, driving))
        {
            await driver.DisposeAsync();
            driving.GiveUp.Dispose();
            return _driving.TryGetValue(run, out known) ? known.Finished : null;
        }
        driving.Finished = Task.Run(() => DriveAsync(run, driving), CancellationToken.None);
        return driving.Finished;
    }

    private async Task DriveAsync(RunId run, Driving driving)
    {
        try
        {
            await driving.Driver.DriveAsync(driving.GiveUp.Token);
        }
        catch (OperationCanceledException) when (driving.GiveUp.IsCancellationRequested)
        {
            // Given up; the lease goes back so that another engine need not wait for it to expire.
        }
        catch (FencedOffException)
        {
            // Another engine has taken the run over; it knows everything that was kept.
        }
        finally
        {
            await driving.Driver.DisposeAsync();
            await _store.Leases.ReleaseAsync(driving.Lease, CancellationToken.None);
            _driving.TryRemove(run, out _);
            driving.GiveUp.Dispose();
        }
    }

    private Task PumpAsync() => UntilStoppedAsync(token => _router.PumpAsync(token));

    private Task RenewAsync() => UntilStoppedAsync(async token =>
    {
        while (true)
        {
            await Task.Delay(_options.LeaseDuration / 3, _options.Clock, token);
            foreach (var driving in _driving.Values)
            {
                if (await _store.Leases.RenewAsync(driving.Lease, _options.LeaseDuration, token) is { } renewed)
                    driving.Renew(renewed);
                else
                    await driving.AbandonAsync();
            }
        }
    });

    private Task HearRequestsAsync() => UntilStoppedAsync(async token =>
    {
        while (true)
        {
            var seen = await _store.Events.LastAsync(token);
            foreach (var run in await _runs.RequestedAsync(token))
            {
                if (_driving.TryGetValue(run, out var driving))
                    driving.Driver.Nudge();
            }
            await _store.Events.WaitAsync(seen, LookAround, token);
            await Task.Delay(BetweenLooks, _options.Clock, token);
        }
    });

    private async Task UntilStoppedAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopping is how these loops end.
        }
    }

    private Task<bool> HasRequestsAsync(RunId run, CancellationToken cancellationToken) =>
        _store.Database.ReadAsync(session => RunStore.Requests(session, run).Count > 0, cancellationToken);

    /// <summary>A run that this engine drives.</summary>
    private sealed class Driving(RunDriver driver, Lease lease, CancellationTokenSource giveUp)
    {
        public RunDriver Driver { get; } = driver;

        public Lease Lease { get; private set; } = lease;

        public CancellationTokenSource GiveUp { get; } = giveUp;

        public Task Finished { get; set; } = Task.CompletedTask;

        public void Renew(Lease renewed)
        {
            Lease = renewed;
            Driver.UseLease(renewed);
        }

        public async Task AbandonAsync()
        {
            try
            {
                await GiveUp.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // It ended by itself in this moment.
            }
        }
    }
}
