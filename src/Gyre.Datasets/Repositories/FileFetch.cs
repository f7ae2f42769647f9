using System.Buffers;
using System.Security.Cryptography;
using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Datasets.Repositories;

/// <summary>
/// Fetches files into a staging folder: first as a part, then under its own name once it is whole and its digest is right. A part that
/// was left behind is continued.
/// </summary>
internal sealed class FileFetch(IDatasetPlace place, RepositoryVersion version, StagingFolder staging)
{
    private const int BufferSize = 1 << 17;
    private const int MostTries = 4;

    /// <summary>Fetches a file, unless it is in the staging folder already.</summary>
    /// <returns>Bytes that were fetched.</returns>
    /// <exception cref="IOException">It cannot be fetched, or what came is something else.</exception>
    public async Task<long> RunAsync(DatasetFile file, CancellationToken cancellationToken)
    {
        var target = staging.PathOf(file);
        if (await IsThereAsync(target, file, cancellationToken))
            return 0;
        var part = staging.PartOf(file);
        var fetched = 0L;
        // What a part began with may be wrong, so that it is fetched once more from the beginning.
        for (var tries = 0; tries < 2; tries++)
        {
            var continues = File.Exists(part) && new FileInfo(part).Length > 0;
            var (bytes, isGood) = await FetchAsync(part, file, cancellationToken);
            fetched += bytes;
            if (isGood)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Move(part, target, overwrite: true);
                return fetched;
            }
            File.Delete(part);
            if (!continues)
                break;
        }
        throw new IOException(
            $"'{file.Path}' of {version.Uri} is damaged: what {place.Name} sent is not the content that the version names. "
                + "Nothing was changed. Try again, or push the version anew if the error stays.");
    }

    private async Task<(long Bytes, bool IsGood)> FetchAsync(string part, DatasetFile file, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var target = new FileStream(part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Delete, 1);
        // Nothing says whether a part of a plain file is still a part of it.
        if (target.Length > file.SizeInBytes || file.Digest.IsEmpty)
            target.SetLength(0);
        await HashAsync(target, hash, cancellationToken);
        var began = target.Length;
        for (var tries = 1; target.Length < file.SizeInBytes; tries++)
        {
            try
            {
                var before = target.Length;
                await CopyAsync(target, hash, file, cancellationToken);
                if (target.Length == before)
                    break;
            }
            catch (IOException) when (tries < MostTries)
            {
                // A connection that broke is taken up where it was.
            }
            catch (BlobCorruptException)
            {
                return (target.Length - began, false);
            }
            catch (BlobMissingException missing)
            {
                throw new IOException($"The content of '{file.Path}' of {version.Uri} is missing: {missing.Message}", missing);
            }
        }
        var isWhole = target.Length == file.SizeInBytes;
        return (target.Length - began, isWhole && (file.Digest.IsEmpty || Digest.FromHash(hash.GetHashAndReset()) == file.Digest));
    }

    private async Task CopyAsync(FileStream target, IncrementalHash hash, DatasetFile file, CancellationToken cancellationToken)
    {
        await using var source = await place.OpenAsync(version.Dataset, file, target.Length, cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            // One byte more than there should be is enough to know.
            while (target.Length <= file.SizeInBytes && await source.ReadAsync(buffer, cancellationToken) is var count and > 0)
            {
                hash.AppendData(buffer, 0, count);
                await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task HashAsync(FileStream file, IncrementalHash hash, CancellationToken cancellationToken)
    {
        file.Position = 0;
        var buffer = new byte[BufferSize];
        while (await file.ReadAsync(buffer, cancellationToken) is var count and > 0)
            hash.AppendData(buffer, 0, count);
    }

    /// <summary>A file that was whole before a power loss may not be so after it.</summary>
    public static async Task<bool> IsThereAsync(string path, DatasetFile file, CancellationToken cancellationToken)
    {
        if (file.Digest.IsEmpty || new FileInfo(path) is not { Exists: true } found || found.Length != file.SizeInBytes)
            return false;
        await using var stream = File.OpenRead(path);
        return Digest.FromHash(await SHA256.HashDataAsync(stream, cancellationToken)) == file.Digest;
    }
}
