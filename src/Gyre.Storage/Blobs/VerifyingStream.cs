using System.Security.Cryptography;
using Gyre.Core;

namespace Gyre.Storage.Blobs;

/// <summary>Hashes what is read, and instead of the end gives <see cref="BlobCorruptException"/> when it was not the content asked for.</summary>
/// <param name="inner">From the content's beginning; disposed with this.</param>
/// <param name="digest">What was asked for.</param>
/// <param name="setAside">Called once when the digest is another; gives whether the stored content really is damaged and was set aside.</param>
internal sealed class VerifyingStream(Stream inner, Digest digest, Func<CancellationToken, Task<bool>> setAside) : ReadOnlyStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private bool _checked;

    // Setting damaged content aside may be a request over the network, so only the asynchronous way does it.
    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        _hash.AppendData(buffer[..count]);
        if (count == 0 && buffer.Length > 0 && !IsGood())
            throw new BlobCorruptException(digest);
        return count;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken);
        _hash.AppendData(buffer.Span[..count]);
        if (count > 0 || buffer.Length == 0 || IsGood())
            return count;
        if (await setAside(cancellationToken))
            throw new BlobCorruptException(digest);
        throw new IOException($"The content of {digest} was corrupted in transit; the stored content is intact.");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            _hash.Dispose();
        }
        base.Dispose(disposing);
    }

    private bool IsGood()
    {
        if (_checked)
            return true;
        _checked = true;
        return Digest.FromHash(_hash.GetHashAndReset()) == digest;
    }
}
