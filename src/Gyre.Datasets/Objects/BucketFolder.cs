using Gyre.Storage;

namespace Gyre.Datasets.Objects;

/// <summary>Objects below a prefix of a bucket.</summary>
/// <param name="objects">The bucket; owned from now on.</param>
internal sealed class BucketFolder(S3Objects objects) : IObjectFolder
{
    public string Name => objects.Name;

    public Task<IReadOnlyList<string>> FoldersAsync(string prefix, CancellationToken cancellationToken) =>
        objects.FoldersAsync(prefix, cancellationToken);

    public async Task<IReadOnlyList<(string Key, long SizeInBytes)>> ListAsync(
        string prefix, int most, CancellationToken cancellationToken) =>
        [.. (await objects.ListAsync(prefix, most, cancellationToken)).Select(static found => (found.Key, found.SizeInBytes))];

    public Task<Stream?> OpenAsync(string key, long offset, CancellationToken cancellationToken) =>
        objects.OpenAsync(key, offset, cancellationToken);

    public Task PutFileAsync(string key, string path, DatasetFile content, CancellationToken cancellationToken) =>
        objects.PutFileAsync(key, path, new BlobInfo(content.Digest, content.SizeInBytes), cancellationToken);

    public Task<bool> TryPutNewAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        objects.TryPutNewAsync(key, content, cancellationToken);

    public Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        objects.PutAsync(key, content, cancellationToken);

    public async Task<bool> DeleteAsync(string key, CancellationToken cancellationToken)
    {
        if (!await objects.ExistsAsync(key, cancellationToken))
            return false;
        await objects.DeleteAsync(key, cancellationToken);
        return true;
    }

    public void Dispose() => objects.Dispose();
}
