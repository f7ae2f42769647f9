using System.Net;
using System.Net.Sockets;

namespace Gyre.Testing.Storage;

/// <summary>Stands before a server on loopback and passes connections on, until it is closed: then it breaks them and every new one, and counts these. Opened again it passes on again, at the same port.</summary>
public sealed class ConnectionGate : IAsyncDisposable
{
    private readonly int _target;
    private readonly Lock _lock = new();
    private readonly HashSet<Socket> _sockets = [];
    private readonly TcpListener _listener;
    private readonly Task _accepting;
    private volatile bool _isClosed;
    private int _refused;

    /// <summary>Opens it.</summary>
    /// <param name="target">The port of the server behind it.</param>
    public ConnectionGate(int target)
    {
        _target = target;
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Passes connections on.</summary>
    public void Open() => _isClosed = false;

    /// <summary>Connections that were broken since it was closed for the first time, before anything was passed on.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Breaks every connection, and new ones at once.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            foreach (var socket in _sockets)
                socket.Close(0);
            _sockets.Clear();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Close();
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = PassAsync(await _listener.AcceptSocketAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It is being disposed.
        }
    }

    private async Task PassAsync(Socket client)
    {
        var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        lock (_lock)
        {
            if (_isClosed)
            {
                Interlocked.Increment(ref _refused);
                client.Close(0);
                server.Dispose();
                return;
            }
            _sockets.UnionWith([client, server]);
        }
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
