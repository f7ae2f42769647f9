using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Gyre.Core;
using Gyre.Core.Logging;

namespace Gyre.Execution.Supervision;

/// <summary>
/// The address that steps of this supervisor call. It passes requests on to the server of the home that is there now and waits when none is: an engine may be killed and
/// started anew while a step runs, and the step need not know. A changing request carries a key, so that passing it on twice counts once.
/// </summary>
internal sealed class ApiRelay : IDisposable
{
    private static readonly ConcurrentDictionary<(string Home, string? Alias), Lazy<ApiRelay>> Relays = new();
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    private static readonly HttpClient Client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, PooledConnectionLifetime = TimeSpan.FromMinutes(1) })
    {
        // An upload may be as long as its file.
        Timeout = TimeSpan.FromHours(1),
    };

    private readonly string _home;
    private readonly string? _alias;
    private readonly Lazy<X509Certificate2> _certificate;
    private readonly ConcurrentDictionary<object, SecretMasker> _hidden = new();
    private readonly IdSource _ids = IdSource.FromClock(TimeProvider.System);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    internal ApiRelay(string home, string? alias = null)
    {
        _home = home;
        _alias = alias;
        _certificate = new(() => HomeAuthority.CertificateFor(home, alias!, TimeProvider.System.GetUtcNow()));
        _listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _ = AcceptAsync();
    }

    /// <summary>Without a slash at its end.</summary>
    public string Address { get; }

    /// <summary>The relay of a home in this process; it listens as long as the process lives.</summary>
    /// <param name="home">The home.</param>
    /// <param name="alias">A host whose calls it answers as a proxy; null for none.</param>
    public static ApiRelay Of(string home, string? alias) =>
        Relays.GetOrAdd((home, alias), static key => new Lazy<ApiRelay>(() => new ApiRelay(key.Home, key.Alias))).Value;

    /// <summary>What a step needs to be led here when it calls the alias: the proxy, and whom to trust.</summary>
    public IEnumerable<KeyValuePair<string, string>> ProxyVariables()
    {
        if (_alias is null)
            yield break;
        foreach (var name in (string[])["HTTPS_PROXY", "https_proxy"])
            yield return new(name, Address);
        var bundle = HomeAuthority.BundleOf(_home, TimeProvider.System.GetUtcNow());
        foreach (var name in (string[])["SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"])
            yield return new(name, bundle);
    }

    /// <summary>
    /// Hides the secrets of an attempt in what it tells the tracking API, until the result is disposed; null hides nothing.
    /// </summary>
    public IDisposable? Hide(SecretMasker? masker)
    {
        if (masker is null)
            return null;
        var hidden = new Hidden(this);
        _hidden[hidden] = masker;
        return hidden;
    }

    public void Dispose()
    {
        _listener.Dispose();
        if (_certificate.IsValueCreated)
            _certificate.Value.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                _ = ServeAsync(client);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Closed: that is how this ends.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                if (await RelayedRequest.ReadAsync(stream, _ids.Next()) is not { } request)
                    return;
                Mask(request);
                if (request.Tunnel is { } target)
                    await TunnelAsync(stream, target);
                else
                    await AnswerAsync(stream, request);
            }
            catch (Exception exception) when (exception is IOException or SocketException or HttpRequestException or OperationCanceledException or AuthenticationException)
            {
                // The step hung up, or what it sent is no request: it sees a closed connection.
            }
        }
    }

    private async Task TunnelAsync(NetworkStream stream, string target)
    {
        if (_alias is null)
            return;
        if (!target.Equals(_alias + ":443", StringComparison.OrdinalIgnoreCase))
        {
            await RelayTunnel.PassThroughAsync(stream, target);
            return;
        }
        await using var secure = await RelayTunnel.BecomeAsync(stream, _certificate.Value);
        if (await RelayedRequest.ReadAsync(secure, _ids.Next()) is { Tunnel: null } request)
        {
            Mask(request);
            await AnswerAsync(secure, request);
        }
    }

    private void Mask(RelayedRequest request)
    {
        foreach (var masker in _hidden.Values)
            request.Hide(masker);
    }

    private async Task AnswerAsync(Stream stream, RelayedRequest request)
    {
        using var answer = await SendAsync(request);
        if (answer is null)
            await RelayedRequest.WriteAsync(
                stream,
                "503 Service Unavailable",
                "application/json",
                """{"message": "No server of this home is reachable.", "code": "api.away"}"""u8.ToArray());
        else
            await RelayedRequest.WriteAsync(stream, answer, request.Method == HttpMethod.Head);
    }

    /// <summary>Tries all servers that may be there, again and again, for a while.</summary>
    private async Task<HttpResponseMessage?> SendAsync(RelayedRequest request)
    {
        var end = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (Environment.TickCount64 < end && !request.IsSpent)
        {
            foreach (var place in ApiPlaces.Find(_home))
            {
                try
                {
                    using var message = request.To(place);
                    return await Client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
                }
                catch (HttpRequestException)
                {
                    // It is gone, or went in the middle: another one, or the same later.
                }
            }
            await Task.Delay(BetweenTries);
        }
        return null;
    }

    private sealed class Hidden(ApiRelay relay) : IDisposable
    {
        public void Dispose() => relay._hidden.TryRemove(this, out _);
    }
}
