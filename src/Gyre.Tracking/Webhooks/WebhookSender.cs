using System.Net;
using System.Net.Sockets;
using Gyre.Delivery;
using Gyre.Tracking.Webhooks.Formats;

namespace Gyre.Tracking.Webhooks;

/// <summary>Sends messages to webhooks, signed.</summary>
/// <param name="resolve">The addresses of a host.</param>
/// <param name="allowPrivate">Whether addresses that are not public are taken.</param>
/// <param name="clock">Bounds the time of a try.</param>
internal sealed class WebhookSender(Func<string, CancellationToken, Task<IPAddress[]>> resolve, bool allowPrivate, TimeProvider clock) : IDisposable
{
    // Late: most commands send nothing, and what sends brings a network stack with it.
    private readonly Lazy<OutsideHosts> _hosts = new(() => new OutsideHosts(resolve, allowPrivate));
    private readonly Lazy<HttpSender> _sender = new(() => new HttpSender(new OutsideHosts(resolve, allowPrivate), clock));

    /// <summary>Whether http is taken.</summary>
    public bool AllowsPlain => allowPrivate;

    /// <summary>Looks a host up.</summary>
    /// <exception cref="TrackingException">It is not known, or one of its addresses is not public.</exception>
    public async Task CheckHostAsync(Uri url, CancellationToken cancellationToken)
    {
        try
        {
            await _hosts.Value.CheckAsync(url.IdnHost, cancellationToken);
        }
        catch (SocketException)
        {
            throw WebhookRules.Refuse($"Invalid webhook URL: the host '{url.Host}' cannot be resolved.");
        }
        catch (ForbiddenAddressException)
        {
            throw WebhookRules.Refuse($"Invalid webhook URL: {ForbiddenAddressException.Reason}. An administrator can allow private webhooks.");
        }
    }

    /// <summary>Sends once.</summary>
    /// <param name="url">Where to.</param>
    /// <param name="secret">Signs it; null or empty for no signature.</param>
    /// <param name="deliveryId">By which receivers know it again.</param>
    /// <param name="body">JSON.</param>
    /// <param name="cancellationToken">Gives up; then an exception is thrown.</param>
    public async Task<SendResult> SendAsync(string url, string? secret, string deliveryId, string body, CancellationToken cancellationToken)
    {
        try
        {
            var timestamp = WebhookHeaders.TimeOf(clock.GetUtcNow());
            List<(string Name, string Value)> headers = [(WebhookHeaders.DeliveryId, deliveryId), (WebhookHeaders.Timestamp, timestamp)];
            if (secret is { Length: > 0 })
                headers.Add((WebhookHeaders.Signature, WebhookHeaders.Sign(secret, deliveryId, timestamp, body)));
            return await _sender.Value.PostAsync(WebhookRules.UrlOf(url, allowPrivate), headers, body, cancellationToken);
        }
        catch (TrackingException exception)
        {
            return SendResult.Failed(exception.Message);
        }
    }

    public void Dispose()
    {
        if (_sender.IsValueCreated)
            _sender.Value.Dispose();
    }
}
