using Gyre.Automation;
using Gyre.Pipelines;
using Gyre.Server.Loops;

namespace Gyre.Server.Hosting;

/// <summary>Tells people and programs what happens while the server runs.</summary>
internal sealed class NotificationWorker(INotifications notifications, ILogger<NotificationWorker> logger) : BackgroundLoop
{
    public void Start(Uri server) => Begin(stop => notifications.RunAsync(server, Report, stop));

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
