using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Server.Tests;

/// <summary>An artifact store that can be told to fail when something is stored.</summary>
internal sealed class TroubledBlobs(IBlobStore inner) : IBlobStore
{
    /// <summary>Thrown when something is stored; null stores it.</summary>
    public Exception? Failure { get; set; }

    public string? ReadOnlyReason => inner.ReadOnlyReason;

    public async Task<BlobInfo> PutAsync(Stream content, CancellationToken cancellationToken)
    {
        if (Failure is not { } failure)
            return await inner.PutAsync(content, cancellationToken);
        await content.CopyToAsync(Stream.Null, cancellationToken);
        throw failure;
    }

    public Task<BlobInfo> PutFileAsync(string path, CancellationToken cancellationToken) => inner.PutFileAsync(path, cancellationToken);

    public Task<BlobInfo?> FindAsync(Digest digest, CancellationToken cancellationToken) => inner.FindAsync(digest, cancellationToken);

    public Task<Stream> OpenReadAsync(Digest digest, long offset, CancellationToken cancellationToken) =>
        inner.OpenReadAsync(digest, offset, cancellationToken);

    public Task CopyToFileAsync(Digest digest, string path, CancellationToken cancellationToken) =>
        inner.CopyToFileAsync(digest, path, cancellationToken);

    public Task<bool> VerifyAsync(Digest digest, CancellationToken cancellationToken) => inner.VerifyAsync(digest, cancellationToken);

    public Task<bool> DeleteAsync(Digest digest, CancellationToken cancellationToken) => inner.DeleteAsync(digest, cancellationToken);

    public Task<bool> DeleteOlderAsync(Digest digest, DateTimeOffset storedBefore, CancellationToken cancellationToken) =>
        inner.DeleteOlderAsync(digest, storedBefore, cancellationToken);

    public IAsyncEnumerable<(BlobInfo Blob, DateTimeOffset StoredAt)> ListAsync(CancellationToken cancellationToken) =>
        inner.ListAsync(cancellationToken);

    public void Dispose() => inner.Dispose();
}
