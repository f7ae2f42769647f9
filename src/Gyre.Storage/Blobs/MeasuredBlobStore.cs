using System.Diagnostics;
using Gyre.Core;

namespace Gyre.Storage.Blobs;

/// <summary>
/// Measures an artifact store: a span and a duration for each call that moves content. Where nobody listens the call goes straight
/// through.
/// </summary>
/// <param name="inner">The store; owned from now on.</param>
internal sealed class MeasuredBlobStore(IBlobStore inner) : IBlobStore
{
    public string? ReadOnlyReason => inner.ReadOnlyReason;

    private static bool IsWatched => StorageTelemetry.BlobDuration.Enabled || StorageTelemetry.Source.HasListeners();

    public Task<BlobInfo> PutAsync(Stream content, CancellationToken cancellationToken) =>
        IsWatched ? PutWatchedAsync(content, cancellationToken) : inner.PutAsync(content, cancellationToken);

    public Task<BlobInfo> PutFileAsync(string path, CancellationToken cancellationToken) =>
        IsWatched ? PutFileWatchedAsync(path, cancellationToken) : inner.PutFileAsync(path, cancellationToken);

    public Task<BlobInfo?> FindAsync(Digest digest, CancellationToken cancellationToken) => inner.FindAsync(digest, cancellationToken);

    public Task<Stream> OpenReadAsync(Digest digest, long offset, CancellationToken cancellationToken) =>
        IsWatched ? OpenWatchedAsync(digest, offset, cancellationToken) : inner.OpenReadAsync(digest, offset, cancellationToken);

    public Task CopyToFileAsync(Digest digest, string path, CancellationToken cancellationToken) =>
        IsWatched ? CopyWatchedAsync(digest, path, cancellationToken) : inner.CopyToFileAsync(digest, path, cancellationToken);

    public Task<bool> VerifyAsync(Digest digest, CancellationToken cancellationToken) =>
        IsWatched ? VerifyWatchedAsync(digest, cancellationToken) : inner.VerifyAsync(digest, cancellationToken);

    public Task<bool> DeleteAsync(Digest digest, CancellationToken cancellationToken) => inner.DeleteAsync(digest, cancellationToken);

    public Task<bool> DeleteOlderAsync(Digest digest, DateTimeOffset storedBefore, CancellationToken cancellationToken) =>
        inner.DeleteOlderAsync(digest, storedBefore, cancellationToken);

    public IAsyncEnumerable<(BlobInfo Blob, DateTimeOffset StoredAt)> ListAsync(CancellationToken cancellationToken) =>
        inner.ListAsync(cancellationToken);

    public void Dispose() => inner.Dispose();

    // Methods of their own: a closure would be made before it is known whether anybody watches.
    private Task<BlobInfo> PutWatchedAsync(Stream content, CancellationToken cancellationToken) =>
        MeasurePutAsync(() => inner.PutAsync(content, cancellationToken));

    private Task<BlobInfo> PutFileWatchedAsync(string path, CancellationToken cancellationToken) =>
        MeasurePutAsync(() => inner.PutFileAsync(path, cancellationToken));

    private Task<Stream> OpenWatchedAsync(Digest digest, long offset, CancellationToken cancellationToken) =>
        MeasureAsync("open", () => inner.OpenReadAsync(digest, offset, cancellationToken));

    private Task<bool> CopyWatchedAsync(Digest digest, string path, CancellationToken cancellationToken) =>
        MeasureAsync("copy", () => CopyAsync(digest, path, cancellationToken));

    private Task<bool> VerifyWatchedAsync(Digest digest, CancellationToken cancellationToken) =>
        MeasureAsync("verify", () => inner.VerifyAsync(digest, cancellationToken));

    private async Task<bool> CopyAsync(Digest digest, string path, CancellationToken cancellationToken)
    {
        await inner.CopyToFileAsync(digest, path, cancellationToken);
        return true;
    }

    private static async Task<BlobInfo> MeasurePutAsync(Func<Task<BlobInfo>> put)
    {
        var blob = await MeasureAsync("put", put);
        StorageTelemetry.BlobBytes.Add(blob.SizeInBytes);
        return blob;
    }

    private static async Task<T> MeasureAsync<T>(string operation, Func<Task<T>> call)
    {
        var started = Stopwatch.GetTimestamp();
        using var span = StorageTelemetry.Start($"artifacts.{operation}", StorageTelemetry.Here);
        try
        {
            return await call();
        }
        catch
        {
            span?.SetStatus(ActivityStatusCode.Error);
            throw;
        }
        finally
        {
            StorageTelemetry.BlobDuration.Record(
                Stopwatch.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("operation", operation));
        }
    }
}
