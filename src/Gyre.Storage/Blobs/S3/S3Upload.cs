using System.Security.Cryptography;
using Amazon.S3.Model;
using Gyre.Core;

namespace Gyre.Storage.Blobs.S3;

/// <summary>
/// Sends a file whose digest is known, in parts, holding one part in memory. It is hashed again on the way: a file that changed since
/// is refused before its last request, and nothing becomes visible.
/// </summary>
internal sealed class S3Upload(S3Calls calls, string key, int partSize)
{
    public async Task SendAsync(Stream content, BlobInfo blob, CancellationToken cancellationToken)
    {
        var upload = await calls.BeginPartsAsync(key, cancellationToken);
        try
        {
            var (parts, digest) = await SendPartsAsync(upload, content, cancellationToken);
            if (digest != blob.Digest)
                throw new IOException("The file changed while it was being stored.");
            await calls.CompletePartsAsync(key, upload, parts, cancellationToken);
        }
        catch
        {
            await AbandonAsync(upload);
            throw;
        }
    }

    private async Task<(List<PartETag> Parts, Digest Digest)> SendPartsAsync(string upload, Stream content, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var parts = new List<PartETag>();
        var buffer = new byte[partSize];
        while (await content.ReadAtLeastAsync(buffer, partSize, throwOnEndOfStream: false, cancellationToken) is var count and > 0)
        {
            hash.AppendData(buffer, 0, count);
            using var part = new MemoryStream(buffer, 0, count, writable: false);
            parts.Add(await calls.PutPartAsync(key, upload, parts.Count + 1, part, cancellationToken));
        }
        return (parts, Digest.FromHash(hash.GetHashAndReset()));
    }

    // Also after a cancelled upload, so the caller's token is not used.
    private async Task AbandonAsync(string upload)
    {
        try
        {
            await calls.AbortPartsAsync(key, upload, CancellationToken.None);
        }
        catch (IOException)
        {
            // The parts stay invisible; the bucket's own rule for unfinished uploads removes them.
        }
    }
}
