using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Gyre.Serving.Programs;

/// <summary>Requests to programs on this machine.</summary>
internal sealed class ProgramCalls : IDisposable
{
    private static readonly TimeSpan HealthTime = TimeSpan.FromSeconds(5);

    /// <summary>Ports of programs that speak HTTP/1.1 and so say whether they close a connection.</summary>
    private readonly ConcurrentDictionary<int, bool> _keeping = new();

    /// <summary>
    /// Shorter than servers keep a connection that nobody uses, so that they do not close one that a request is just sent on.
    /// </summary>
    private readonly HttpMessageInvoker _http = Make(TimeSpan.FromSeconds(1));

    /// <summary>
    /// Uses each connection once. A program of HTTP/1.0 closes each without saying so, and the client of .NET uses one again that it has
    /// not seen closing yet: the second request would be lost.
    /// </summary>
    private readonly HttpMessageInvoker _once = Make(TimeSpan.Zero);

    /// <summary>Sends a request and gives the answer as soon as its headers are there.</summary>
    /// <exception cref="HttpRequestException">Nobody answers.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var port = request.RequestUri!.Port;
        var answer = await (_keeping.GetValueOrDefault(port) ? _http : _once).SendAsync(request, cancellationToken);
        _keeping[port] = answer.Version >= HttpVersion.Version11;
        return answer;
    }

    /// <summary>Whether a program says that it is ready.</summary>
    public async Task<bool> IsHealthyAsync(Uri address, CommandModel command, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(HealthTime);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, command.HealthPath));
            using var answer = await SendAsync(request, limit.Token);
            return answer.StatusCode < HttpStatusCode.InternalServerError;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    /// <summary>Sends the warm-up request; null when it was answered well, else what came instead.</summary>
    public async Task<string?> WarmUpAsync(Uri address, CommandModel command, string document, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(command.StartTime);
        try
        {
            using var request = Post(address, command, Encoding.UTF8.GetBytes(document));
            using var answer = await SendAsync(request, limit.Token);
            return answer.IsSuccessStatusCode ? null : $"status {(int)answer.StatusCode}";
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return exception is HttpRequestException ? exception.Message : "no answer in time";
        }
    }

    /// <summary>A request for predictions.</summary>
    public static HttpRequestMessage Post(Uri address, CommandModel command, byte[] document) =>
        new(HttpMethod.Post, new Uri(address, command.PredictPath))
        {
            Content = new ByteArrayContent(document) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };

    public void Dispose()
    {
        _http.Dispose();
        _once.Dispose();
    }

    private static HttpMessageInvoker Make(TimeSpan idle) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        MaxResponseHeadersLength = 64,
        PooledConnectionIdleTimeout = idle,
        PooledConnectionLifetime = idle == TimeSpan.Zero ? TimeSpan.Zero : Timeout.InfiniteTimeSpan,
    });
}
