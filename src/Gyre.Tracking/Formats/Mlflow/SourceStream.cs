namespace Gyre.Tracking.Formats.Mlflow;

/// <summary>A file of the source could not be read (to its end). It is told apart from failures of the store that is written to.</summary>
internal sealed class SourceBrokenException(Exception inner) : Exception(inner.Message, inner);

/// <summary>Reads a file of the source; its failures come as <see cref="SourceBrokenException"/>.</summary>
internal sealed class SourceStream(Stream inner) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static async Task<Stream> OpenAsync(ForeignArtifactFile file, CancellationToken cancellationToken)
    {
        try
        {
            return await file.OpenAsync(cancellationToken);
        }
        catch (Exception exception) when (IsOfTheSource(exception))
        {
            throw new SourceBrokenException(exception);
        }
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return inner.Read(buffer, offset, count);
        }
        catch (Exception exception) when (IsOfTheSource(exception))
        {
            throw new SourceBrokenException(exception);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await inner.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception exception) when (IsOfTheSource(exception))
        {
            throw new SourceBrokenException(exception);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private static bool IsOfTheSource(Exception exception) => exception is IOException or UnauthorizedAccessException or HttpRequestException;
}
