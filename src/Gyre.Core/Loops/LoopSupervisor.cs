using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gyre.Core.Loops;

/// <summary>
/// Carries the background loops of a process: starts each, starts one that failed again after a while, logs it, and knows how each is. One per process; its parts
/// start their loops as a group and stop them when they are closed. Thread-safe.
/// </summary>
/// <param name="clock">Measures the time between tries.</param>
/// <param name="logger">Told when a loop fails and when it goes on; null for nobody.</param>
/// <param name="backoff">How long to wait before a loop that failed is started again; null for <see cref="Backoff.Default"/>.</param>
public sealed class LoopSupervisor(TimeProvider clock, ILogger<LoopSupervisor>? logger = null, Backoff? backoff = null) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<SupervisedLoop> _loops = [];
    private readonly List<LoopRecord> _works = [];
    private readonly ILogger _logger = logger ?? NullLogger<LoopSupervisor>.Instance;
    private readonly Backoff _backoff = backoff ?? Backoff.Default;

    /// <summary>Told when a loop begins to wait, waits for something else or for long, and when it goes on; from the loop's thread.</summary>
    public event Action<LoopHealth>? Reported;

    /// <summary>How each loop is, in the order in which they were started, and then the work with an end that waits.</summary>
    public IReadOnlyList<LoopHealth> Health
    {
        get
        {
            lock (_lock)
                return [.. _loops.Select(loop => loop.Record.Health), .. _works.Select(work => work.Health).Where(health => health.Phase == LoopPhase.Waiting)];
        }
    }

    /// <summary>Starts loops. A loop with the name of one that has stopped takes its place.</summary>
    /// <param name="loops">Not carried by anybody yet.</param>
    /// <returns>Stops them and waits for their end when it is disposed.</returns>
    /// <exception cref="InvalidOperationException">A loop of that name is at work.</exception>
    public IAsyncDisposable Start(params IReadOnlyList<IBackgroundLoop> loops)
    {
        ArgumentNullException.ThrowIfNull(loops);
        var started = new List<SupervisedLoop>(loops.Count);
        lock (_lock)
        {
            foreach (var loop in loops)
                started.Add(Add_NeedsLock(loop));
        }
        foreach (var loop in started)
            loop.Start();
        return new LoopGroup(started);
    }

    /// <summary>
    /// Carries work that has an end. While something outside is away (<see cref="IOutageException"/>) it is tried again and again, and shows in <see cref="Health"/>; any other
    /// failure is its end.
    /// </summary>
    /// <param name="name">As shown; need not be unique.</param>
    /// <param name="work">Begins anew at each try. Says by <see cref="ILoopScope.Beat"/> when it got through.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task CarryAsync(string name, Func<ILoopScope, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        var record = Record(name);
        lock (_lock)
            _works.Add(record);
        try
        {
            while (await TryAsync(record, work, cancellationToken) is { } delay)
                await Task.Delay(delay, clock, cancellationToken);
        }
        finally
        {
            lock (_lock)
                _works.Remove(record);
        }
    }

    /// <summary>The same for work that comes to something.</summary>
    /// <param name="name">As shown; need not be unique.</param>
    /// <param name="work">Begins anew at each try. Says by <see cref="ILoopScope.Beat"/> when it got through.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<T> CarryAsync<T>(string name, Func<ILoopScope, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        T? result = default;
        await CarryAsync(name, async (scope, token) => { result = await work(scope, token); }, cancellationToken);
        return result!;
    }

    /// <summary>Stops all loops that still run and waits for their end.</summary>
    public async ValueTask DisposeAsync()
    {
        List<SupervisedLoop> all;
        lock (_lock)
            all = [.. _loops];
        await new LoopGroup(all).DisposeAsync();
    }

    private LoopRecord Record(string name) => new(name, clock, _logger, _backoff, health => Reported?.Invoke(health));

    /// <returns>How long to wait before the next try; null when it is done.</returns>
    private async Task<TimeSpan?> TryAsync(LoopRecord record, Func<ILoopScope, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(record, cancellationToken);
            return null;
        }
        catch (Exception exception) when (exception is IOutageException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return record.Fail(exception);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            _logger.WorkFailed(record.Name, LoopRecord.ReasonOf(exception), exception.StackTrace);
            throw;
        }
    }

    private SupervisedLoop Add_NeedsLock(IBackgroundLoop loop)
    {
        var supervised = new SupervisedLoop(loop, Record(loop.Name), clock, _logger);
        var place = _loops.FindIndex(known => known.Record.Name == loop.Name);
        if (place < 0)
            _loops.Add(supervised);
        else if (_loops[place].Record.Health.Phase == LoopPhase.Stopped)
            _loops[place] = supervised;
        else
            throw new InvalidOperationException($"A loop named '{loop.Name}' is already running.");
        return supervised;
    }

    private sealed class LoopGroup(IReadOnlyList<SupervisedLoop> loops) : IAsyncDisposable
    {
        // All are told before any is waited for: one may need another to end.
        public async ValueTask DisposeAsync() => await Task.WhenAll(loops.Select(loop => loop.DisposeAsync().AsTask()));
    }
}
