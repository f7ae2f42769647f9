using System.Net;
using System.Net.Sockets;

namespace Gyre.Testing.Storage;

/// <summary>Stands before a server on loopback and passes connections on, until it is closed: then it breaks them and refuses new ones. Opened again it has the same port.</summary>
public sealed class ConnectionGate : IAsyncDisposable
{
    private readonly int _target;
    private readonly Lock _lock = new();
    private readonly HashSet<Socket> _sockets = [];
    private TcpListener? _listener;
    private Task _accepting = Task.CompletedTask;

    /// <summary>Opens it.</summary>
    /// <param name="target">The port of the server behind it.</param>
    public ConnectionGate(int target)
    {
        _target = target;
        Port = TestServer.FreePort();
        Open();
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Passes connections on.</summary>
    public void Open()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _listener.Start();
        var listener = _listener;
        _accepting = Task.Run(() => AcceptAsync(listener));
    }

    /// <summary>Breaks every connection and refuses new ones.</summary>
    public async Task CloseAsync()
    {
        _listener?.Stop();
        await _accepting;
        lock (_lock)
        {
            foreach (var socket in _sockets)
                socket.Close(0);
            _sockets.Clear();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await CloseAsync();

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
                _ = PassAsync(await listener.AcceptSocketAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Closed.
        }
    }

    private async Task PassAsync(Socket client)
    {
        var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        lock (_lock)
            _sockets.UnionWith([client, server]);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target);
            await Task.WhenAny(CopyAsync(client, server), CopyAsync(server, client));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // One of the two has gone; so goes the other.
        }
        lock (_lock)
            _sockets.ExceptWith([client, server]);
        client.Dispose();
        server.Dispose();
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is var count and > 0)
                await to.SendAsync(buffer.AsMemory(0, count));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The same as an end.
        }
    }
}
