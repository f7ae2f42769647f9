using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gyre.Client.Http;
using Gyre.Contracts;
using Gyre.Core;

namespace Gyre.Client.Api;

/// <summary>Requests of the API: sent again while that may help, answered with a record, a stream or an exception.</summary>
internal sealed class ApiTransport(ApiAddress address, GyreApiOptions options) : IDisposable
{
    private const int MaxProblemBytes = 1024 * 1024;

    /// <summary>In bytes per second; a connection that is slower is given up.</summary>
    private const double SlowestUpload = 64 * 1024;

    /// <summary>Values may be deeper in an answer than in a request.</summary>
    private static readonly ApiJson Json = new(new JsonSerializerOptions(ApiJson.Default.Options) { MaxDepth = 256 });

    private readonly HttpClient? _own = options.Http is null
        ? new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan }
        : null;
    private readonly IdSource _ids = options.Ids ?? IdSource.FromClock(options.Clock);

    public ApiAddress Address => address;

    public GyreApiOptions Options => options;

    private HttpClient Http => options.Http ?? _own!;

    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        SendAsync(() => Request(HttpMethod.Get, path, null, null), ReadAsync<T>, cancellationToken);

    /// <summary>A POST that may be sent any number of times: it only asks, or all that it changes has ids of the caller's.</summary>
    public Task<T> AskAsync<TBody, T>(string path, TBody body, CancellationToken cancellationToken)
    {
        var bytes = Bytes(body);
        return SendAsync(() => Request(HttpMethod.Post, path, bytes, null), ReadAsync<T>, cancellationToken);
    }

    /// <summary>A request that changes something; it has the same idempotency key at each try.</summary>
    public Task<T> ChangeAsync<TBody, T>(HttpMethod method, string path, TBody body, string? key, CancellationToken cancellationToken)
    {
        var bytes = Bytes(body);
        key ??= NewKey();
        return SendAsync(() => Request(method, path, bytes, key), ReadAsync<T>, cancellationToken);
    }

    /// <inheritdoc cref="ChangeAsync{TBody, T}(HttpMethod, string, TBody, string?, CancellationToken)"/>
    public Task<T> ChangeAsync<T>(HttpMethod method, string path, string? key, CancellationToken cancellationToken)
    {
        key ??= NewKey();
        return SendAsync(() => Request(method, path, null, key), ReadAsync<T>, cancellationToken);
    }

    /// <summary>A request that changes something and is answered without content.</summary>
    public Task ChangeAsync(HttpMethod method, string path, string? key, CancellationToken cancellationToken)
    {
        key ??= NewKey();
        return SendAsync(() => Request(method, path, null, key), static (_, _) => Task.FromResult(true), cancellationToken);
    }

    /// <summary>Text, at most as long as answers may be.</summary>
    public Task<string> GetTextAsync(string path, CancellationToken cancellationToken) => SendAsync(
        () => Request(HttpMethod.Get, path, null, null, accept: "text/plain"),
        async (response, token) => System.Text.Encoding.UTF8.GetString((await BytesAsync(response, token)).Span),
        cancellationToken);

    /// <summary>Sends content of any length. It may be sent again from its beginning; the time one try may take grows with it.</summary>
    /// <param name="path">Where.</param>
    /// <param name="open">Opens the content from its beginning.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<T> UploadAsync<T>(string path, Func<Stream> open, long length, CancellationToken cancellationToken)
    {
        HttpRequestMessage Make()
        {
            var request = Request(HttpMethod.Put, path, null, null);
            request.Content = new StreamContent(open())
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream"), ContentLength = length },
            };
            return request;
        }
        var time = options.Retry.RequestTimeout + TimeSpan.FromSeconds(length / SlowestUpload);
        return RetryAsync(Make, ReadAsync<T>, keep: false, cancellationToken, time);
    }

    /// <summary>The headers of content; null when there is none.</summary>
    public async Task<ContentInfo?> HeadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(
                () => Request(HttpMethod.Head, path, null, null),
                static (response, _) => Task.FromResult(ContentInfo.Of(response)),
                cancellationToken);
        }
        catch (GyreApiException error) when (error.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>An answer whose content the caller reads and disposes; its length and time have no limit, silence has.</summary>
    /// <param name="path">Where.</param>
    /// <param name="configure">Sets headers.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<HttpResponseMessage> OpenAsync(string path, Action<HttpRequestHeaders> configure, CancellationToken cancellationToken)
    {
        HttpRequestMessage Make()
        {
            var request = Request(HttpMethod.Get, path, null, null, accept: null);
            configure(request.Headers);
            return request;
        }
        return RetryAsync(Make, static (response, _) => Task.FromResult(response), keep: true, cancellationToken);
    }

    public async Task<HealthInfo> HealthAsync(CancellationToken cancellationToken)
    {
        var (health, error) = await TryAsync(
            () => Request(HttpMethod.Get, "/health", null, null),
            ReadAsync<HealthInfo>,
            keep: false,
            HttpStatusCode.ServiceUnavailable,
            cancellationToken);
        return error is null ? health! : throw error.Exception;
    }

    public void Dispose() => _own?.Dispose();

    /// <summary>Reads a record out of an event's data.</summary>
    public T Read<T>(string data, string place)
    {
        try
        {
            return JsonSerializer.Deserialize(data, TypeOf<T>()) ?? throw new JsonException("null");
        }
        catch (JsonException error)
        {
            throw Strange(place, null, error);
        }
    }

    private Task<T> SendAsync<T>(
        Func<HttpRequestMessage> make, Func<HttpResponseMessage, CancellationToken, Task<T>> use, CancellationToken cancellationToken) =>
        RetryAsync(make, use, keep: false, cancellationToken);

    private async Task<T> RetryAsync<T>(
        Func<HttpRequestMessage> make,
        Func<HttpResponseMessage,
        CancellationToken,
        Task<T>> use,
        bool keep,
        CancellationToken cancellationToken,
        TimeSpan? time = null)
    {
        var retry = options.Retry;
        for (var attempt = 0; ; attempt++)
        {
            var (answer, failure) = await TryAsync(make, use, keep, taken: null, cancellationToken, time);
            if (failure is null)
                return answer!;
            if (!failure.MayPass || attempt == retry.MaxRetries)
                throw failure.Exception;
            var wait = failure.Asked ?? retry.WaitBefore(attempt + 1);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait < retry.MaxBackoff ? wait : retry.MaxBackoff, options.Clock, cancellationToken);
        }
    }

    private async Task<(T? Answer, Failure? Failure)> TryAsync<T>(
        Func<HttpRequestMessage> make,
        Func<HttpResponseMessage, CancellationToken, Task<T>> use,
        bool keep,
        HttpStatusCode? taken,
        CancellationToken cancellationToken,
        TimeSpan? time = null)
    {
        var limit = time ?? options.Retry.RequestTimeout;
        using var timeout = new CancellationTokenSource(limit, options.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var request = make();
        var place = $"{request.Method} {request.RequestUri!.AbsolutePath}";
        HttpResponseMessage? response = null;
        var handedOn = false;
        try
        {
            response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            if (!response.IsSuccessStatusCode && response.StatusCode != taken)
                return (default, await FailureAsync(response, place, both.Token));
            var answer = await use(response, both.Token);
            handedOn = keep;
            return (answer, null);
        }
        catch (Exception error) when (IsConnectionError(error) && !cancellationToken.IsCancellationRequested)
        {
            var why = timeout.IsCancellationRequested
                ? $"no response within {NumberText.Of(limit.TotalSeconds)} s"
                : error.Message;
            var exception = new GyreApiException(
                $"{address} could not be reached ({place}): {why}. Check the URL and that the server is running.",
                error)
            {
                IsUnreachable = true,
            };
            return (default, new Failure(exception, MayPass: true, null));
        }
        finally
        {
            if (!handedOn)
                response?.Dispose();
        }
    }

    public static bool IsConnectionError(Exception error) => error is HttpRequestException or IOException or OperationCanceledException;

    private async Task<Failure> FailureAsync(HttpResponseMessage response, string place, CancellationToken cancellationToken)
    {
        var mayPass = options.Retry.Statuses.Contains((int)response.StatusCode);
        var text = await BoundedContent.TextAsync(response.Content, MaxProblemBytes, cancellationToken);
        Problem? problem = null;
        try
        {
            problem = text.Length == 0 ? null : JsonSerializer.Deserialize(text, TypeOf<Problem>());
        }
        catch (JsonException)
        {
            // Proxies answer with pages.
        }
        var exception = problem is not null
            ? GyreApiException.Of(place, response.StatusCode, problem, mayPass)
            : new GyreApiException($"{place} failed with {(int)response.StatusCode} from {address}.")
            {
                Status = response.StatusCode,
                IsUnreachable = mayPass,
            };
        return new Failure(exception, mayPass, AskedWait(response.Headers.RetryAfter));
    }

    private HttpRequestMessage Request(HttpMethod method, string path, byte[]? body, string? key, string? accept = "application/json")
    {
        var request = new HttpRequestMessage(method, address.At(path));
        request.Headers.Authorization = address.Credentials;
        if (accept is not null)
            request.Headers.Accept.ParseAdd(accept);
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        if (body is not null)
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        return request;
    }

    private async Task<T> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var place = $"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri?.AbsolutePath}";
        var bytes = await BytesAsync(response, cancellationToken);
        try
        {
            return JsonSerializer.Deserialize(bytes.Span, TypeOf<T>()) ?? throw new JsonException("null");
        }
        catch (JsonException error)
        {
            throw Strange(place, response.StatusCode, error);
        }
    }

    private async Task<ReadOnlyMemory<byte>> BytesAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var all = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            if (all.Length + read > options.MaxAnswerBytes)
            {
                throw new GyreApiException(
                    $"The response from {address} is larger than {options.MaxAnswerBytes} bytes. Request less data.")
                {
                    Status = response.StatusCode,
                };
            }
            all.Write(buffer, 0, read);
        }
        return all.GetBuffer().AsMemory(0, (int)all.Length);
    }

    private GyreApiException Strange(string place, HttpStatusCode? status, JsonException error) =>
        new(
            $"The response from {address} to {place} is not from a Gyre server of this version. Check the URL.",
            error)
        {
            Status = status,
        };

    private TimeSpan? AskedWait(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date is { } date ? date - options.Clock.GetUtcNow() : null);
        return wait is { } time && time < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    /// <summary>An id that nobody else makes.</summary>
    public string NewId() => NewKey();

    private string NewKey() => _ids.Next().ToString("N");

    private static byte[] Bytes<T>(T body) => JsonSerializer.SerializeToUtf8Bytes(body, TypeOf<T>());

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)Json.GetTypeInfo(typeof(T))!;

    private sealed record Failure(GyreApiException Exception, bool MayPass, TimeSpan? Asked);
}
