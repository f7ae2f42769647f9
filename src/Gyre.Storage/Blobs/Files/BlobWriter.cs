using System.Collections.Concurrent;
using System.Globalization;
using Gyre.Core;
using Gyre.Storage.Platform;

namespace Gyre.Storage.Blobs.Files;

/// <summary>
/// Puts content in place: write aside, sync, rename, sync the folder. Answers only after all four; after a failed sync nothing is
/// stored any more, because a second sync may say yes although the pages were dropped.
/// </summary>
internal sealed class BlobWriter(IFileLayer files, TimeProvider clock)
{
    private readonly IdSource _ids = IdSource.FromClock(clock);
    private readonly ConcurrentDictionary<string, bool> _durableFolders = new(StringComparer.Ordinal);
    private volatile string? _readOnlyReason;

    public string? ReadOnlyReason => _readOnlyReason;

    public BlobUpload Begin()
    {
        ThrowIfReadOnly();
        return new BlobUpload(this, files, $"{BlobLayout.Temporary}/{NewName()}");
    }

    /// <summary>Publishes a whole temporary file, or finds that its content is here already.</summary>
    public void Publish(IWritableFile file, string temporary, BlobInfo blob)
    {
        ThrowIfReadOnly();
        var path = BlobLayout.PathOf(blob.Digest);
        if (Touch(path) == blob.SizeInBytes)
        {
            // Another writer may have renamed it and not have synced yet.
            Sync(() => files.SyncFolder(BlobLayout.FolderOf(blob.Digest)), "a folder sync");
            files.Delete(temporary);
            return;
        }
        EnsureFolder(BlobLayout.FolderOf(blob.Digest));
        file.Seal(clock.GetUtcNow());
        Sync(file.Sync, "a file sync");
        files.Rename(temporary, path);
        try
        {
            Sync(() => files.SyncFolder(BlobLayout.FolderOf(blob.Digest)), "a folder sync");
        }
        catch
        {
            TryDelete(path);
            throw;
        }
    }

    public bool Delete(Digest digest)
    {
        ThrowIfReadOnly();
        if (!files.Delete(BlobLayout.PathOf(digest)))
            return false;
        Sync(() => files.SyncFolder(BlobLayout.FolderOf(digest)), "a folder sync");
        return true;
    }

    /// <summary>Takes damaged content out of the way and keeps it for whoever looks for the cause.</summary>
    public void SetAside(Digest digest)
    {
        try
        {
            files.Rename(BlobLayout.PathOf(digest), $"{BlobLayout.Damaged}/{digest.Hex}-{NewName()}");
        }
        catch (FileNotFoundException)
        {
            return; // Another reader was quicker.
        }
        Sync(() => files.SyncFolder(BlobLayout.FolderOf(digest)), "a folder sync");
    }

    public void TryDelete(string path)
    {
        try
        {
            files.Delete(path);
        }
        catch (IOException)
        {
            // The failure that led here is the one to report; a left-over in the temporary folder goes at the next opening.
        }
    }

    // A folder that another process has just created may not be durable yet, so each process syncs the parent once.
    private void EnsureFolder(string folder)
    {
        if (_durableFolders.ContainsKey(folder))
            return;
        files.CreateFolder(folder);
        Sync(() => files.SyncFolder(BlobLayout.Content), "a folder sync");
        _durableFolders[folder] = true;
    }

    /// <summary>Gives the size of content that is here and notes that it was stored again, so that collectors leave it alone.</summary>
    private long? Touch(string path)
    {
        try
        {
            using var file = files.OpenRead(path);
            if (!OperatingSystem.IsWindows())
                File.SetLastWriteTimeUtc(file, clock.GetUtcNow().UtcDateTime);
            return RandomAccess.GetLength(file);
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

    private void Sync(Action sync, string what)
    {
        try
        {
            sync();
        }
        catch (IOException exception)
        {
            _readOnlyReason ??= $"{what} of the artifact store failed: {exception.Message}";
            throw;
        }
    }

    private void ThrowIfReadOnly()
    {
        if (_readOnlyReason is { } reason)
            throw new StoreReadOnlyException(reason);
    }

    private string NewName() => _ids.Next().ToString("N", CultureInfo.InvariantCulture);
}
