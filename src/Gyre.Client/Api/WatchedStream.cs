namespace Gyre.Client.Api;

/// <summary>
/// The content of an answer. Silence ends it, and so does more than a given number of bytes between two <see cref="Restart"/>s.
/// </summary>
/// <param name="response">Disposed with this.</param>
/// <param name="content">Its content.</param>
/// <param name="maxSilence">The longest wait for a byte.</param>
/// <param name="maxBytes">How many bytes; null for any number.</param>
/// <param name="clock">Measures silence.</param>
internal sealed class WatchedStream(
    HttpResponseMessage response, Stream content, TimeSpan maxSilence, long? maxBytes, TimeProvider clock) : Stream
{
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static async Task<WatchedStream> OfAsync(
        HttpResponseMessage response, GyreApiOptions options, long? maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            return new WatchedStream(
                response, await response.Content.ReadAsStreamAsync(cancellationToken), options.MaxSilence, maxBytes, options.Clock);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    public void Restart() => _read = 0;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var silence = new CancellationTokenSource(maxSilence, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        int count;
        try
        {
            count = await content.ReadAsync(buffer, both.Token);
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"The server has sent nothing for {maxSilence}.");
        }
        _read += count;
        return _read <= maxBytes || maxBytes is null
            ? count
            : throw new GyreApiException($"The server sent an event larger than {maxBytes} bytes.");
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read the stream asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
            response.Dispose();
        }
        base.Dispose(disposing);
    }
}
