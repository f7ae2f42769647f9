using System.Security.Cryptography;
using Gyre.Core;

namespace Gyre.Server.Features.Artifacts;

/// <summary>Content that must have a digest: its end is only given when it has, so that nothing else is stored.</summary>
/// <param name="inner">What is read; stays open.</param>
/// <param name="expected">Its digest.</param>
internal sealed class ExpectedContent(Stream inner, Digest expected) : ReadOnlyStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer) => Hash(buffer, inner.Read(buffer));

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken);
        return Hash(buffer.Span, count);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _hash.Dispose();
        base.Dispose(disposing);
    }

    private int Hash(ReadOnlySpan<byte> buffer, int count)
    {
        _hash.AppendData(buffer[..count]);
        if (count == 0 && buffer.Length > 0 && Convert.ToHexStringLower(_hash.GetCurrentHash()) != expected.Hex)
            throw new UnexpectedContentException();
        return count;
    }
}

/// <summary>The content has another digest.</summary>
internal sealed class UnexpectedContentException : Exception;
