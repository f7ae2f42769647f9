using Microsoft.Extensions.Logging;

namespace Gyre.Core.Loops;

/// <summary>One loop at work.</summary>
internal sealed class SupervisedLoop(IBackgroundLoop loop, LoopRecord record, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _work = Task.CompletedTask;
    private int _disposed;

    public LoopRecord Record => record;

    public void Start() => _work = Detached.Run(CarryAsync);

    /// <summary>Stops it and waits for its end. A second caller waits as well.</summary>
    public async ValueTask DisposeAsync()
    {
        var isFirst = Interlocked.Exchange(ref _disposed, 1) == 0;
        if (isFirst)
            await _stop.CancelAsync();
        await _work;
        if (isFirst)
            _stop.Dispose();
    }

    private async Task CarryAsync()
    {
        var stop = _stop.Token;
        while (!stop.IsCancellationRequested)
        {
            var failure = await TryAsync(stop);
            if (stop.IsCancellationRequested)
                break;
            await Task.Delay(record.Fail(failure), clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        record.End();
    }

    /// <summary>Lets it work; gives why it ended, null when it said nothing.</summary>
    private async Task<Exception?> TryAsync(CancellationToken stop)
    {
        try
        {
            await loop.RunAsync(record, stop);
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
                logger.FailedAtStop(record.Name, LoopRecord.ReasonOf(exception), exception.StackTrace);
            return exception;
        }
    }
}
