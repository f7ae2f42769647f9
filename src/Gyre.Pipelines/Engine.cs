using Gyre.Core;
using Gyre.Core.Logging;
using Gyre.Core.Loops;
using Gyre.Execution;
using Gyre.Pipelines.Cache;
using Gyre.Pipelines.Catalog;
using Gyre.Pipelines.Code;
using Gyre.Pipelines.Cycles;
using Gyre.Pipelines.Inputs;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Running;
using Gyre.Pipelines.Schema;
using Gyre.Pipelines.Variables;
using Gyre.Storage;
using Gyre.Storage.Secrets;

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
    private readonly RunService _runs;
    private readonly CycleService _cycles;
    private readonly RunDrivers _drivers;
    private readonly LoopSupervisor _supervisor;
    /// <summary>Whoever only reads runs needs none of them.</summary>
    private readonly Lazy<IAsyncDisposable> _loops;
    private readonly Lock _closing = new();
    private bool _disposed;

    private Engine(IStore store, IBlobStore blobs, ExecutorSet executors, EngineOptions options)
    {
        _store = store;
        _options = options;
        var ids = IdSource.FromClock(options.Clock);
        var owner = ProcessMark.Create(ids.Next().ToString("D"));
        var snapshots = new CodeSnapshots(options.Storage.Home, blobs);
        var vault = new SecretVault(store.Database, new SecretKeyFile(options.Storage));
        Variables = new VariableService(store.Database, vault, options.Clock, options.Secrets);
        var variables = new PlanVariables(store.Database, vault, options.Host, options.Secrets);
        var inputs = new DefaultInputs([new ProjectPaths(blobs), new CatalogInputs(store.Database),
            new WebInputs(blobs, options.Clock), new BucketInputs(blobs)], blobs, variables);
        var behaviors = new NodeBehaviors(options.ExternalKinds);
        var acceptance = new RunAcceptance(snapshots, blobs, inputs, variables, new ReusedNodes(store.Database),
            new OtherRevisions(snapshots, options.Revisions, options.Language), executors, ids, options, behaviors);
        var live = options.Recorder is { } writer ? new LiveMetadata(store.Database, writer, options.Clock, options.Logs.For<LiveMetadata>()) : null;
        var router = new AttemptRouter(executors, live, options.Clock);
        var asker = new CacheAsker(store.Database, blobs, store.Leases, snapshots, executors, options, owner);
        var recorder = options.Recorder is { } records ? new NodeRecorder(records, live!) : null;
        _supervisor = options.Loops ?? new LoopSupervisor(options.Clock);
        var services = new DriverServices(store, executors,
            new OrderBuilder(store.Database, recorder, new StepSecrets(vault, options.Host), options), asker, options,
            behaviors, router, recorder);
        _drivers = new RunDrivers(services, _supervisor, owner);
        _runs = new RunService(store, acceptance, asker, snapshots, ids, options, behaviors);
        _cycles = new CycleService(store, acceptance, _runs, ids, options, owner) { TurnStarted = DriveChild };
        Starter = new RunStarter(acceptance);
        Cache = new ResultCache(store.Database, snapshots);
        Catalog = new CatalogService(store.Database);
        Lineage = new RunLineage(store.Database, options.Recorder is not null);
        Content = new PipelineContent(store.Database, snapshots);
        _loops = new Lazy<IAsyncDisposable>(() => _supervisor.Start(
            new BackgroundLoop("run-attempts", router.PumpAsync),
            new BackgroundLoop("run-leases", RenewAsync),
            new BackgroundLoop("run-requests", HearRequestsAsync),
            new BackgroundLoop("run-metadata", live is null ? IdleAsync : live.RunAsync)));
    }

    /// <summary>The schema of this module, for opening a store.</summary>
    public static IReadOnlyList<Migration> Migrations => PipelinesMigrations.All;

    /// <summary>Runs.</summary>
    public IRuns Runs => _runs;

    /// <summary>Variables and secrets of projects.</summary>
    public IVariables Variables { get; }

    /// <summary>Cycles.</summary>
    public ICycles Cycles => _cycles;

    /// <summary>Starts runs inside transactions of other modules.</summary>
    public IRunStarter Starter { get; }

    /// <summary>The cache.</summary>
    public IResultCache Cache { get; }

    /// <summary>Files that node runs left behind.</summary>
    public ICatalog Catalog { get; }

    /// <summary>What runs and node runs read and made.</summary>
    public IRunLineage Lineage { get; }

    /// <summary>The content in the artifact store that runs, the cache and the catalog need. That of attempts is told by <see cref="AttemptContent"/>, which comes before.</summary>
    public IContentUser Content { get; }

    /// <summary>
    /// What this module keeps for a time: attempts before runs, which say whose they are, and versions of datasets before the runs that
    /// they
    /// keep.
    /// </summary>
    public IReadOnlyList<IExpiring> Expiring =>
    [
        new ExpiringAttempts(_store.Database, _options.Storage.Home), new ExpiringVersions(_store.Database),
        new ExpiringRuns(_store.Database),
    ];

    /// <summary>Takes up every run and cycle that nobody drives. Attempts that run when it ends are left to their supervisors.</summary>
    public IBackgroundLoop OpenRuns => new BackgroundLoop("open-runs", DriveOpenAsync);

    /// <summary>An engine over an opened home. Nothing runs before it is told to drive something.</summary>
    public static Engine Create(IStore store, IBlobStore blobs, ExecutorSet executors, EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new Engine(store, blobs, executors, options with { Storage = options.Storage.WithFullPaths() });
    }

    /// <summary>Drives a run until it is over, or follows it while another engine drives it. While the store is away it waits.</summary>
    /// <exception cref="InvalidInputException">There is no such run.</exception>
    /// <exception cref="ObjectDisposedException">The engine was closed meanwhile; another takes the run up.</exception>
    public Task<RunView> RunToEndAsync(RunId run, CancellationToken cancellationToken) =>
        _supervisor.CarryAsync($"follow/{run}", (scope, token) => RunToEndAsync(run, scope, token), cancellationToken);

    private async Task<RunView> RunToEndAsync(RunId run, ILoopScope scope, CancellationToken cancellationToken)
    {
        while (true)
        {
            var seen = await _store.Events.LastAsync(cancellationToken);
            var view = await _runs.FindAsync(run, cancellationToken) ?? throw new InvalidInputException("run.unknown", $"Run {run} does not exist.");
            if (view.State.IsEnd() && !await HasRequestsAsync(run, cancellationToken))
                return view;
            if (await TryDriveAsync(run, cancellationToken) is { } driving)
            {
                scope.Beat();
                await driving.WaitAsync(cancellationToken);
            }
            else
            {
                scope.Beat();
                await _store.Events.WaitAsync(seen, LookAround, cancellationToken);
            }
        }
    }

    /// <summary>Drives a cycle until it has no further turn.</summary>
    /// <exception cref="InvalidInputException">There is no such cycle.</exception>
    public Task<CycleView> RunToEndAsync(CycleId cycle, CancellationToken cancellationToken) =>
        _supervisor.CarryAsync($"follow/{cycle}", (scope, token) => RunToEndAsync(cycle, scope, token), cancellationToken);

    private async Task<CycleView> RunToEndAsync(CycleId cycle, ILoopScope scope, CancellationToken cancellationToken)
    {
        while (true)
        {
            var view = await _cycles.FindAsync(cycle, cancellationToken) ?? throw new InvalidInputException("cycle.unknown", $"Cycle {cycle} does not exist.");
            if (view.State == CycleState.Stopped && view.Turns.All(turn => turn.State.IsEnd()))
                return view;
            // The last one also when it is over: somebody may have asked for it to go on. Turns made by hand may be at work at the same time.
            await Task.WhenAll(view.Turns.Where(turn => !turn.State.IsEnd() || turn == view.Turns[^1]).Select(turn => RunToEndAsync(turn.Run, cancellationToken)));
            var isMore = await _cycles.AdvanceAsync(cycle, cancellationToken);
            scope.Beat();
            if (!isMore)
                await Task.Delay(TimeSpan.FromMilliseconds(50), _options.Clock, cancellationToken);
        }
    }

    /// <summary>Takes up every run and cycle that nobody drives, until cancelled. Attempts that run then are left to their supervisors.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var loops = _supervisor.Start(OpenRuns);
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }

    private async Task DriveOpenAsync(ILoopScope scope, CancellationToken cancellationToken)
    {
        StartLoops();
        // Most events are no business of runs, and each look is several statements.
        var pace = new Pace(_options.Clock, BetweenTurns);
        while (true)
        {
            var seen = await _store.Events.LastAsync(cancellationToken);
            Exception? failure = null;
            foreach (var run in (await _runs.OpenAsync(cancellationToken)).Where(run => !_drivers.IsHeldBack(run)))
                failure = await TryAsync(() => TryDriveAsync(run, cancellationToken)) ?? failure;
            foreach (var cycle in await _cycles.DueAsync(cancellationToken))
                failure = await TryAsync(() => _cycles.AdvanceAsync(cycle, cancellationToken)) ?? failure;
            if (failure is null)
                scope.Beat();
            else
                scope.Failed(failure);
            await _store.Events.WaitAsync(seen, LookAround, cancellationToken);
            await pace.KeepAsync(cancellationToken);
        }
    }

    /// <summary>One that cannot be carried out must not keep the others waiting; when the store is away none can.</summary>
    private static async Task<Exception?> TryAsync(Func<Task> work)
    {
        try
        {
            await work();
            return null;
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or ObjectDisposedException or IOutageException))
        {
            return exception;
        }
    }

    /// <summary>Stops driving. Attempts go on under their supervisors and are taken up by the next engine.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_closing)
        {
            if (_disposed)
                return;
            _disposed = true;
        }
        await _drivers.DisposeAsync();
        if (_loops.IsValueCreated)
            await _loops.Value.DisposeAsync();
    }

    /// <summary>Drives a run when nobody else does; with the loops that drivers rely on.</summary>
    private Task<Task?> TryDriveAsync(RunId run, CancellationToken cancellationToken)
    {
        StartLoops();
        return _drivers.TryDriveAsync(run, cancellationToken);
    }

    /// <summary>
    /// The step that started it may wait for it, so it cannot wait until the step's own run is over. When this engine cannot, the next look around does.
    /// </summary>
    private void DriveChild(RunId run) => _ = Task.Run(async () =>
    {
        try
        {
            await TryDriveAsync(run, CancellationToken.None);
        }
        catch (Exception exception) when (exception is ObjectDisposedException or StoreUnavailableException)
        {
            // The engine was closed, or the store is away: the run is kept and taken up by whoever looks next.
        }
    });

    private void StartLoops()
    {
        lock (_closing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _ = _loops.Value;
        }
    }

    private async Task IdleAsync(ILoopScope scope, CancellationToken cancellationToken)
    {
        scope.Beat();
        await Task.Delay(Timeout.InfiniteTimeSpan, _options.Clock, cancellationToken);
    }

    private async Task RenewAsync(ILoopScope scope, CancellationToken cancellationToken)
    {
        while (true)
        {
            await _drivers.RenewAsync(cancellationToken);
            scope.Beat();
            await Task.Delay(_options.LeaseDuration / 3, _options.Clock, cancellationToken);
        }
    }

    private async Task HearRequestsAsync(ILoopScope scope, CancellationToken cancellationToken)
    {
        while (true)
        {
            var seen = await _store.Events.LastAsync(cancellationToken);
            foreach (var run in await _runs.RequestedAsync(cancellationToken))
                _drivers.Nudge(run);
            scope.Beat();
            await _store.Events.WaitAsync(seen, LookAround, cancellationToken);
            await Task.Delay(BetweenLooks, _options.Clock, cancellationToken);
        }
    }

    private Task<bool> HasRequestsAsync(RunId run, CancellationToken cancellationToken) =>
        _store.Database.ReadAsync(session => RunStore.Requests(session, run).Count > 0, cancellationToken);
}
