using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Pipelines.Tests.Inputs;

/// <summary>Cancels when content is looked at, or when a part of the content that is to be stored has been read.</summary>
internal sealed class CancellingBlobs(IBlobStore inner, CancellationTokenSource source) : IBlobStore
{
    private const int Part = 100_000;

    public string? ReadOnlyReason => inner.ReadOnlyReason;

    public Task<BlobInfo> PutAsync(Stream content, CancellationToken cancellationToken) =>
        inner.PutAsync(new CancellingStream(content, source), cancellationToken);

    public async Task<BlobInfo> PutFileAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return await PutAsync(file, cancellationToken);
    }

    public async Task<BlobInfo?> FindAsync(Digest digest, CancellationToken cancellationToken)
    {
        await source.CancelAsync();
        return await inner.FindAsync(digest, cancellationToken);
    }

    public Task<Stream> OpenReadAsync(Digest digest, long offset, CancellationToken cancellationToken) =>
        inner.OpenReadAsync(digest, offset, cancellationToken);

    public Task CopyToFileAsync(Digest digest, string path, CancellationToken cancellationToken) =>
        inner.CopyToFileAsync(digest, path, cancellationToken);

    public async Task<bool> VerifyAsync(Digest digest, CancellationToken cancellationToken)
    {
        await source.CancelAsync();
        return await inner.VerifyAsync(digest, cancellationToken);
    }

    public Task<bool> DeleteAsync(Digest digest, CancellationToken cancellationToken) => inner.DeleteAsync(digest, cancellationToken);

    public Task<bool> DeleteOlderAsync(Digest digest, DateTimeOffset storedBefore, CancellationToken cancellationToken) =>
        inner.DeleteOlderAsync(digest, storedBefore, cancellationToken);

    public IAsyncEnumerable<(BlobInfo Blob, DateTimeOffset StoredAt)> ListAsync(CancellationToken cancellationToken) =>
        inner.ListAsync(cancellationToken);

    public void Dispose()
    {
        // The store belongs to the suite.
    }

    private sealed class CancellingStream(Stream inner, CancellationTokenSource source) : ReadOnlyStream
    {
        private long _read;

        public override int Read(Span<byte> buffer) => Count(inner.Read(buffer));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Count(await inner.ReadAsync(buffer, cancellationToken));

        private int Count(int read)
        {
            _read += read;
            if (_read >= Part)
                source.Cancel();
            return read;
        }
    }
}

/// <summary>Cancels in the middle of each reading.</summary>
internal sealed class CancellingDatabase(IDatabase inner, CancellationTokenSource source) : IDatabase
{
    public DatabaseKind Kind => inner.Kind;

    public string? ReadOnlyReason => inner.ReadOnlyReason;

    public Task<T> ReadAsync<T>(Func<IDbSession, T> work, CancellationToken cancellationToken) => inner.ReadAsync(
        session =>
        {
            source.Cancel();
            return work(session);
        },
        cancellationToken);

    public Task<T> WriteAsync<T>(Func<IDbSession, T> work, CancellationToken cancellationToken) =>
        inner.WriteAsync(work, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
