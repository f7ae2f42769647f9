using Gyre.Tracking;

namespace Gyre.Server.Features.Tracking;

/// <summary>Forgets uploads in parts with which nobody goes on, while the server runs, so that their content can be collected.</summary>
internal sealed class ForgottenUploads(TrackingStore tracking, TimeProvider clock, ILogger<ForgottenUploads> logger) : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromHours(1);
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
            if (await tracking.Uploads.RemoveExpiredAsync(_stop.Token) is var removed and > 0)
                logger.UploadsForgotten(removed);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Stopped.
        }
        catch (Exception exception)
        {
            // A store that is away comes back, and so does the next look.
            logger.ForgettingFailed(exception.GetType().Name);
        }
    }
}
