using System.Net.Sockets;
using System.Text.Json;

namespace Gyre.Execution.Processes;

/// <summary>Messages over a socket, a line each. Sending is safe from several threads; one reader.</summary>
internal sealed class PoolChannel(Socket socket) : IDisposable
{
    private const int MaxLineBytes = 64 * 1024;
    private readonly byte[] _buffer = new byte[MaxLineBytes];
    private readonly Lock _sending = new();
    private int _start;
    private int _end;

    /// <summary>Sends; false when the other side is gone. A line is far shorter than a socket's buffer, so this does not wait.</summary>
    public bool TrySend(PoolMessage message)
    {
        byte[] line = [.. ExecutionJson.Write(message), (byte)'\n'];
        try
        {
            lock (_sending)
                return socket.Send(line) == line.Length;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>The next message; null when the other side is gone or says what is none.</summary>
    public async Task<PoolMessage?> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
                if (length >= 0)
                    return Take(length);
                if (!await FillAsync(cancellationToken))
                    return null;
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or JsonException)
        {
            return null;
        }
    }

    public void Dispose() => socket.Dispose();

    private PoolMessage Take(int length)
    {
        var message = ExecutionJson.Parse<PoolMessage>(_buffer.AsSpan(_start, length));
        _start += length + 1;
        return message;
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length)
            return false;
        var count = await socket.ReceiveAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += count;
        return count > 0;
    }
}
