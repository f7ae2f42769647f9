using Gyre.Client.Api;
using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Cli.Remote;

/// <summary>The artifact store of a server, to read from.</summary>
/// <param name="api">The server.</param>
internal sealed class RemoteBlobs(GyreApi api) : IBlobStore
{
    /// <inheritdoc/>
    public string? ReadOnlyReason => "content is uploaded by 'gyre run --server' alone";

    /// <inheritdoc/>
    public Task<BlobInfo> PutAsync(Stream content, CancellationToken cancellationToken) => throw RemoteHome.Unsupported();

    /// <inheritdoc/>
    public Task<BlobInfo> PutFileAsync(string path, CancellationToken cancellationToken) => throw RemoteHome.Unsupported();

    /// <inheritdoc/>
    public async Task<BlobInfo?> FindAsync(Digest digest, CancellationToken cancellationToken) =>
        await RemoteCalls.Async(() => api.Artifacts.FindAsync(digest, cancellationToken)) is { } found
            ? new BlobInfo(digest, found.SizeInBytes) : null;

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(Digest digest, long offset, CancellationToken cancellationToken) =>
        RemoteCalls.Async(() => api.Artifacts.OpenAsync(digest, offset, cancellationToken));

    /// <inheritdoc/>
    public async Task CopyToFileAsync(Digest digest, string path, CancellationToken cancellationToken)
    {
        await using var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        try
        {
            await RemoteCalls.Async(() => api.Artifacts.CopyToAsync(digest, target, cancellationToken));
        }
        catch
        {
            await target.DisposeAsync();
            File.Delete(path);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<bool> VerifyAsync(Digest digest, CancellationToken cancellationToken) => throw RemoteHome.Unsupported();

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(Digest digest, CancellationToken cancellationToken) => throw RemoteHome.Unsupported();

    /// <inheritdoc/>
    public Task<bool> DeleteOlderAsync(Digest digest, DateTimeOffset storedBefore, CancellationToken cancellationToken) =>
        throw RemoteHome.Unsupported();

    /// <inheritdoc/>
    public IAsyncEnumerable<(BlobInfo Blob, DateTimeOffset StoredAt)> ListAsync(CancellationToken cancellationToken) =>
        throw RemoteHome.Unsupported();

    /// <inheritdoc/>
    public void Dispose()
    {
        // The client belongs to the home.
    }
}
