using System.Threading.Channels;
using Gyre.Core.Logging;
using Gyre.Core.Loops;
using Gyre.Storage;
using Microsoft.Extensions.Logging;

namespace Gyre.Serving.Decisions;

/// <summary>
/// One loop that writes for all callers: what waits at the same time shares a transaction, and so a sync. When its queue is full, callers wait for room. It is
/// started by the first caller, and writes what it still has before it ends.
/// </summary>
internal sealed class DecisionWriter : IAsyncDisposable
{
    private const int MaxQueued = 4096;
    private const int MaxRowsAtOnce = 4096;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly IDatabase _database;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lazy<IAsyncDisposable> _loop;
    private readonly List<LogWork> _inHand = [];
    private readonly Channel<LogWork> _queue = Channel.CreateBounded<LogWork>(
        new BoundedChannelOptions(MaxQueued) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private long _oldest = long.MaxValue;

    /// <param name="database">Where the log is.</param>
    /// <param name="loops">Carries the loop.</param>
    /// <param name="options">Clock and log.</param>
    public DecisionWriter(IDatabase database, LoopSupervisor loops, ServingOptions options)
    {
        (_database, _clock, _logger) = (database, options.Clock, options.Logs.For<DecisionWriter>());
        _loop = new Lazy<IAsyncDisposable>(() => loops.Start(new BackgroundLoop("decisions", RunAsync)));
    }

    /// <summary>Waits for room, then until it is written.</summary>
    public async Task<LogResult> WriteAsync(LogWork work, CancellationToken cancellationToken)
    {
        await QueueAsync(work, cancellationToken);
        return await work.Completion.WaitAsync(cancellationToken);
    }

    /// <summary>Waits for room alone; it is written soon.</summary>
    /// <exception cref="DecisionsBehindException">What was accepted earlier has not been written for longer than the window.</exception>
    public async Task AcceptAsync(LogWork work, TimeSpan window, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _oldest) is var oldest and not long.MaxValue && _clock.GetElapsedTime(oldest) > window)
            throw new DecisionsBehindException(window);
        await QueueAsync(work, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        if (_loop.IsValueCreated)
            await _loop.Value.DisposeAsync();
    }

    private async Task QueueAsync(LogWork work, CancellationToken cancellationToken)
    {
        _ = _loop.Value;
        work.QueuedAt = _clock.GetTimestamp();
        try
        {
            await _queue.Writer.WriteAsync(work, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(DecisionWriter));
        }
    }

    private async Task RunAsync(ILoopScope scope, CancellationToken cancellationToken)
    {
        scope.Beat();
        try
        {
            while (await WaitAsync(cancellationToken))
                await TurnAsync(scope);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What was accepted is still written.
        }
        _queue.Writer.TryComplete();
        while (_queue.Reader.TryPeek(out _))
            await TurnAsync(scope);
        if (_inHand.Count > 0)
            await TurnAsync(scope);
        if (_inHand.Count > 0)
            _logger.DecisionsLost(_inHand.Sum(static work => work.Decisions.Count), "the program ended while the store was away", null);
    }

    /// <summary>Waits for work, and no longer than a pause while there is some that could not be written.</summary>
    private async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        if (_inHand.Count == 0)
            return await _queue.Reader.WaitToReadAsync(cancellationToken);
        using var pause = new CancellationTokenSource(Pause, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(pause.Token, cancellationToken);
        try
        {
            return await _queue.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return true;
        }
    }

    private async Task TurnAsync(ILoopScope scope)
    {
        Gather();
        if (_inHand.Count == 0)
            return;
        try
        {
            await WriteAsync(_inHand);
            _inHand.Clear();
            scope.Beat();
        }
        catch (Exception exception)
        {
            await GiveUpAsync(exception, scope);
        }
        Volatile.Write(ref _oldest, _inHand.Count > 0 ? _inHand[0].QueuedAt : long.MaxValue);
    }

    private void Gather()
    {
        var rows = _inHand.Sum(static work => work.Decisions.Count + work.Rewards.Count);
        while (rows < MaxRowsAtOnce && _queue.Reader.TryRead(out var work))
        {
            _inHand.Add(work);
            rows += work.Decisions.Count + work.Rewards.Count;
        }
        if (_inHand.Count > 0)
            Volatile.Write(ref _oldest, _inHand[0].QueuedAt);
    }

    private async Task WriteAsync(List<LogWork> works)
    {
        var results = await _database.WriteAsync(
            session => new LogTransaction(session, works, _clock.GetUtcNow()).Run(), CancellationToken.None);
        for (var i = 0; i < works.Count; i++)
            works[i].Succeed(results[i]);
    }

    /// <summary>While the store is away, who waits is told so, and what was answered is kept. Else one of them is to blame, and the others must not suffer.</summary>
    private async Task GiveUpAsync(Exception failure, ILoopScope scope)
    {
        var works = _inHand.ToList();
        _inHand.Clear();
        foreach (var work in works)
        {
            work.MayBeKnown = true;
            if (IsOutage(failure))
                Keep(work, failure);
            else
                await TryAloneAsync(work);
        }
        scope.Failed(failure);
    }

    private static bool IsOutage(Exception failure) =>
        failure is IOutageException or StoreReadOnlyException or StoreFullException or ObjectDisposedException;

    private void Keep(LogWork work, Exception failure)
    {
        if (work.IsAnswered)
            _inHand.Add(work);
        else
            work.Fail(failure);
    }

    private async Task TryAloneAsync(LogWork work)
    {
        try
        {
            await WriteAsync([work]);
        }
        catch (Exception exception) when (IsOutage(exception))
        {
            Keep(work, exception);
        }
        catch (Exception exception)
        {
            if (work.IsAnswered)
                _logger.DecisionsLost(work.Decisions.Count, exception.GetType().Name, exception.StackTrace);
            work.Fail(exception);
        }
    }
}
