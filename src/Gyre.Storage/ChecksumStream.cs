using System.Security.Cryptography;
using Gyre.Core;

namespace Gyre.Storage;

/// <summary>
/// Passes on what it reads and takes checksums beside the SHA-256 that content is known by. They are for programs that compare by them; nothing here trusts them. The inner stream
/// stays open.
/// </summary>
/// <param name="inner">What is read.</param>
public sealed class ChecksumStream(Stream inner) : ReadOnlyStream
{
#pragma warning disable CA5350, CA5351 // Shown to steps beside the SHA-256, which is what counts.
    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly IncrementalHash _sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
#pragma warning restore CA5350, CA5351

    /// <summary>MD5 of what was read so far, in lower-case hexadecimal digits.</summary>
    public string Md5 => Convert.ToHexStringLower(_md5.GetCurrentHash());

    /// <summary>SHA-1 of what was read so far, in lower-case hexadecimal digits.</summary>
    public string Sha1 => Convert.ToHexStringLower(_sha1.GetCurrentHash());

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => Hash(buffer[..inner.Read(buffer)]);

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken);
        return Hash(buffer.Span[..count]);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _md5.Dispose();
        _sha1.Dispose();
        base.Dispose(disposing);
    }

    private int Hash(ReadOnlySpan<byte> bytes)
    {
        _md5.AppendData(bytes);
        _sha1.AppendData(bytes);
        return bytes.Length;
    }
}
