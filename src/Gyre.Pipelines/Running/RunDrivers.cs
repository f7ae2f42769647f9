using System.Collections.Concurrent;
using Gyre.Core;
using Gyre.Core.Logging;
using Gyre.Core.Loops;
using Gyre.Execution;
using Gyre.Pipelines.Schema;
using Gyre.Storage;
using Microsoft.Extensions.Logging;

namespace Gyre.Pipelines.Running;

/// <summary>
/// The runs that this engine drives, each as long as it holds the run's lease. While the store is away a run is not given up: its driver is made anew from what the store
/// holds, once that is back and the lease is still to be had, and takes up the attempts that went on meanwhile.
/// </summary>
internal sealed class RunDrivers(DriverServices services, LoopSupervisor loops, string owner) : IAsyncDisposable
{
    private static readonly Backoff AfterFailure = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    private readonly ConcurrentDictionary<RunId, Driving> _driving = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ILogger _logger = services.Options.Logs.For<RunDrivers>();
    private readonly ConcurrentDictionary<RunId, Failure> _failed = new();
    private volatile bool _disposed;

    private IStore Store => services.Store;

    private EngineOptions Options => services.Options;

    /// <summary>Begins to drive a run, if this engine does not already.</summary>
    /// <returns>Ends when this engine drives it no longer; null when another does, or when there is no such run.</returns>
    /// <exception cref="ObjectDisposedException">The engine was closed.</exception>
    public async Task<Task?> TryDriveAsync(RunId run, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_driving.TryGetValue(run, out var known))
            return known.Finished;
        if (await AcquireAsync(run, cancellationToken) is not { } lease)
            return null;
        if (_disposed)
        {
            // Closed in this moment: the next engine must not wait for a lease that nobody uses.
            await ReleaseAsync(lease);
            ObjectDisposedException.ThrowIf(_disposed, this);
        }
        var driving = new Driving(lease, CancellationTokenSource.CreateLinkedTokenSource(_stop.Token));
        if (!_driving.TryAdd(run, driving))
        {
            driving.GiveUp.Dispose();
            return _driving.TryGetValue(run, out known) ? known.Finished : null;
        }
        _logger.LeaseTaken(run, lease.Fence);
        driving.Start(() => DriveAsync(run, driving));
        return driving.Finished;
    }

    /// <summary>Whether driving a run failed just now, by an error that will most likely come again: it is not tried at every event then.</summary>
    public bool IsHeldBack(RunId run) =>
        _failed.TryGetValue(run, out var failure) && Options.Clock.GetElapsedTime(failure.At) < AfterFailure.After(failure.Count);

    /// <summary>Wakes the driver of a run, if there is one here, to look for what other processes want of it.</summary>
    public void Nudge(RunId run)
    {
        if (_driving.TryGetValue(run, out var driving))
            driving.Driver?.Nudge();
    }

    /// <summary>Holds on to every run; one that another engine has taken meanwhile is given up.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        foreach (var (run, driving) in _driving)
        {
            if (driving.Lease is not { } lease)
                continue;
            if (await Store.Leases.RenewAsync(lease, Options.LeaseDuration, cancellationToken) is { } renewed)
                driving.Renew(renewed);
            else if (driving.Lease?.Fence == lease.Fence)
                await AbandonAsync(run, driving);
        }
    }

    private async Task AbandonAsync(RunId run, Driving driving)
    {
        _logger.LeaseLost(run);
        await driving.AbandonAsync();
    }

    /// <summary>Stops driving. Attempts go on under their supervisors.</summary>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        await _stop.CancelAsync();
        // How a run's driving ended concerns whoever waits for that run, not the one who closes the engine.
        await Task.WhenAll(_driving.Values.Select(driving => driving.Finished)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private Task<Lease?> AcquireAsync(RunId run, CancellationToken cancellationToken) =>
        Store.Leases.TryAcquireAsync(Subjects.Of(run), owner, Options.LeaseDuration, ProcessMark.IsGone, cancellationToken);

    private async Task DriveAsync(RunId run, Driving driving)
    {
        using var scope = _logger.BeginRun(run);
        EngineTelemetry.RunsDriven.Add(1);
        try
        {
            await loops.CarryAsync(Subjects.Of(run), (scope, token) => TurnAsync(run, driving, scope, token), driving.GiveUp.Token);
            _failed.TryRemove(run, out _);
        }
        catch (OperationCanceledException) when (driving.GiveUp.IsCancellationRequested)
        {
            // Given up; the lease goes back so that another engine need not wait for it to expire.
        }
        catch
        {
            _failed[run] = new Failure((_failed.GetValueOrDefault(run)?.Count ?? 0) + 1, Options.Clock.GetTimestamp());
            throw;
        }
        finally
        {
            if (driving.Lease is { } lease)
                await ReleaseAsync(lease);
            _driving.TryRemove(run, out _);
            driving.GiveUp.Dispose();
            EngineTelemetry.RunsDriven.Add(-1);
        }
    }

    /// <summary>Drives from what the store holds, until the run is over or something is away. The first time the lease is there already.</summary>
    private async Task TurnAsync(RunId run, Driving driving, ILoopScope scope, CancellationToken cancellationToken)
    {
        driving.Lease = driving.TakeFirstLease() ?? await AcquireAsync(run, cancellationToken);
        if (driving.Lease is not { } lease || await Store.Database.ReadAsync(session => RunStore.Load(session, run), cancellationToken) is not { } loaded)
            return;
        await using var driver = new RunDriver(services, loaded, lease, scope);
        driving.Driver = driver;
        try
        {
            scope.Beat();
            if (!loaded.State.Nodes.IsEmpty)
                _logger.RunTakenUp(run);
            await driver.DriveAsync(cancellationToken);
        }
        catch (FencedOffException)
        {
            // Another engine has taken the run over; it knows everything that was kept.
            _logger.FencedOff(run);
        }
        finally
        {
            driving.Driver = null;
        }
    }

    /// <summary>One that cannot be given back ends by itself.</summary>
    private async Task ReleaseAsync(Lease lease)
    {
        try
        {
            await Store.Leases.ReleaseAsync(lease, CancellationToken.None);
            _logger.LeaseReleased(lease.Name);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or StoreReadOnlyException or StoreFullException)
        {
            // Another engine takes the run when the lease has run out, or when it sees that this process is gone.
        }
    }

    private sealed record Failure(int Count, long At);

    /// <summary>A run that this engine drives.</summary>
    private sealed class Driving(Lease lease, CancellationTokenSource giveUp)
    {
        private Lease? _first = lease;
        private volatile RunDriver? _driver;
        private volatile Lease? _lease = lease;

        /// <summary>Null between two drivers.</summary>
        public RunDriver? Driver
        {
            get => _driver;
            set => _driver = value;
        }

        /// <summary>Null when another engine has the run.</summary>
        public Lease? Lease
        {
            get => _lease;
            set => _lease = value;
        }

        public CancellationTokenSource GiveUp { get; } = giveUp;

        public Task Finished { get; private set; } = Task.CompletedTask;

        /// <summary>The lease that was there before the first driver; null from the second time on.</summary>
        public Lease? TakeFirstLease() => Interlocked.Exchange(ref _first, null);

        public void Start(Func<Task> drive) => Finished = Detached.Run(drive);

        public void Renew(Lease renewed)
        {
            Lease = renewed;
            Driver?.UseLease(renewed);
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
