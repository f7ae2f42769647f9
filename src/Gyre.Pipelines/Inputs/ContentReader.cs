using Gyre.Storage;

namespace Gyre.Pipelines.Inputs;

/// <summary>Stores content and takes its checksums on the way, in one pass and flat memory.</summary>
internal static class ContentReader
{
    public static async Task<StoredContent> StoreFileAsync(IBlobStore blobs, string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, useAsync: false);
        return await StoreAsync(blobs, file, cancellationToken);
    }

    public static async Task<StoredContent> StoreAsync(IBlobStore blobs, Stream content, CancellationToken cancellationToken)
    {
        using var hashing = new ChecksumStream(content);
        var blob = await blobs.PutAsync(hashing, cancellationToken);
        return new StoredContent(blob.Digest, blob.SizeInBytes, hashing.Md5, hashing.Sha1);
    }
}
