using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Gyre.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gyre.Storage.Blobs.S3;

/// <summary>
/// Content as objects named by their digest. Content is hashed before it is sent (small in memory, large in a temporary file), so an object
/// appears under its final key in one step, and sending it twice is the same as once.
/// </summary>
internal sealed class S3BlobStore : IBlobStore
{
    /// <summary>One part of a large upload. The service allows 10,000 parts, so the largest content has 156 GiB.</summary>
    private const int PartSize = 16 * 1024 * 1024;

    /// <summary>Content stored less than this ago is not sent again. Older content is, because its age protects it from collectors.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(30);

    /// <summary>Each collector that is at a content while it is sent may remove it once.</summary>
    private const int MaxSends = 3;

    private readonly S3Address _address;
    private readonly TimeProvider _clock;
    private readonly S3Calls _calls;
    private readonly IdSource _ids;
    private readonly S3Marks _marks;
    private readonly ILogger _logger;

    public S3BlobStore(S3Address address, TimeProvider clock, TimeSpan patience = default, ILogger? logger = null)
    {
        _logger = logger ?? NullLogger.Instance;
        (_address, _clock) = (address, clock);
        _calls = new S3Calls(address, clock, patience);
        _ids = IdSource.FromClock(clock);
        _marks = new S3Marks(_calls, address, clock, _ids);
    }

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
        await _calls.HeadAsync(_address.KeyOf(digest), cancellationToken) is { } found ? new BlobInfo(digest, found.Size) : null;

    public async Task<Stream> OpenReadAsync(Digest digest, long offset, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (offset == 0)
            return await OpenVerifiedAsync(digest, cancellationToken);
        var key = _address.KeyOf(digest);
        var found = await _calls.HeadAsync(key, cancellationToken) ?? throw new BlobMissingException(digest);
        if (offset >= found.Size)
            return Stream.Null; // The service refuses a range that begins at the end.
        var (body, length) = await _calls.GetAsync(key, offset, cancellationToken) ?? throw new BlobMissingException(digest);
        return new S3ReadStream(_calls, digest, key, offset, body, length);
    }

    public async Task CopyToFileAsync(Digest digest, string path, CancellationToken cancellationToken)
    {
        await using var source = await OpenVerifiedAsync(digest, cancellationToken);
        await using var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Delete, 1);
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
        var key = _address.KeyOf(digest);
        if (await _calls.HeadAsync(key, cancellationToken) is null)
            return false;
        await _calls.DeleteAsync(key, cancellationToken);
        return true;
    }

    public async Task<bool> DeleteOlderAsync(Digest digest, DateTimeOffset storedBefore, CancellationToken cancellationToken)
    {
        var key = _address.KeyOf(digest);
        if (!await IsOlderAsync(key, storedBefore, cancellationToken))
            return false;
        var mark = await _marks.SetAsync(digest, cancellationToken);
        // Whoever stored it before may not have seen the mark, but is seen now; whoever stores it from now on sees the mark and waits.
        var isOlder = await IsOlderAsync(key, storedBefore, CancellationToken.None);
        // When its answer is lost it may be carried out later: then the mark stays, until it is too old to count.
        if (isOlder)
            await _calls.DeleteAsync(key, CancellationToken.None);
        await _marks.RemoveAsync(mark);
        return isOlder;
    }

    public async IAsyncEnumerable<(BlobInfo Blob, DateTimeOffset StoredAt)> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prefix = $"{_address.Prefix}sha256/";
        string? after = null;
        do
        {
            var page = await _calls.ListAsync(prefix, after, cancellationToken);
            foreach (var found in page.S3Objects ?? [])
            {
                if (Digest.TryParse(found.Key[prefix.Length..].Replace("/", "", StringComparison.Ordinal), out var digest) && _address.KeyOf(digest) == found.Key)
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
        return await PutIfNeededAsync(blob, SendAsync, cancellationToken);

        Task SendAsync(string key)
        {
            content.Position = 0;
            return _calls.PutAsync(key, content, cancellationToken);
        }
    }

    private async Task<BlobInfo> PutLargeAsync(FileStream content, CancellationToken cancellationToken)
    {
        content.Position = 0;
        var digest = Digest.FromHash(await SHA256.HashDataAsync(content, cancellationToken));
        var blob = new BlobInfo(digest, content.Length);
        return await PutIfNeededAsync(blob, SendAsync, cancellationToken);

        Task SendAsync(string key)
        {
            content.Position = 0;
            return new S3Upload(_calls, key, PartSize).SendAsync(content, blob, cancellationToken);
        }
    }

    private async Task<BlobInfo> PutIfNeededAsync(BlobInfo blob, Func<string, Task> send, CancellationToken cancellationToken)
    {
        var key = _address.KeyOf(blob.Digest);
        var found = await _calls.HeadAsync(key, cancellationToken);
        if (found?.Size == blob.SizeInBytes && _clock.GetUtcNow() - found.Value.StoredAt < Fresh)
            return blob;
        for (var sent = 1; ; sent++)
        {
            await send(key);
            // A collector that marked it before it was sent may remove it until the mark is gone; then it is sent again.
            await _marks.WaitAsync(blob.Digest, cancellationToken);
            if ((await _calls.HeadAsync(key, cancellationToken))?.Size == blob.SizeInBytes)
                return blob;
            // A server that says yes and has nothing, or something else, is not believed.
            if (sent == MaxSends)
                throw new IOException($"The artifact store at {_address} accepted {blob.Digest} but did not store all of it.");
        }
    }

    private async Task<bool> IsOlderAsync(string key, DateTimeOffset limit, CancellationToken cancellationToken) =>
        await _calls.HeadAsync(key, cancellationToken) is { } found && found.StoredAt < limit;

    private async Task<Stream> OpenVerifiedAsync(Digest digest, CancellationToken cancellationToken)
    {
        var key = _address.KeyOf(digest);
        var (body, length) = await _calls.GetAsync(key, 0, cancellationToken) ?? throw new BlobMissingException(digest);
        return new VerifyingStream(new S3ReadStream(_calls, digest, key, 0, body, length), digest, cancel => SetAsideAsync(digest, cancel));
    }

    /// <summary>Moves damaged content out of the way. A line may lie once, so the content is read a second time before it is judged.</summary>
    private async Task<bool> SetAsideAsync(Digest digest, CancellationToken cancellationToken)
    {
        var key = _address.KeyOf(digest);
        if (await _calls.GetAsync(key, 0, cancellationToken) is not var (body, length))
            return true; // Another reader was quicker.
        await using (var again = new S3ReadStream(_calls, digest, key, 0, body, length))
        {
            if (Digest.FromHash(await SHA256.HashDataAsync(again, cancellationToken)) == digest)
                return false;
        }
        var name = _ids.Next().ToString("N", CultureInfo.InvariantCulture);
        await _calls.CopyAsync(key, $"{_address.Prefix}damaged/{digest.Hex}-{name}", cancellationToken);
        await _calls.DeleteAsync(key, cancellationToken);
        _logger.ArtifactDamaged(digest);
        return true;
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
