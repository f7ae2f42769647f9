using Gyre.Server.Loops;
using Gyre.Tracking;

namespace Gyre.Server.Hosting;

/// <summary>Sends to webhooks while the server runs.</summary>
internal sealed class WebhookWorker(TrackingStore tracking, ILogger<WebhookWorker> logger) : BackgroundLoop
{
    public void Start() => Begin(stop => tracking.Webhooks.RunAsync(Report, stop));

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
