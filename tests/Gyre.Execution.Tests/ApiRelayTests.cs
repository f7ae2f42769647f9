using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gyre.Execution.Supervision;

namespace Gyre.Execution.Tests;

public sealed class ApiRelayTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("gyre-relay-").FullName;
    private readonly ApiRelay _relay;
    private readonly HttpClient _client;

    public ApiRelayTests()
    {
        _relay = new ApiRelay(_home);
        _client = new HttpClient { BaseAddress = new Uri(_relay.Address) };
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _relay.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    [Fact]
    public async Task A_request_waits_for_a_server_and_reaches_the_one_that_is_there_then()
    {
        var asked = _client.PostAsync("/api/v0/pipelines/?a=b", new StringContent("{\"x\": 1}", Encoding.UTF8, "application/json"), Cancel);
        using var server = new Server(_home, _ => "made");
        using var answer = await asked;
        (await answer.Content.ReadAsStringAsync(Cancel)).ShouldBe("made");
        server.Requests[0].ShouldStartWith("POST /api/v0/pipelines/?a=b {\"x\": 1} key=relay-");
    }

    [Fact]
    public async Task Two_slashes_at_the_start_are_no_other_host()
    {
        using var server = new Server(_home, _ => "here");
        using var answer = await _client.GetAsync(new Uri($"{_relay.Address}//api/v0/projects/"), Cancel);
        (await answer.Content.ReadAsStringAsync(Cancel)).ShouldBe("here");
        server.Requests[0].ShouldStartWith("GET //api/v0/projects/ ");
    }

    [Fact]
    public async Task What_was_cut_off_is_sent_again_under_the_same_key()
    {
        var first = true;
        using var server = new Server(_home, _ =>
        {
            if (!first)
                return "made";
            first = false;
            return null;
        });
        using var answer = await _client.PostAsJsonAsync("/x", new { a = 1 }, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        server.Requests.Count.ShouldBe(2);
        server.Requests[1].ShouldBe(server.Requests[0]);
    }

    [Fact]
    public async Task Places_of_servers_that_are_gone_are_passed_over()
    {
        using (ApiPlaces.Announce(_home, new Uri("http://127.0.0.1:1")))
        using (var server = new Server(_home, _ => "here"))
        {
            (await _client.GetStringAsync("/x", Cancel)).ShouldBe("here");
            server.Requests[0].ShouldBe("GET /x  key=");
        }
        ApiPlaces.Find(_home).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_host_of_elsewhere_is_answered_here_for_who_trusts_the_home()
    {
        using var relay = new ApiRelay(_home, "api.example.test");
        using var server = new Server(_home, _ => "here");
        var variables = relay.ProxyVariables().ToDictionary(StringComparer.Ordinal);
        using var client = ClientOf(variables);
        (await client.GetStringAsync("https://api.example.test/api/v0/users/me/", Cancel)).ShouldBe("here");
        (await client.GetStringAsync("https://api.example.test/again", Cancel)).ShouldBe("here");
        server.Requests.ShouldBe(["GET /api/v0/users/me/  key=", "GET /again  key="]);
    }

    [Fact]
    public async Task Other_hosts_are_passed_through_untouched()
    {
        using var relay = new ApiRelay(_home, "api.example.test");
        using var elsewhere = new TcpListener(IPAddress.Loopback, 0);
        elsewhere.Start();
        using var client = ClientOf(relay.ProxyVariables().ToDictionary(StringComparer.Ordinal));
        var asked = client.GetStringAsync($"https://{elsewhere.LocalEndpoint}/", Cancel);
        using (var arrived = await elsewhere.AcceptTcpClientAsync(Cancel))
        {
            var first = new byte[1];
            await arrived.GetStream().ReadExactlyAsync(first, Cancel);
            first[0].ShouldBe((byte)0x16, "a TLS handshake, as the client sent it");
        }
        await Should.ThrowAsync<HttpRequestException>(asked);
    }

    [Fact]
    public async Task A_relay_without_an_alias_leads_nowhere()
    {
        _relay.ProxyVariables().ShouldBeEmpty();
        using var handler = new HttpClientHandler { Proxy = new WebProxy(_relay.Address) };
        using var client = new HttpClient(handler);
        await Should.ThrowAsync<HttpRequestException>(client.GetStringAsync("https://api.example.test/", Cancel));
    }

    [Fact]
    public void The_key_of_a_home_is_for_its_owner_alone()
    {
        using var relay = new ApiRelay(_home, "api.example.test");
        var bundle = relay.ProxyVariables().Single(variable => variable.Key == "SSL_CERT_FILE").Value;
        File.ReadAllText(bundle).ShouldNotContain("PRIVATE KEY");
        var key = Directory.GetFiles(Path.Join(_home, "ca")).Single(file => File.ReadAllText(file).Contains("PRIVATE KEY", StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(key).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Theory]
    [InlineData("GARBAGE\r\n\r\n")]
    [InlineData("G@T /x HTTP/1.1\r\n\r\n")]
    [InlineData("GET http://elsewhere/ HTTP/1.1\r\n\r\n")]
    [InlineData("POST /x HTTP/1.1\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("POST /x HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello")]
    [InlineData("POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\nhello")]
    [InlineData("POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    public async Task What_is_no_request_is_not_passed_on(string text)
    {
        using var server = new Server(_home, _ => "never");
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(_relay.Address).Port, Cancel);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text), Cancel);
        socket.Client.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream);
        try
        {
            (await reader.ReadToEndAsync(Cancel)).ShouldBeEmpty();
        }
        catch (IOException)
        {
            // A connection that is closed with bytes unread is reset; that is as good.
        }
        server.Requests.ShouldBeEmpty();
    }

    /// <summary>A client that is led by the variables of a step, as the usual ones are: by the proxy, trusting what is in the bundle and nothing else.</summary>
    private static HttpClient ClientOf(Dictionary<string, string> variables)
    {
        var trusted = new X509Certificate2Collection();
        trusted.ImportFromPemFile(variables["SSL_CERT_FILE"]);
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(trusted);
        return new HttpClient(new SocketsHttpHandler
        {
            Proxy = new WebProxy(variables["HTTPS_PROXY"]),
            SslOptions = { CertificateChainPolicy = policy },
        });
    }

    /// <summary>A server that answers with a text, or cuts off in the middle.</summary>
    private sealed class Server : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly IDisposable _place;

        public Server(string home, Func<string, string?> answer)
        {
            _listener.Start();
            _ = ServeAsync(answer);
            _place = ApiPlaces.Announce(home, new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}"));
        }

        public List<string> Requests { get; } = [];

        public void Dispose()
        {
            _place.Dispose();
            _listener.Dispose();
        }

        private async Task ServeAsync(Func<string, string?> answer)
        {
            try
            {
                while (true)
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    await AnswerAsync(client.GetStream(), answer);
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException or IOException)
            {
                // Closed: that is how this ends.
            }
        }

        private async Task AnswerAsync(NetworkStream stream, Func<string, string?> answer)
        {
            using var reader = new StreamReader(stream, leaveOpen: true);
            var first = (await reader.ReadLineAsync() ?? "").Replace(" HTTP/1.1", "", StringComparison.Ordinal);
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            while (await reader.ReadLineAsync() is { Length: > 0 } line)
                headers[line.Split(':')[0]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            var body = new char[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), System.Globalization.CultureInfo.InvariantCulture)];
            if (body.Length > 0)
                await reader.ReadBlockAsync(body);
            var text = $"{first} {new string(body)} key={headers.GetValueOrDefault("Idempotency-Key")}";
            Requests.Add(text);
            if (answer(text) is { } words)
                await stream.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {words.Length}\r\nConnection: close\r\n\r\n{words}"));
        }
    }
}
