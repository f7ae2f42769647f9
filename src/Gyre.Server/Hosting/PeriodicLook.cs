namespace Gyre.Server.Hosting;

/// <summary>Something that goes on beside the requests, from when the server starts until it stops.</summary>
internal abstract class BackgroundLoop : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private int _disposed;

    /// <summary>Harmless a second time: the server stops it before its store is closed, the container later again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    /// <summary>Begins.</summary>
    /// <param name="work">Ends without an exception when it is told to stop.</param>
    protected void Begin(Func<CancellationToken, Task> work) => _loop = Task.Run(() => work(_stop.Token));
}

/// <summary>Looks for something again and again. A look that fails is told of, and the next one comes all the same: a store that is away comes back.</summary>
/// <param name="clock">Measures the time between looks.</param>
/// <param name="between">From the end of a look to the next.</param>
internal abstract class PeriodicLook(TimeProvider clock, TimeSpan between) : BackgroundLoop
{
    public void Start() => Begin(RunAsync);

    protected abstract Task LookAsync(CancellationToken cancellationToken);

    /// <summary>Tells of a look that failed.</summary>
    protected abstract void ReportFailure(Exception exception);

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                ReportFailure(exception);
            }
            await Task.Delay(between, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
