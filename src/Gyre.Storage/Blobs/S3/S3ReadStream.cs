using Gyre.Core;

namespace Gyre.Storage.Blobs.S3;

/// <summary>
/// Reads an object to the end its server announced. When the connection breaks or the body ends early it asks again from where it was, a
/// bounded number of times; it never gives a short body as if it were whole.
/// </summary>
internal sealed class S3ReadStream(S3Calls calls, Digest digest, string key, long position, Stream body, long length) : ReadOnlyStream
{
    private const int MaxResumes = 4;
    private readonly long _end = position + length;
    private long _position = position;
    private Stream _body = body;
    private int _resumes;

    public override int Read(Span<byte> buffer)
    {
        if (_position == _end || buffer.Length == 0)
            return 0;
        var count = _body.Read(buffer[..(int)Math.Min(buffer.Length, _end - _position)]);
        _position += count;
        return count > 0 ? count : throw new EndOfStreamException(
            "The artifact store closed the connection before sending all of the content.");
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position == _end || buffer.Length == 0)
            return 0;
        var wanted = buffer[..(int)Math.Min(buffer.Length, _end - _position)];
        while (true)
        {
            if (await TryReadAsync(wanted, cancellationToken) is var count and > 0)
            {
                _position += count;
                return count;
            }
            await ResumeAsync(cancellationToken);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _body.Dispose();
        base.Dispose(disposing);
    }

    /// <returns>0 for an early end as well as for a broken connection.</returns>
    private async Task<int> TryReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await _body.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception exception) when (calls.Wrap(exception, "read") is not null)
        {
            return 0;
        }
    }

    private async Task ResumeAsync(CancellationToken cancellationToken)
    {
        await _body.DisposeAsync();
        if (_resumes++ == MaxResumes)
            throw new IOException($"The artifact store repeatedly closed the connection before sending all of {digest}.");
        var (body, length) = await calls.GetAsync(key, _position, cancellationToken) ?? throw new BlobMissingException(digest);
        _body = body;
        if (_position + length != _end)
            throw new IOException($"The length of {digest} in the artifact store changed while it was read.");
    }
}
