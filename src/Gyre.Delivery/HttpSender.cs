using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gyre.Delivery;

/// <summary>What came of one try.</summary>
/// <param name="Success">Whether the receiver took it.</param>
/// <param name="Status">The receiver's number: of HTTP, or of SMTP; null when there was no answer.</param>
/// <param name="Answer">The beginning of an HTTP answer's body; null when there was none.</param>
/// <param name="Error">Why it did not arrive; null when it did. Holds no address and no secret.</param>
/// <param name="CanRepeat">Whether another try may end better.</param>
public sealed record SendResult(bool Success, int? Status, string? Answer, string? Error, bool CanRepeat)
{
    /// <summary>There was no answer.</summary>
    public static SendResult Failed(string error, bool canRepeat = true) => new(false, null, null, error, canRepeat);
}

/// <summary>Sends JSON over HTTP to addresses that others named. No redirect and no proxy is followed.</summary>
/// <param name="hosts">Where it may go.</param>
/// <param name="clock">Bounds the time of a try.</param>
public sealed class HttpSender(OutsideHosts hosts, TimeProvider clock) : IDisposable
{
    /// <summary>The longest time of a try: 10 seconds.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private const int MaxAnswer = 4096;
    private HttpClient? _client;

    /// <summary>Posts once. Failures are told in the result.</summary>
    /// <param name="url">Where to: <c>https</c>, or <c>http</c>.</param>
    /// <param name="headers">Besides the usual ones.</param>
    /// <param name="body">JSON.</param>
    /// <param name="cancellationToken">Gives up; then an exception is thrown.</param>
    public async Task<SendResult> PostAsync(Uri url, IReadOnlyList<(string Name, string Value)> headers, string body, CancellationToken cancellationToken)
    {
        using var slow = new CancellationTokenSource(Timeout, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, slow.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            foreach (var (name, value) in headers)
                request.Headers.TryAddWithoutValidation(name, value);
            using var response = await Client().SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token);
            var status = (int)response.StatusCode;
            var answer = await BeginningAsync(response.Content, stop.Token);
            return response.IsSuccessStatusCode ? new(true, status, answer, null, false) : new(
                false, status, answer, $"the receiver responded with {status}", IsWorthRepeating(status));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return SendResult.Failed("the receiver did not respond in time");
        }
        catch (HttpRequestException exception)
        {
            return SendResult.Failed(exception.InnerException is ForbiddenAddressException ? ForbiddenAddressException.Reason : $"the receiver could not be reached ({exception.HttpRequestError})");
        }
        catch (IOException)
        {
            return SendResult.Failed("the connection was lost");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client?.Dispose();

    /// <summary>Too many requests, or a fault of the receiver's.</summary>
    private static bool IsWorthRepeating(int status) => status is 408 or 429 or >= 500;

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
            ConnectCallback = async (context, cancellationToken) =>
                new NetworkStream(await hosts.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken), ownsSocket: true),
        };
        var made = new HttpClient(handler) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
        if (Interlocked.CompareExchange(ref _client, made, null) is not { } other)
            return made;
        made.Dispose();
        return other;
    }

    private static async Task<string> BeginningAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[MaxAnswer];
        var length = await stream.ReadAtLeastAsync(buffer, MaxAnswer, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
