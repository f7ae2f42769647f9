using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Pipelines.Inputs;

/// <summary>
/// Files of the web: fetched once, when the run is accepted, and known by their digest from then on. A fragment <c>#sha256=HEX</c> pins what must come.
/// User name, password and query, which may be secrets, are neither stored nor said.
/// </summary>
internal sealed class WebInputs(IBlobStore blobs, TimeProvider clock) : IInputScheme
{
    private const int Tries = 3;
    private const string Pin = "#sha256=";
    private const string AddressRemedy = "Use http://HOST/PATH or https://HOST/PATH.";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(1);

    private static readonly HttpClient Client = new(new SocketsHttpHandler
    {
        ConnectTimeout = TimeSpan.FromSeconds(15),
        MaxAutomaticRedirections = 5,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
    })
    {
        // A large file may take long; what may not is silence, which is watched below.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public bool Takes(string uri) => uri.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || uri.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    public async Task<FoundFiles> FindAsync(InputRequest request, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(request.Uri, UriKind.Absolute, out var address) || address.Host.Length == 0)
            return FoundFiles.Refuse("the URL is not a valid web address", AddressRemedy);
        var shown = Shown(address);
        for (var number = 1; ; number++)
        {
            try
            {
                return await FetchAsync(address, shown, cancellationToken);
            }
            catch (Exception exception) when (IsOfTheNetwork(exception, cancellationToken))
            {
                if (number == Tries)
                    return FoundFiles.Refuse($"'{ShownAddress.Of(shown)}' could not be fetched after {Tries} attempts: {Why(exception)}",
                        "Check the URL and the network, or use a file in the project.");
                await Task.Delay(Pause * number, clock, cancellationToken);
            }
        }
    }

    private async Task<FoundFiles> FetchAsync(Uri address, string shown, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(LongestSilence, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        using var message = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(address) { UserName = "", Password = "", Fragment = "" }.Uri);
        if (address.UserInfo.Length > 0)
            message.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo))));
        using var answer = await Client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        if ((int)answer.StatusCode >= 500 || answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout)
            throw new HttpRequestException(Status(answer), null, answer.StatusCode);
        if (!answer.IsSuccessStatusCode)
            return FoundFiles.Refuse($"'{ShownAddress.Of(shown)}' could not be fetched: {Status(answer)}",
                "Check the URL and whether it requires authentication.");
        await using var body = await answer.Content.ReadAsStreamAsync(limit.Token);
        await using var watched = new WatchedStream(body, () => silence.CancelAfter(LongestSilence));
        var content = await ContentReader.StoreAsync(blobs, watched, limit.Token);
        if (answer.Content.Headers.ContentLength is { } promised && promised != content.SizeInBytes && answer.Content.Headers.ContentEncoding.Count == 0)
            throw new IOException($"only {content.SizeInBytes} of {promised} bytes arrived");
        if (PinOf(address) is { } pinned && pinned != content.Digest.Hex)
            return FoundFiles.Refuse($"'{ShownAddress.Of(shown)}' has the digest {content.Digest}, not the expected one",
                "Check the file, or update '#sha256=' in the URL.");
        return new FoundFiles([new InputFile { Name = NameOf(address), Uri = shown, Digest = content.Digest, SizeInBytes = content.SizeInBytes, Md5 = content.Md5, Sha1 = content.Sha1 }]);
    }

    private static string? PinOf(Uri address) => address.Fragment.StartsWith(Pin, StringComparison.Ordinal) ? address.Fragment[Pin.Length..].ToLowerInvariant() : null;

    private static string Shown(Uri address) => address.GetComponents(UriComponents.Scheme | UriComponents.Host | UriComponents.Port | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>The last part of the path, when it can be a file's name.</summary>
    private static string NameOf(Uri address)
    {
        var last = Uri.UnescapeDataString(address.Segments[^1]).Trim('/');
        return SafePath.TryParse(last, out var path, out _) && path.Segments.Length == 1 ? path.FileName : "download";
    }

    private static string Status(HttpResponseMessage answer) => string.Create(
        CultureInfo.InvariantCulture, $"the server responded with {(int)answer.StatusCode} {answer.StatusCode}");

    private static bool IsOfTheNetwork(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    private static string Why(Exception exception) => exception switch
    {
        OperationCanceledException => "no data arrived for one minute",
        HttpRequestException { StatusCode: not null } => exception.Message,
        HttpRequestException http => $"the connection failed ({http.HttpRequestError})",
        _ => exception.Message,
    };

    /// <summary>Tells of each piece that comes.</summary>
    private sealed class WatchedStream(Stream inner, Action came) : ReadOnlyStream
    {
        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            came();
            return read;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            came();
            return read;
        }

    }
}
