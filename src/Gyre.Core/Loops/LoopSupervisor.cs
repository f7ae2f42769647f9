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
    private readonly ILogger _logger = logger ?? NullLogger<LoopSupervisor>.Instance;
    private readonly Backoff _backoff = backoff ?? Backoff.Default;

    /// <summary>How each loop is, in the order in which they were started.</summary>
    public IReadOnlyList<LoopHealth> Health
    {
        get
        {
            lock (_lock)
                return [.. _loops.Select(loop => loop.Health)];
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

    /// <summary>Stops all that still run and waits for their end.</summary>
    public async ValueTask DisposeAsync()
    {
        List<SupervisedLoop> all;
        lock (_lock)
            all = [.. _loops];
        await new LoopGroup(all).DisposeAsync();
    }

    private SupervisedLoop Add_NeedsLock(IBackgroundLoop loop)
    {
        var supervised = new SupervisedLoop(loop, clock, _logger, _backoff);
        var place = _loops.FindIndex(known => known.Name == loop.Name);
        if (place < 0)
            _loops.Add(supervised);
        else if (_loops[place].Health.Phase == LoopPhase.Stopped)
            _loops[place] = supervised;
        else
            throw new InvalidOperationException($"A loop named '{loop.Name}' is at work already.");
        return supervised;
    }

    private sealed class LoopGroup(IReadOnlyList<SupervisedLoop> loops) : IAsyncDisposable
    {
        // All are told before any is waited for: one may need another to end.
        public async ValueTask DisposeAsync() => await Task.WhenAll(loops.Select(loop => loop.DisposeAsync().AsTask()));
    }
}
