using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gyre.Client.Http;
using Gyre.Core;

namespace Gyre.Client.Formats.Mlflow.Rest;

/// <summary>One call of the protocol: a message out, a message back, errors as the server words them.</summary>
internal sealed class RestClient(RetryingHttp http, RestAddress address, IdSource ids)
{
    private const int MaxAnswerBytes = 256 * 1024 * 1024;
    private const string KeyHeader = "Idempotency-Key";

    public RestAddress Address => address;

    public Task<TAnswer> GetAsync<TAnswer>(Uri uri, JsonTypeInfo<TAnswer> answer, CancellationToken cancellationToken, int? maxRetries = null) =>
        SendAsync(HttpMethod.Get, uri, null, null, answer, maxRetries, cancellationToken);

    /// <param name="method">POST, PATCH, DELETE.</param>
    /// <param name="path">Below the API's root.</param>
    /// <param name="message">The body.</param>
    /// <param name="type">The body's type.</param>
    /// <param name="answer">The answer's type.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="key">Names the write, the same at each try; a new one when null.</param>
    /// <param name="maxRetries">Overrules the options when it is less.</param>
    public Task<TAnswer> SendAsync<TMessage, TAnswer>(
        HttpMethod method, string path, TMessage message, JsonTypeInfo<TMessage> type, JsonTypeInfo<TAnswer> answer, CancellationToken cancellationToken, string? key = null, int? maxRetries = null) =>
        SendAsync(method, address.Api(path), JsonSerializer.SerializeToUtf8Bytes(message, type), key ?? ids.Next().ToString("N"), answer, maxRetries, cancellationToken);

    /// <summary>Sends a file's content.</summary>
    public async Task PutAsync(Uri uri, string mediaType, Func<Stream> open, CancellationToken cancellationToken) => await http.SendAsync(
        () => Request(HttpMethod.Put, uri, new StreamContent(open()) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } }, null),
        async (response, token) =>
        {
            if (!response.IsSuccessStatusCode)
                throw await ErrorAsync(response, token);
            return true;
        },
        maxRetries: null, cancellationToken);

    /// <summary>Fetches a file's content; false when there is none.</summary>
    public Task<bool> ReadAsync(Uri uri, Func<Stream> open, CancellationToken cancellationToken) => http.SendAsync(
        () => Request(HttpMethod.Get, uri, null, null),
        async (response, token) =>
        {
            if (response.StatusCode == HttpStatusCode.NotFound)
                return false;
            if (!response.IsSuccessStatusCode)
                throw await ErrorAsync(response, token);
            await using var target = open();
            await response.Content.CopyToAsync(target, token);
            return true;
        },
        maxRetries: null, cancellationToken);

    private Task<TAnswer> SendAsync<TAnswer>(
        HttpMethod method, Uri uri, byte[]? body, string? key, JsonTypeInfo<TAnswer> answer, int? maxRetries, CancellationToken cancellationToken) => http.SendAsync(
        () => Request(method, uri, body is null ? null : new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } }, key),
        (response, token) => ReadAsync(response, answer, token),
        maxRetries, cancellationToken);

    private HttpRequestMessage Request(HttpMethod method, Uri uri, HttpContent? content, string? key)
    {
        var request = new HttpRequestMessage(method, uri) { Content = content };
        // A server may name another one as the place of artifacts; who we are here is no business of that one.
        if (address.IsSameServer(uri))
            request.Headers.Authorization = address.Credentials;
        if (key is not null)
            request.Headers.TryAddWithoutValidation(KeyHeader, key);
        return request;
    }

    private async Task<TAnswer> ReadAsync<TAnswer>(HttpResponseMessage response, JsonTypeInfo<TAnswer> answer, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
            throw await ErrorAsync(response, cancellationToken);
        var bytes = await BoundedContent.BytesAsync(response.Content, MaxAnswerBytes, cancellationToken);
        try
        {
            return JsonSerializer.Deserialize(bytes.Length == 0 ? "{}"u8 : bytes, answer) ?? throw new JsonException("null");
        }
        catch (JsonException error)
        {
            throw new TrackingException(
                $"The response from {address} to {response.RequestMessage?.Method} {response.RequestMessage?.RequestUri?.AbsolutePath} "
                    + "is not from a tracking server. Check the tracking URI.",
                error)
            { Status = response.StatusCode };
        }
    }

    private async Task<TrackingException> ErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await BoundedContent.TextAsync(response.Content, 64 * 1024, cancellationToken);
        var place = $"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri?.AbsolutePath}";
        WireError? error = null;
        try
        {
            error = JsonSerializer.Deserialize(text, WireJson.Default.WireError);
        }
        catch (JsonException)
        {
            // Not every 404 comes from the tracking server; proxies answer with pages.
        }
        var code = error?.ErrorCode ?? (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed ? "ENDPOINT_NOT_FOUND" : null);
        var words = error?.Message ?? (text.Length > 300 ? text[..300] : text).Trim();
        return new TrackingException(
            $"{address} rejected {place} with {(int)response.StatusCode}{(code is null ? "" : $" {code}")}: "
                + $"{words}{Remedy(response.StatusCode)}")
        {
            ErrorCode = code,
            Status = response.StatusCode,
        };
    }

    private static string Remedy(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => " Set MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.",
        HttpStatusCode.Forbidden => " Check that these credentials have write access, and that the server accepts this host name.",
        _ => "",
    };
}
