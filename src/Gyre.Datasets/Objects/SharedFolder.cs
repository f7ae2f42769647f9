using System.Security.Cryptography;
using Gyre.Core;

namespace Gyre.Datasets.Objects;

/// <summary>Objects as files below a folder that several machines or users share. Rights are those that the folder gives.</summary>
/// <param name="root">The folder; it is made when something is stored.</param>
/// <param name="clock">Gives the age of what writers left behind that died.</param>
internal sealed class SharedFolder(string root, TimeProvider clock) : IObjectFolder
{
    private const int BufferSize = 1 << 18;
    private const int MaxDepth = 64;

    /// <summary>For files that are being written. Its name starts with a dot, as no dataset's does.</summary>
    private const string Temporary = ".gyre-incoming";

    /// <summary>No writer takes longer for a file.</summary>
    private static readonly TimeSpan LeftOverAge = TimeSpan.FromDays(2);

    private int _hasCleaned;

    public string Name => root;

    public Task<IReadOnlyList<string>> FoldersAsync(string prefix, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var folder = new DirectoryInfo(prefix.Length == 0 ? root : PathOf(prefix.TrimEnd('/')));
        return Task.FromResult<IReadOnlyList<string>>(
            folder.Exists ? [.. folder.EnumerateDirectories().Select(static found => found.Name)] : []);
    }

    public Task<IReadOnlyList<(string Key, long SizeInBytes)>> ListAsync(string prefix, int most, CancellationToken cancellationToken)
    {
        var found = new List<(string Key, long SizeInBytes)>();
        var folder = new DirectoryInfo(PathOf(prefix.TrimEnd('/')));
        if (folder.Exists)
            List(folder, prefix, 0, found, most, cancellationToken);
        return Task.FromResult<IReadOnlyList<(string Key, long SizeInBytes)>>(found);
    }

    public Task<Stream?> OpenAsync(string key, long offset, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var stream = new FileStream(
                PathOf(key), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1, FileOptions.SequentialScan)
            {
                Position = offset,
            };
            return Task.FromResult<Stream?>(stream);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public async Task PutFileAsync(string key, string path, DatasetFile content, CancellationToken cancellationToken)
    {
        await using var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        await WriteAsync(
            async target =>
            {
                using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                var buffer = new byte[BufferSize];
                while (await source.ReadAsync(buffer, cancellationToken) is var count and > 0)
                {
                    hash.AppendData(buffer, 0, count);
                    await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                }
                if (Digest.FromHash(hash.GetHashAndReset()) != content.Digest)
                    throw new IOException($"The file '{content.Path}' changed while it was being pushed.");
            },
            temporary => File.Move(temporary, Made(PathOf(key)), overwrite: true));
    }

    public async Task<bool> TryPutNewAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var isNew = true;
        await WriteAsync(
            target => target.WriteAsync(content, cancellationToken).AsTask(),
            temporary =>
            {
                try
                {
                    File.Move(temporary, Made(PathOf(key)), overwrite: false);
                }
                catch (IOException) when (File.Exists(PathOf(key)))
                {
                    isNew = false;
                }
            });
        return isNew;
    }

    public Task PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => WriteAsync(
        target => target.WriteAsync(content, cancellationToken).AsTask(),
        temporary => File.Move(temporary, Made(PathOf(key)), overwrite: true));

    public Task<bool> DeleteAsync(string key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = PathOf(key);
        var isThere = File.Exists(path);
        if (isThere)
            File.Delete(path);
        return Task.FromResult(isThere);
    }

    public void Dispose()
    {
    }

    /// <summary>Writes beside, makes it durable, and publishes it under its name in one step.</summary>
    private async Task WriteAsync(Func<FileStream, Task> write, Action<string> publish)
    {
        var folder = Directory.CreateDirectory(Path.Join(root, Temporary));
        if (Interlocked.Exchange(ref _hasCleaned, 1) == 0)
            RemoveLeftOvers(folder);
        var temporary = Path.Join(folder.FullName, Path.GetRandomFileName());
        try
        {
            await using (var target = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Delete, 1))
            {
                await write(target);
                target.Flush(flushToDisk: true);
            }
            publish(temporary);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private void RemoveLeftOvers(DirectoryInfo folder)
    {
        var limit = clock.GetUtcNow() - LeftOverAge;
        foreach (var file in folder.EnumerateFiles().Where(file => file.LastWriteTimeUtc < limit.UtcDateTime))
        {
            try
            {
                file.Delete();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It belongs to somebody else, who will remove it.
            }
        }
    }

    private static void List(
        DirectoryInfo folder, string prefix, int depth, List<(string Key, long SizeInBytes)> found, int most,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var entry in depth > MaxDepth ? [] : folder.EnumerateFileSystemInfos())
        {
            if (found.Count >= most)
                return;
            if (entry is FileInfo file)
                found.Add((prefix + file.Name, file.Length));
            else if (entry is DirectoryInfo below && !below.Attributes.HasFlag(FileAttributes.ReparsePoint))
                List(below, $"{prefix}{below.Name}/", depth + 1, found, most, cancellationToken);
        }
    }

    private string PathOf(string key) => SafePath.Parse(key).Under(root);

    private static string Made(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }
}
