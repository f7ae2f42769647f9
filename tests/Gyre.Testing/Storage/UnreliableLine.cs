using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gyre.Testing.Storage;

/// <summary>A line to a server on loopback: it passes bytes on, breaks the connections a test chooses, and can be cut for a while as a whole.</summary>
public sealed class UnreliableLine : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly Uri _server;
    private readonly Task _loop;
    private CancellationTokenSource _whole = new();
    private int _answered;
    private int _broken;

    /// <summary>A line that works.</summary>
    /// <param name="server">What is at its end.</param>
    public UnreliableLine(Uri server)
    {
        _server = server;
        _listener.Start();
        _loop = Task.Run(AcceptAsync);
    }

    /// <summary>Where it begins.</summary>
    public Uri Endpoint => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Given the number of a connection (from 1): after how many bytes of answers it is broken, or null for never.</summary>
    public Func<int, int?> CutAfter { get; set; } = _ => null;

    /// <summary>Given the number of a connection: a whole answer to give without asking the server, or null.</summary>
    public Func<int, string?> Instead { get; set; } = _ => null;

    /// <summary>Connections so far.</summary>
    public int Connections => Volatile.Read(ref _answered);

    /// <summary>Connections so far that were broken as they came, because the line was cut.</summary>
    public int Broken => Volatile.Read(ref _broken);

    /// <summary>Breaks every connection, and each new one as it comes.</summary>
    public void Cut()
    {
        lock (_lock)
            _whole.Cancel();
    }

    /// <summary>Passes new connections on again.</summary>
    public void Mend()
    {
        lock (_lock)
            _whole = new CancellationTokenSource();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var lines = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                lines.Add(ServeAsync(client, Interlocked.Increment(ref _answered)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(lines);
        }
    }

    private async Task ServeAsync(TcpClient client, int number)
    {
        using var near = client;
        using var far = new TcpClient();
        CancellationToken whole;
        lock (_lock)
            whole = _whole.Token;
        // A line that is cut resets; it does not end politely.
        near.LingerState = new LingerOption(enable: true, seconds: 0);
        if (whole.IsCancellationRequested)
        {
            Interlocked.Increment(ref _broken);
            return;
        }
        using var until = CancellationTokenSource.CreateLinkedTokenSource(whole, _stop.Token);
        try
        {
            await far.ConnectAsync(_server.Host, _server.Port, until.Token);
            if (Instead(number) is { } answer)
                await AnswerAsync(near, answer, until.Token);
            else
                await Task.WhenAny(PassAsync(near.GetStream(), far.GetStream(), null, until.Token), PassAsync(far.GetStream(), near.GetStream(), CutAfter(number), until.Token));
            if (!whole.IsCancellationRequested)
                near.LingerState = new LingerOption(enable: false, seconds: 0);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // A broken line is what this is for.
        }
    }

    private static async Task AnswerAsync(TcpClient client, string answer, CancellationToken cancellationToken)
    {
        var stream = client.GetStream();
        var buffer = new byte[65536];
        await stream.ReadAtLeastAsync(buffer, 1, throwOnEndOfStream: false, cancellationToken);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), cancellationToken);
        stream.Socket.Shutdown(SocketShutdown.Send);
        while (await stream.ReadAsync(buffer, cancellationToken) > 0)
            continue;
    }

    private static async Task PassAsync(NetworkStream from, NetworkStream to, int? limit, CancellationToken cancellationToken)
    {
        var buffer = new byte[65536];
        var passed = 0;
        while (await from.ReadAsync(buffer, cancellationToken) is var count and > 0)
        {
            var allowed = limit is null ? count : Math.Min(count, limit.Value - passed);
            await to.WriteAsync(buffer.AsMemory(0, allowed), cancellationToken);
            passed += allowed;
            if (allowed < count)
                return;
        }
    }
}
