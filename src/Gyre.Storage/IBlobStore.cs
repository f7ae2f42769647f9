using Gyre.Core;

namespace Gyre.Storage;

/// <summary>Content that is in the store.</summary>
public readonly record struct BlobInfo(Digest Digest, long SizeInBytes);

/// <summary>
/// Immutable content, known by its digest. What <c>Put</c> returned is durable and whole; the same bytes are stored once.
/// Nothing in here is ever changed in place, and a reader never sees half of a blob.
/// </summary>
public interface IBlobStore : IDisposable
{
    /// <summary>Why nothing is stored any more (a sync failed), or null while all is well. Reading goes on.</summary>
    string? ReadOnlyReason { get; }

    /// <summary>Stores a stream of any length in flat memory.</summary>
    Task<BlobInfo> PutAsync(Stream content, CancellationToken cancellationToken);

    /// <summary>Stores a file; it is read, never moved or linked.</summary>
    Task<BlobInfo> PutFileAsync(string path, CancellationToken cancellationToken);

    /// <summary>What is known of a digest, or null when it is not here.</summary>
    Task<BlobInfo?> FindAsync(Digest digest, CancellationToken cancellationToken);

    /// <summary>
    /// Opens content for reading forward, from an offset on (past the end: nothing). Read whole from offset 0, damaged content is noticed:
    /// instead of its end the reader gets <see cref="BlobCorruptException"/>.
    /// </summary>
    /// <exception cref="BlobMissingException">It is not here.</exception>
    Task<Stream> OpenReadAsync(Digest digest, long offset, CancellationToken cancellationToken);

    /// <summary>Writes a private, writable copy to a path that does not exist yet; its folder does. The copy is checked against the digest.</summary>
    /// <exception cref="BlobMissingException">It is not here.</exception>
    /// <exception cref="BlobCorruptException">The stored bytes have another digest; they are set aside, so that the digest is missing from now on.</exception>
    Task CopyToFileAsync(Digest digest, string path, CancellationToken cancellationToken);

    /// <summary>Reads everything and compares; corrupt content is set aside and reported as missing.</summary>
    Task<bool> VerifyAsync(Digest digest, CancellationToken cancellationToken);

    /// <summary>Removes content; gives false when it was not here.</summary>
    Task<bool> DeleteAsync(Digest digest, CancellationToken cancellationToken);

    /// <summary>
    /// Removes content that nobody has stored since a time; for collectors. Content that is stored once more while this is under way stays or is there again: what a
    /// <c>Put</c> returned is there, as long as the time lies some hours back.
    /// </summary>
    /// <param name="digest">Which content.</param>
    /// <param name="storedBefore">What was stored at that time or later stays. At least two hours ago.</param>
    /// <param name="cancellationToken">Gives up while nothing is removed.</param>
    /// <returns>False when it was not here, or stays.</returns>
    Task<bool> DeleteOlderAsync(Digest digest, DateTimeOffset storedBefore, CancellationToken cancellationToken);

    /// <summary>Everything that is here with the time it was stored last, in no order.</summary>
    IAsyncEnumerable<(BlobInfo Blob, DateTimeOffset StoredAt)> ListAsync(CancellationToken cancellationToken);
}

/// <summary>The store does not hold this content.</summary>
public sealed class BlobMissingException(Digest digest) : Exception($"The artifact store has no content with digest {digest}.")
{
    /// <summary>What was asked for.</summary>
    public Digest Digest { get; } = digest;
}

/// <summary>The store held other bytes than the digest says.</summary>
public sealed class BlobCorruptException(Digest digest) : Exception(
    $"The content {digest} in the artifact store is damaged and has been moved to quarantine.")
{
    /// <summary>What was asked for.</summary>
    public Digest Digest { get; } = digest;
}
