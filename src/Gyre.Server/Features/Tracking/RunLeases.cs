using Gyre.Tracking;

namespace Gyre.Server.Features.Tracking;

/// <summary>Ends tracking runs whose processes were not heard of in time, while the server runs.</summary>
internal sealed class RunLeases(TrackingStore tracking, TimeProvider clock, ILogger<RunLeases> logger) : IAsyncDisposable
{
    /// <summary>The longest time for which a run need not be heard of: a day.</summary>
    public const int MostSeconds = 86_400;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private int _disposed;

    public void Start() => _loop = Task.Run(RunAsync);

    /// <summary>Harmless a second time: the server stops it before its store is closed, the container later again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await LookAsync();
            await Task.Delay(BetweenLooks, clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAsync()
    {
        try
        {
            foreach (var run in await tracking.Runs.EndDeadAsync(_stop.Token))
                logger.RunEnded(run);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped.
        }
        catch (Exception exception)
        {
            // A store that is away comes back, and so does the next look.
            logger.WatchingFailed(exception.GetType().Name);
        }
    }
}
