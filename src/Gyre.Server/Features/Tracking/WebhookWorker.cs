using Gyre.Core.Loops;
using Gyre.Tracking;

namespace Gyre.Server.Features.Tracking;

/// <summary>Sends to webhooks while the server runs.</summary>
internal sealed class WebhookWorker(TrackingStore tracking, ILogger<WebhookWorker> logger) : IBackgroundLoop
{
    public string Name => "webhooks";

    public Task RunAsync(ILoopScope scope, CancellationToken cancellationToken) => tracking.Webhooks.RunAsync(Report, scope, cancellationToken);

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
