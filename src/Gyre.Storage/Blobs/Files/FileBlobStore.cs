using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Gyre.Core;
using Gyre.Storage.Platform;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Win32.SafeHandles;

namespace Gyre.Storage.Blobs.Files;

/// <summary>Content as read-only files named by their digest.</summary>
internal sealed class FileBlobStore : IBlobStore
{
    private const int BufferSize = 256 * 1024;

    private readonly IFileLayer _files;
    private readonly BlobWriter _writer;

    private FileBlobStore(IFileLayer files, TimeProvider clock, ILogger logger)
    {
        _files = files;
        _writer = new BlobWriter(files, clock, logger);
    }

    public string? ReadOnlyReason => _writer.ReadOnlyReason;

    /// <summary>Opens a store, removes what writers left that died long ago, and puts back what collectors that died had taken out.</summary>
    /// <param name="files">Under the store's folder; owned from now on.</param>
    /// <param name="clock">Gives the time content was stored.</param>
    /// <param name="logger">Told of damaged content; null for nobody.</param>
    public static FileBlobStore Open(IFileLayer files, TimeProvider clock, ILogger? logger = null)
    {
        var created = files.CreateFolder(BlobLayout.Content) | files.CreateFolder(BlobLayout.Temporary) | files.CreateFolder(BlobLayout.Damaged) | files.CreateFolder(BlobLayout.Condemned);
        if (created)
            files.SyncFolder("");
        LeftOvers.Remove(files, clock);
        var store = new FileBlobStore(files, clock, logger ?? NullLogger.Instance);
        foreach (var name in files.List(BlobLayout.Condemned))
            store._writer.Restore(name);
        return store;
    }

    public async Task<BlobInfo> PutAsync(Stream content, CancellationToken cancellationToken)
    {
        using var upload = _writer.Begin();
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await content.ReadAsync(buffer, cancellationToken) is var count and > 0)
                upload.Append(buffer.AsSpan(0, count));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return await Task.Run(upload.Commit, cancellationToken);
    }

    public async Task<BlobInfo> PutFileAsync(string path, CancellationToken cancellationToken)
    {
        await using var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        return await PutAsync(source, cancellationToken);
    }

    public Task<BlobInfo?> FindAsync(Digest digest, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var file = TryOpen(digest);
        return Task.FromResult<BlobInfo?>(file is null ? null : new BlobInfo(digest, RandomAccess.GetLength(file)));
    }

    public Task<Stream> OpenReadAsync(Digest digest, long offset, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        cancellationToken.ThrowIfCancellationRequested();
        var stream = new FileStream(OpenOrThrow(digest), FileAccess.Read, 1);
        if (offset == 0)
            return Task.FromResult<Stream>(new VerifyingStream(stream, digest, _ => SetAsideAsync(digest)));
        stream.Position = offset;
        return Task.FromResult<Stream>(stream);
    }

    public async Task CopyToFileAsync(Digest digest, string path, CancellationToken cancellationToken)
    {
        using var source = OpenOrThrow(digest);
        bool good;
        await using (var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Delete, 1))
        {
            try
            {
                good = await Task.Run(() => CopyAndHash(source, target, cancellationToken), cancellationToken) == digest;
            }
            catch
            {
                File.Delete(path);
                throw;
            }
        }
        if (good)
            return;
        File.Delete(path);
        _writer.SetAside(digest);
        throw new BlobCorruptException(digest);
    }

    public async Task<bool> VerifyAsync(Digest digest, CancellationToken cancellationToken)
    {
        using var source = TryOpen(digest);
        if (source is null)
            return false;
        if (await Task.Run(() => CopyAndHash(source, null, cancellationToken), cancellationToken) == digest)
            return true;
        _writer.SetAside(digest);
        return false;
    }

    public Task<bool> DeleteAsync(Digest digest, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_writer.Delete(digest));
    }

    public Task<bool> DeleteOlderAsync(Digest digest, DateTimeOffset storedBefore, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.Run(() => _writer.DeleteOlder(digest, storedBefore), CancellationToken.None);
    }

    public async IAsyncEnumerable<(BlobInfo Blob, DateTimeOffset StoredAt)> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var folder in _files.List(BlobLayout.Content))
        {
            var names = await Task.Run(() => _files.List($"{BlobLayout.Content}/{folder}"), cancellationToken);
            foreach (var name in names)
            {
                if (BlobLayout.TryRead(folder, name, out var digest) && Describe(digest) is { } found)
                    yield return found;
            }
        }
    }

    public void Dispose() => _files.Dispose();

    private (BlobInfo Blob, DateTimeOffset StoredAt)? Describe(Digest digest)
    {
        using var file = TryOpen(digest);
        return file is null ? null : (new BlobInfo(digest, RandomAccess.GetLength(file)), File.GetLastWriteTimeUtc(file));
    }

    private Task<bool> SetAsideAsync(Digest digest)
    {
        _writer.SetAside(digest);
        return Task.FromResult(true);
    }

    private SafeFileHandle OpenOrThrow(Digest digest) => TryOpen(digest) ?? throw new BlobMissingException(digest);

    private SafeFileHandle? TryOpen(Digest digest)
    {
        try
        {
            return _files.OpenRead(BlobLayout.PathOf(digest));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static Digest CopyAndHash(SafeFileHandle source, FileStream? target, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (var offset = 0L; RandomAccess.Read(source, buffer, offset) is var count and > 0; offset += count)
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, count);
                target?.Write(buffer, 0, count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return Digest.FromHash(hash.GetHashAndReset());
    }
}
