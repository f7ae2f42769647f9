using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Serving.Tests;

/// <summary>A store that can go away, before a write or right after its commit.</summary>
internal sealed class UnreliableStore(IStore inner) : IStore, IDatabase
{
    private volatile bool _isAway;
    private volatile bool _losesAnswer;

    public bool IsAway
    {
        get => _isAway;
        set => _isAway = value;
    }

    /// <summary>The next write is committed, and nobody is told.</summary>
    public bool LosesAnswer
    {
        get => _losesAnswer;
        set => _losesAnswer = value;
    }

    public IDatabase Database => this;

    public IEventLog Events => inner.Events;

    public ILeases Leases => inner.Leases;

    public IOutbox Outbox => inner.Outbox;

    public DatabaseKind Kind => inner.Database.Kind;

    public string? ReadOnlyReason => inner.Database.ReadOnlyReason;

    public Task<T> ReadAsync<T>(Func<IDbSession, T> work, CancellationToken cancellationToken) =>
        IsAway ? throw Away(outcomeUnknown: false) : inner.Database.ReadAsync(work, cancellationToken);

    public async Task<T> WriteAsync<T>(Func<IDbSession, T> work, CancellationToken cancellationToken)
    {
        if (IsAway)
            throw Away(outcomeUnknown: false);
        var result = await inner.Database.WriteAsync(work, cancellationToken);
        if (!LosesAnswer)
            return result;
        LosesAnswer = false;
        throw Away(outcomeUnknown: true);
    }

    // The store is the place's.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static StoreUnavailableException Away(bool outcomeUnknown) => new("The store is away.", outcomeUnknown, new TimeoutException());
}

/// <summary>An artifact store that cannot be read.</summary>
internal sealed class UnreadableBlobs(IBlobStore inner) : IBlobStore
{
    public bool IsAway { get; set; }

    public string? ReadOnlyReason => inner.ReadOnlyReason;

    public Task<Stream> OpenReadAsync(Digest digest, long offset, CancellationToken cancellationToken) =>
        IsAway ? throw new ArtifactsUnavailableException("The artifact store is away.") : inner.OpenReadAsync(digest, offset, cancellationToken);

    public Task<BlobInfo> PutAsync(Stream content, CancellationToken cancellationToken) => inner.PutAsync(content, cancellationToken);

    public Task<BlobInfo> PutFileAsync(string path, CancellationToken cancellationToken) => inner.PutFileAsync(path, cancellationToken);

    public Task<BlobInfo?> FindAsync(Digest digest, CancellationToken cancellationToken) => inner.FindAsync(digest, cancellationToken);

    public Task CopyToFileAsync(Digest digest, string path, CancellationToken cancellationToken) => inner.CopyToFileAsync(digest, path, cancellationToken);

    public Task<bool> VerifyAsync(Digest digest, CancellationToken cancellationToken) => inner.VerifyAsync(digest, cancellationToken);

    public Task<bool> DeleteAsync(Digest digest, CancellationToken cancellationToken) => inner.DeleteAsync(digest, cancellationToken);

    public Task<bool> DeleteOlderAsync(Digest digest, DateTimeOffset storedBefore, CancellationToken cancellationToken) =>
        inner.DeleteOlderAsync(digest, storedBefore, cancellationToken);

    public IAsyncEnumerable<(BlobInfo Blob, DateTimeOffset StoredAt)> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    // The store is the place's.
    public void Dispose()
    {
    }
}
