using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Gyre.Core;

namespace Gyre.Storage.Blobs.S3;

/// <summary>
/// Content as objects named by their digest. Content is hashed before it is sent (small in memory, large in a temporary file), so an object
/// appears under its final key in one step, and sending it twice is the same as once.
/// </summary>
internal sealed class S3BlobStore(S3Address address, TimeProvider clock) : IBlobStore
{
    /// <summary>One part of a large upload. The service allows 10,000 parts, so the largest content has 156 GiB.</summary>
    private const int PartSize = 16 * 1024 * 1024;

    /// <summary>Content stored less than this ago is not sent again. Older content is, because its age protects it from collectors.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    private readonly S3Calls _calls = new(address);
    private readonly IdSource _ids = IdSource.FromClock(clock);

    public string? ReadOnlyReason => null;

    public async Task<BlobInfo> PutAsync(Stream content, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PartSize);
        try
        {
            var count = await content.ReadAtLeastAsync(buffer.AsMemory(0, PartSize), PartSize, throwOnEndOfStream: false, cancellationToken);
            if (count < PartSize)
                return await PutSmallAsync(buffer, count, cancellationToken);
            await using var spool = NewSpool();
            await spool.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            await content.CopyToAsync(spool, cancellationToken);
            return await PutLargeAsync(spool, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public async Task<BlobInfo> PutFileAsync(string path, CancellationToken cancellationToken)
    {
        await using var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        return source.Length < PartSize ? await PutAsync(source, cancellationToken) : await PutLargeAsync(source, cancellationToken);
    }

    public async Task<BlobInfo?> FindAsync(Digest digest, CancellationToken cancellationToken) =>
        await _calls.HeadAsync(address.KeyOf(digest), cancellationToken) is { } found ? new BlobInfo(digest, found.Size) : null;

    public async Task<Stream> OpenReadAsync(Digest digest, long offset, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (offset == 0)
            return await OpenVerifiedAsync(digest, cancellationToken);
        var key = address.KeyOf(digest);
        var found = await _calls.HeadAsync(key, cancellationToken) ?? throw new BlobMissingException(digest);
        if (offset >= found.Size)
            return Stream.Null; // The service refuses a range that begins at the end.
        var (body, length) = await _calls.GetAsync(key, offset, cancellationToken) ?? throw new BlobMissingException(digest);
        return new S3ReadStream(_calls, digest, key, offset, body, length);
    }

    public async Task CopyToFileAsync(Digest digest, string path, CancellationToken cancellationToken)
    {
        await using var source = await OpenVerifiedAsync(digest, cancellationToken);
        await using var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1);
        try
        {
            await source.CopyToAsync(target, cancellationToken);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    public async Task<bool> VerifyAsync(Digest digest, CancellationToken cancellationToken)
    {
        try
        {
            await using var source = await OpenVerifiedAsync(digest, cancellationToken);
            await source.CopyToAsync(Stream.Null, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is BlobMissingException or BlobCorruptException)
        {
            return false;
        }
    }

    public async Task<bool> DeleteAsync(Digest digest, CancellationToken cancellationToken)
    {
        var key = address.KeyOf(digest);
        if (await _calls.HeadAsync(key, cancellationToken) is null)
            return false;
        await _calls.DeleteAsync(key, cancellationToken);
        return true;
    }

    public async IAsyncEnumerable<(BlobInfo Blob, DateTimeOffset StoredAt)> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prefix = $"{address.Prefix}sha256/";
        string? after = null;
        do
        {
            var page = await _calls.ListAsync(prefix, after, cancellationToken);
            foreach (var found in page.S3Objects ?? [])
            {
                if (Digest.TryParse(found.Key[prefix.Length..].Replace("/", "", StringComparison.Ordinal), out var digest) && address.KeyOf(digest) == found.Key)
                    yield return (new BlobInfo(digest, found.Size ?? 0), new DateTimeOffset(DateTime.SpecifyKind(found.LastModified ?? default, DateTimeKind.Utc)));
            }
            after = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (after is not null);
    }

    public void Dispose() => _calls.Dispose();

    private async Task<BlobInfo> PutSmallAsync(byte[] buffer, int count, CancellationToken cancellationToken)
    {
        var blob = new BlobInfo(Digest.Of(buffer.AsSpan(0, count)), count);
        using var content = new MemoryStream(buffer, 0, count, writable: false);
        return await PutIfNeededAsync(blob, key => _calls.PutAsync(key, content, cancellationToken), cancellationToken);
    }

    private async Task<BlobInfo> PutLargeAsync(FileStream content, CancellationToken cancellationToken)
    {
        content.Position = 0;
        var digest = Digest.FromHash(await SHA256.HashDataAsync(content, cancellationToken));
        var blob = new BlobInfo(digest, content.Length);
        content.Position = 0;
        return await PutIfNeededAsync(blob, key => new S3Upload(_calls, key, PartSize).SendAsync(content, blob, cancellationToken), cancellationToken);
    }

    private async Task<BlobInfo> PutIfNeededAsync(BlobInfo blob, Func<string, Task> send, CancellationToken cancellationToken)
    {
        var key = address.KeyOf(blob.Digest);
        var found = await _calls.HeadAsync(key, cancellationToken);
        if (found?.Size == blob.SizeInBytes && clock.GetUtcNow() - found.Value.StoredAt < Fresh)
            return blob;
        await send(key);
        // A server that says yes and has nothing, or something else, is not believed.
        if ((await _calls.HeadAsync(key, cancellationToken))?.Size != blob.SizeInBytes)
            throw new IOException($"The artifact store at {address} accepted {blob.Digest} but does not have it whole.");
        return blob;
    }

    private async Task<Stream> OpenVerifiedAsync(Digest digest, CancellationToken cancellationToken)
    {
        var key = address.KeyOf(digest);
        var (body, length) = await _calls.GetAsync(key, 0, cancellationToken) ?? throw new BlobMissingException(digest);
        return new VerifyingStream(new S3ReadStream(_calls, digest, key, 0, body, length), digest, cancel => SetAsideAsync(digest, cancel));
    }

    private async Task SetAsideAsync(Digest digest, CancellationToken cancellationToken)
    {
        var name = _ids.Next().ToString("N", CultureInfo.InvariantCulture);
        await _calls.CopyAsync(address.KeyOf(digest), $"{address.Prefix}damaged/{digest.Hex}-{name}", cancellationToken);
        await _calls.DeleteAsync(address.KeyOf(digest), cancellationToken);
    }

    private FileStream NewSpool()
    {
        var path = Path.Join(Path.GetTempPath(), $"gyre-upload-{_ids.Next():N}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose, BufferSize = 1 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }
}
