using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Gyre.Core;

namespace Gyre.Tracking.Formats.Mlflow.Http;

/// <summary>Calls a server of the protocol. An answer has a longest length and a greatest depth; a list of pages ends when a token comes again.</summary>
internal sealed class ServerCalls(HttpClient client, Uri root, RemarkList remarks)
{
    private const string Api = "api/2.0/mlflow/";

    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 32 };

    public Uri Root { get; } = root;

    public RemarkList Remarks { get; } = remarks;

    /// <summary>Asks with a query; null, with a remark, when the server refuses or answers something else.</summary>
    /// <exception cref="HttpRequestException">The server is not there.</exception>
    public Task<JsonDocument?> GetAsync(string path, IReadOnlyList<(string Key, string Value)> query, CancellationToken cancellationToken) =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Get, AddressOf(Api + path, query)), path, cancellationToken);

    /// <summary>All items of a list that comes in pages, asked for with a query.</summary>
    public IAsyncEnumerable<JsonElement> PagesByGetAsync(string path, string list, IReadOnlyList<(string Key, string Value)> query, CancellationToken cancellationToken) =>
        PagesAsync(token => GetAsync(path, token is null ? query : [.. query, ("page_token", token)], cancellationToken), path, list, cancellationToken);

    /// <summary>All items of a list that comes in pages, asked for with a body.</summary>
    public IAsyncEnumerable<JsonElement> PagesByPostAsync(string path, string list, IReadOnlyDictionary<string, object> body, CancellationToken cancellationToken) =>
        PagesAsync(token => PostAsync(path, body, token, cancellationToken), path, list, cancellationToken);

    /// <summary>Lists a folder of the proxied files; null when the server refuses.</summary>
    public Task<JsonDocument?> ListProxiedAsync(string path, CancellationToken cancellationToken) => SendAsync(
        () => new HttpRequestMessage(HttpMethod.Get, AddressOf("api/2.0/mlflow-artifacts/artifacts", [("path", path)])), "mlflow-artifacts/artifacts", cancellationToken);

    /// <summary>Opens what stands at an address below the server's.</summary>
    /// <exception cref="HttpRequestException">The server is not there, or refuses.</exception>
    public async Task<Stream> OpenAsync(string path, IReadOnlyList<(string Key, string Value)> query, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var response = await client.GetAsync(AddressOf(path, query), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            var status = response.StatusCode;
            response.Dispose();
            throw new HttpRequestException($"the server responded with {(int)status}", null, status);
        }
        return await response.Content.ReadAsStreamAsync(cancellationToken);
    }

    /// <summary>Whether the server speaks the protocol: the first call, whose failure says why.</summary>
    /// <exception cref="InvalidInputException">It does not, or does not let us in.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(AddressOf(Api + "experiments/search", [("max_results", "1"), ("view_type", "ALL")]), cancellationToken);
            if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                throw new InvalidInputException(
                    "import.server-refuses",
                    $"The server {Root} responded with {(int)response.StatusCode}.",
                    "Use a token with read access.");
            if (!response.IsSuccessStatusCode)
                throw new InvalidInputException(
                    "import.not-a-server",
                    $"The server {Root} responded with {(int)response.StatusCode} to a request for its experiments.",
                    "Use the URL that clients of that server use.");
        }
        catch (HttpRequestException exception)
        {
            throw new InvalidInputException(
                "import.no-server", $"The server {Root} cannot be reached: {exception.Message}", "Start the server, or use another URL.");
        }
    }

    private async IAsyncEnumerable<JsonElement> PagesAsync(
        Func<string?, Task<JsonDocument?>> ask, string path, string list, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? token = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var page = await ask(token);
            if (page is null)
                yield break;
            foreach (var item in page.RootElement.Items(list))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return item;
            }
            token = page.RootElement.Text("next_page_token") is { Length: > 0 } next ? next : null;
            if (token is not null && !seen.Add(token))
            {
                Remarks.Add(path, "the server returns the same page repeatedly; the rest was not imported");
                yield break;
            }
        }
        while (token is not null);
    }

    private Task<JsonDocument?> PostAsync(string path, IReadOnlyDictionary<string, object> body, string? token, CancellationToken cancellationToken)
    {
        var full = token is null ? body : new Dictionary<string, object>(body, StringComparer.Ordinal) { ["page_token"] = token };
        return SendAsync(() => new HttpRequestMessage(HttpMethod.Post, AddressOf(Api + path, [])) { Content = JsonOf(full) }, path, cancellationToken);
    }

    /// <summary>Strings, numbers and lists of strings.</summary>
    private static StringContent JsonOf(IReadOnlyDictionary<string, object> body)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (key, value) in body)
                Write(writer, key, value);
            writer.WriteEndObject();
        }
        return new StringContent(Encoding.UTF8.GetString(buffer.ToArray()), Encoding.UTF8, "application/json");
    }

    private static void Write(Utf8JsonWriter writer, string key, object value)
    {
        if (value is int number)
        {
            writer.WriteNumber(key, number);
        }
        else if (value is string text)
        {
            writer.WriteString(key, text);
        }
        else
        {
            writer.WriteStartArray(key);
            foreach (var item in (IEnumerable<string>)value)
                writer.WriteStringValue(item);
            writer.WriteEndArray();
        }
    }

    private Uri AddressOf(string path, IReadOnlyList<(string Key, string Value)> query)
    {
        var text = string.Join('&', query.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
        return new Uri(Root, text.Length == 0 ? path : $"{path}?{text}");
    }

    private async Task<JsonDocument?> SendAsync(Func<HttpRequestMessage> make, string place, CancellationToken cancellationToken)
    {
        using var request = make();
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            Remarks.Add(place, $"the server responded with {(int)response.StatusCode}; the requested records were not imported");
            return null;
        }
        return await TryParseAsync(response, place, cancellationToken);
    }

    private async Task<JsonDocument?> TryParseAsync(HttpResponseMessage response, string place, CancellationToken cancellationToken)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(ForeignLimits.MaxAnswerBytes, cancellationToken);
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return JsonDocument.Parse(bytes.Length == 0 ? "{}"u8.ToArray() : bytes, Depth);
        }
        catch (JsonException exception)
        {
            Remarks.Add(place, $"the response is not valid JSON: {RemarkList.Shown(exception.Message)}");
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            Remarks.Add(place, $"the response is larger than {ForeignLimits.MaxAnswerBytes} bytes");
        }
        return null;
    }
}
