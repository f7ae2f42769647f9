using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using Xunit;

namespace Gyre.Testing.Delivery;

/// <summary>A request as it came.</summary>
public sealed record Received(string Line, Dictionary<string, string> Headers, string Body);

/// <summary>A small HTTP server on a free port of loopback that keeps what it is sent and answers as it is told.</summary>
public sealed class Receiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Channel<Received> _received = Channel.CreateUnbounded<Received>();
    private readonly CancellationTokenSource _stop = new();
    private readonly Encoding _encoding;
    private readonly Task _loop;

    public Receiver()
        : this(Encoding.UTF8)
    {
    }

    /// <param name="encoding">Of what is received; a byte must be a character.</param>
    public Receiver(Encoding encoding)
    {
        _encoding = encoding;
        _listener.Start();
        _loop = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}/hook");

    /// <summary>Status line and headers of each answer.</summary>
    public Func<string> Answer { get; set; } = static () => "200 OK";

    public ValueTask<Received> NextAsync() => _received.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public bool HasMore => _received.Reader.TryPeek(out _);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await using var stream = client.GetStream();
                _received.Writer.TryWrite(await ReadAsync(stream));
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {Answer()}\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi"), _stop.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
            {
                // The next one, or the end.
            }
        }
    }

    private async Task<Received> ReadAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, _encoding, leaveOpen: true);
        var line = await reader.ReadLineAsync(_stop.Token) ?? "";
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } header)
            headers[header[..header.IndexOf(':', StringComparison.Ordinal)]] = header[(header.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        // Bodies here are ASCII: a character is a byte.
        var body = new char[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture)];
        await reader.ReadBlockAsync(body, _stop.Token);
        return new Received(line, headers, new string(body));
    }
}
