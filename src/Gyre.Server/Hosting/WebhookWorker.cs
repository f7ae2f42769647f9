using Gyre.Tracking;

namespace Gyre.Server.Hosting;

/// <summary>Sends to webhooks while the server runs.</summary>
internal sealed class WebhookWorker(TrackingStore tracking, ILogger<WebhookWorker> logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private int _disposed;

    public void Start() => _loop = Task.Run(() => tracking.Webhooks.RunAsync(Report, _stop.Token));

    /// <summary>Harmless a second time: the server stops it before its store is closed, the container later again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private void Report(WebhookOutcome outcome)
    {
        if (outcome.Error is null)
            logger.WebhookSent(outcome.WebhookId, outcome.DeliveryId, outcome.Attempt);
        else if (outcome.IsLast)
            logger.WebhookGivenUp(outcome.WebhookId, outcome.DeliveryId, outcome.Attempt, outcome.Error);
        else
            logger.WebhookFailed(outcome.WebhookId, outcome.DeliveryId, outcome.Attempt, outcome.Error);
    }
}
