using Gyre.Core;
using Gyre.Pipelines;
using Gyre.Storage;

namespace Gyre.Cli.Tests;

/// <summary>An artifact store that holds nothing.</summary>
internal sealed class NoContent : IBlobStore
{
    public string? ReadOnlyReason => null;

    public Task<BlobInfo> PutAsync(Stream content, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<BlobInfo> PutFileAsync(string path, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<BlobInfo?> FindAsync(Digest digest, CancellationToken cancellationToken) => Task.FromResult<BlobInfo?>(null);

    public Task<Stream> OpenReadAsync(Digest digest, long offset, CancellationToken cancellationToken) =>
        throw new BlobMissingException(digest);

    public Task CopyToFileAsync(Digest digest, string path, CancellationToken cancellationToken) => throw new BlobMissingException(digest);

    public Task<bool> VerifyAsync(Digest digest, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<bool> DeleteAsync(Digest digest, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<bool> DeleteOlderAsync(Digest digest, DateTimeOffset storedBefore, CancellationToken cancellationToken) =>
        Task.FromResult(false);

    public IAsyncEnumerable<(BlobInfo Blob, DateTimeOffset StoredAt)> ListAsync(CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<(BlobInfo, DateTimeOffset)>();

    public void Dispose()
    {
    }
}

/// <summary>A home whose projects have no variables.</summary>
internal sealed class NoVariables : IVariables
{
    public Task<IReadOnlyList<ProjectVariable>> ListAsync(string? project, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ProjectVariable>>([]);

    public Task<bool> SetAsync(string project, string name, string value, bool isSecret, string by,
        CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> UnsetAsync(string project, string name, string by, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<KeyRotation> RotateKeyAsync(string by, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<SecretKeyState> KeyStateAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new SecretKeyState("secrets.key", IsInHome: true, 0, IsThere: false, null));
}
