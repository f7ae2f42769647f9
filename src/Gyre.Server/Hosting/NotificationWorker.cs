using Gyre.Pipelines;

namespace Gyre.Server.Hosting;

/// <summary>Tells people and programs what happens while the server runs.</summary>
internal sealed class NotificationWorker(INotifications notifications, ILogger<NotificationWorker> logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private int _disposed;

    public void Start(Uri server) => _loop = Task.Run(() => notifications.RunAsync(server, Report, _stop.Token));

    /// <summary>Harmless a second time: the server stops it before its store is closed, the container later again.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private void Report(NotificationOutcome outcome)
    {
        if (outcome.Error is null)
            logger.NotificationSent(outcome.Notification, outcome.DeliveryId, outcome.Attempt);
        else if (outcome.IsLast)
            logger.NotificationSetAside(outcome.Notification, outcome.DeliveryId, outcome.Attempt, outcome.Error);
        else
            logger.NotificationFailed(outcome.Notification, outcome.DeliveryId, outcome.Attempt, outcome.Error);
    }
}
