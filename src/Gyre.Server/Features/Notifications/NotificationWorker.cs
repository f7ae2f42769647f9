using Gyre.Automation;
using Gyre.Core.Loops;

namespace Gyre.Server.Features.Notifications;

/// <summary>Tells people and programs what happens while the server runs.</summary>
internal sealed class NotificationWorker(INotifications notifications, ILogger<NotificationWorker> logger) : IBackgroundLoop
{
    public string Name => "notifications";

    /// <summary>Where people find this server; known when it listens.</summary>
    public Uri? Server { get; set; }

    public Task RunAsync(ILoopScope scope, CancellationToken cancellationToken) => notifications.RunAsync(Server, Report, scope, cancellationToken);

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
