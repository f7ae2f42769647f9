using System.Net;
using System.Net.Sockets;
using System.Text;
using Gyre.Tracking.Webhooks.Formats;

namespace Gyre.Tracking.Webhooks;

/// <summary>
/// Sends messages over HTTP. A host's name is looked up once per connection, and the connection goes to an address that was looked at: no second look-up, no redirect
/// and no proxy can lead elsewhere.
/// </summary>
/// <param name="resolve">The addresses of a host.</param>
/// <param name="allowPrivate">Whether addresses that are not public are taken.</param>
/// <param name="clock">Bounds the time of a try.</param>
internal sealed class WebhookSender(Func<string, CancellationToken, Task<IPAddress[]>> resolve, bool allowPrivate, TimeProvider clock) : IDisposable
{
    /// <summary>The longest time of a try.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private const int MaxAnswer = 4096;
    private const string Refused = "the host has an address that is not public";
    private HttpClient? _client;

    /// <summary>Whether http is taken.</summary>
    public bool AllowsPlain => allowPrivate;

    /// <summary>Looks a host up.</summary>
    /// <exception cref="TrackingException">It is not known, or one of its addresses is not public.</exception>
    public async Task CheckHostAsync(Uri url, CancellationToken cancellationToken)
    {
        try
        {
            await AddressesAsync(url.IdnHost, cancellationToken);
        }
        catch (SocketException)
        {
            throw WebhookRules.Refuse($"Invalid webhook URL: the host '{url.Host}' cannot be resolved.");
        }
        catch (ForbiddenAddressException)
        {
            throw WebhookRules.Refuse($"Invalid webhook URL: {Refused}. An administrator can allow private webhooks.");
        }
    }

    /// <summary>Sends once.</summary>
    /// <param name="url">Where to.</param>
    /// <param name="secret">Signs it; null or empty for no signature.</param>
    /// <param name="deliveryId">By which receivers know it again.</param>
    /// <param name="body">JSON.</param>
    /// <param name="cancellationToken">Gives up; then an exception is thrown.</param>
    public async Task<WebhookTestResult> SendAsync(string url, string? secret, string deliveryId, string body, CancellationToken cancellationToken)
    {
        using var slow = new CancellationTokenSource(Timeout, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, slow.Token);
        try
        {
            using var request = Request(WebhookRules.UrlOf(url, allowPrivate), secret, deliveryId, body);
            using var response = await Client().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token);
            var status = (int)response.StatusCode;
            var answer = await BeginningAsync(response.Content, stop.Token);
            return response.IsSuccessStatusCode ? new(true, status, answer, null) : new(false, status, answer, $"the receiver answered {status}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed("the receiver did not answer in time");
        }
        catch (HttpRequestException exception)
        {
            return Failed(exception.InnerException is ForbiddenAddressException ? Refused : $"the receiver could not be reached ({exception.HttpRequestError})");
        }
        catch (IOException)
        {
            return Failed("the connection broke");
        }
        catch (TrackingException exception)
        {
            return Failed(exception.Message);
        }
    }

    public void Dispose() => _client?.Dispose();

    private static WebhookTestResult Failed(string error) => new(false, null, null, error);

    private HttpRequestMessage Request(Uri url, string? secret, string deliveryId, string body)
    {
        var timestamp = WebhookHeaders.TimeOf(clock.GetUtcNow());
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add(WebhookHeaders.DeliveryId, deliveryId);
        request.Headers.Add(WebhookHeaders.Timestamp, timestamp);
        if (secret is { Length: > 0 })
            request.Headers.TryAddWithoutValidation(WebhookHeaders.Signature, WebhookHeaders.Sign(secret, deliveryId, timestamp, body));
        return request;
    }

    private HttpClient Client()
    {
        if (_client is { } known)
            return known;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = 16,
            // So that a host is looked up again now and then.
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ConnectCallback = ConnectAsync,
        };
        var made = new HttpClient(handler) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        if (Interlocked.CompareExchange(ref _client, made, null) is not { } other)
            return made;
        made.Dispose();
        return other;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await AddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<IPAddress[]> AddressesAsync(string host, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await resolve(host, cancellationToken);
        if (addresses.Length == 0)
            throw new SocketException((int)SocketError.HostNotFound);
        return allowPrivate || addresses.All(PublicAddresses.IsPublic) ? addresses : throw new ForbiddenAddressException();
    }

    private static async Task<string> BeginningAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MaxAnswer];
        var length = await stream.ReadAtLeastAsync(buffer, MaxAnswer, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }

    /// <summary>A host has an address that requests must not go to.</summary>
    private sealed class ForbiddenAddressException : Exception;
}
