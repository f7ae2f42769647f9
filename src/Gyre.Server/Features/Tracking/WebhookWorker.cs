using Gyre.Core.Loops;
using Gyre.Tracking;

namespace Gyre.Server.Features.Tracking;

/// <summary>Sends to webhooks while the server runs.</summary>
internal sealed class WebhookWorker(TrackingStore tracking) : IBackgroundLoop
{
    public string Name => "webhooks";

    public Task RunAsync(ILoopScope scope, CancellationToken cancellationToken) =>
        tracking.Webhooks.RunAsync(static _ => { }, scope, cancellationToken);
}
