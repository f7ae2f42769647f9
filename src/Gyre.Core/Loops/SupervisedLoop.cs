using Microsoft.Extensions.Logging;

namespace Gyre.Core.Loops;

/// <summary>One loop and what is known of it.</summary>
internal sealed class SupervisedLoop(IBackgroundLoop loop, TimeProvider clock, ILogger logger, Backoff backoff) : ILoopScope, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private LoopState _state = LoopState.New(clock.GetUtcNow());
    private Task _work = Task.CompletedTask;
    private int _disposed;

    public string Name => loop.Name;

    public LoopHealth Health
    {
        get
        {
            lock (_lock)
                return new LoopHealth(Name, _state.Phase, _state.Since, _state.Reason, _state.Failures, _state.LastBeat);
        }
    }

    public void Start() => _work = Task.Run(CarryAsync, CancellationToken.None);

    /// <summary>Stops it and waits for its end; so does whoever comes second.</summary>
    public async ValueTask DisposeAsync()
    {
        var isFirst = Interlocked.Exchange(ref _disposed, 1) == 0;
        if (isFirst)
            await _stop.CancelAsync();
        await _work;
        if (isFirst)
            _stop.Dispose();
    }

    public void Beat() => Decide(new LoopBeat(clock.GetUtcNow()), null);

    public void Failed(Exception failure) => Fail(failure);

    private async Task CarryAsync()
    {
        var stop = _stop.Token;
        while (!stop.IsCancellationRequested)
        {
            var failure = await TryAsync(stop);
            if (stop.IsCancellationRequested)
                break;
            await Task.Delay(Fail(failure), clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        Decide(new LoopEnded(clock.GetUtcNow()), null);
    }

    /// <summary>Lets it work; gives why it ended, null when it said nothing.</summary>
    private async Task<Exception?> TryAsync(CancellationToken stop)
    {
        try
        {
            await loop.RunAsync(this, stop);
            return null;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception exception)
        {
            // What fails while it is told to stop is still worth a line: its last work may be missing.
            if (stop.IsCancellationRequested)
                logger.FailedAtStop(Name, ReasonOf(exception), exception.StackTrace);
            return exception;
        }
    }

    private TimeSpan Fail(Exception? failure) => Decide(new LoopFailed(clock.GetUtcNow(), ReasonOf(failure)), failure);

    private TimeSpan Decide(LoopEvent @event, Exception? failure)
    {
        LoopDecision decision;
        lock (_lock)
        {
            decision = LoopMachine.Decide(_state, @event, backoff);
            _state = decision.State;
        }
        if (decision.Report == LoopReport.GoingOn)
            logger.GoesOn(Name);
        else if (decision.Report == LoopReport.Failing && failure is null or IOutageException)
            logger.Waits(Name, decision.State.Reason!, decision.State.Failures);
        else if (decision.Report == LoopReport.Failing)
            logger.Failed(Name, decision.State.Reason!, decision.State.Failures, failure?.StackTrace);
        return decision.RetryAfter;
    }

    /// <summary>Only the kind of a failure that nobody declared safe: its text may hold anything.</summary>
    private static string ReasonOf(Exception? failure) => failure switch
    {
        null => "it ended by itself",
        IOutageException outage => outage.Reason,
        _ => $"it failed: {failure.GetType().Name}",
    };
}
