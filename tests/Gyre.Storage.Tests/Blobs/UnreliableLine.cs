using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gyre.Storage.Tests.Blobs;

/// <summary>A line to a server on which answers can be cut: it passes bytes on, and breaks the connections the test chooses.</summary>
internal sealed class UnreliableLine : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Uri _server;
    private readonly Task _loop;
    private int _answered;

    public UnreliableLine(Uri server)
    {
        _server = server;
        _listener.Start();
        _loop = Task.Run(AcceptAsync);
    }

    public Uri Endpoint => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Given the number of a connection (from 1): after how many bytes of answers it is broken, or null for never.</summary>
    public Func<int, int?> CutAfter { get; set; } = _ => null;

    /// <summary>Given the number of a connection: a whole answer to give without asking the server, or null.</summary>
    public Func<int, string?> Instead { get; set; } = _ => null;

    public int Connections => _answered;

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
        try
        {
            await far.ConnectAsync(_server.Host, _server.Port, _stop.Token);
            if (Instead(number) is { } answer)
                await AnswerAsync(near.GetStream(), answer);
            else
                await Task.WhenAny(PassAsync(near.GetStream(), far.GetStream(), null), PassAsync(far.GetStream(), near.GetStream(), CutAfter(number)));
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // A broken line is what this is for.
        }
    }

    private async Task AnswerAsync(NetworkStream client, string answer)
    {
        var buffer = new byte[65536];
        await client.ReadAtLeastAsync(buffer, 1, throwOnEndOfStream: false, _stop.Token);
        await client.WriteAsync(Encoding.ASCII.GetBytes(answer), _stop.Token);
        client.Socket.Shutdown(SocketShutdown.Send);
        while (await client.ReadAsync(buffer, _stop.Token) > 0)
            continue;
    }

    private async Task PassAsync(NetworkStream from, NetworkStream to, int? limit)
    {
        var buffer = new byte[65536];
        var passed = 0;
        while (await from.ReadAsync(buffer, _stop.Token) is var count and > 0)
        {
            var allowed = limit is null ? count : Math.Min(count, limit.Value - passed);
            await to.WriteAsync(buffer.AsMemory(0, allowed), _stop.Token);
            passed += allowed;
            if (allowed < count)
                return;
        }
    }
}
