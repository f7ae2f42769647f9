using System.Collections.Concurrent;
using System.Globalization;
using Gyre.Core;
using Gyre.Storage.Platform;
using Microsoft.Extensions.Logging;

namespace Gyre.Storage.Blobs.Files;

/// <summary>
/// Puts content in place: write aside, sync, rename, sync the folder. Answers only after all four; after a failed sync nothing is
/// stored any more, because a second sync may say yes although the pages were dropped.
/// </summary>
internal sealed class BlobWriter(IFileLayer files, TimeProvider clock, ILogger logger)
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

    /// <summary>
    /// Removes content that was stored before a time. It is taken out of its place first and looked at once more there, where no writer finds it: one that came before
    /// has left its note on it, and it is put back; one that comes later stores it anew.
    /// </summary>
    public bool DeleteOlder(Digest digest, DateTimeOffset storedBefore)
    {
        ThrowIfReadOnly();
        var path = BlobLayout.PathOf(digest);
        if (!IsOlder(path, storedBefore))
            return false;
        var aside = $"{BlobLayout.Condemned}/{digest.Hex}-{NewName()}";
        try
        {
            files.Rename(path, aside);
        }
        catch (FileNotFoundException)
        {
            return false; // Another collector was quicker.
        }
        var deleted = IsOlder(aside, storedBefore) && files.Delete(aside);
        if (!deleted)
            PutBack(digest, aside);
        Sync(() => files.SyncFolder(BlobLayout.FolderOf(digest)), "a folder sync");
        return deleted;
    }

    /// <summary>Puts content back that a collector took out of its place and then died. It counts as stored now, because it replaces what a writer may have stored meanwhile.</summary>
    public void Restore(string name)
    {
        var aside = $"{BlobLayout.Condemned}/{name}";
        if (name.Split('-') is not [var hex, _] || !Digest.TryParse(hex, out var digest))
            return;
        try
        {
            files.SetChanged(aside, clock.GetUtcNow());
        }
        catch (FileNotFoundException)
        {
            return; // Its collector lives and is done with it.
        }
        PutBack(digest, aside);
        Sync(() => files.SyncFolder(BlobLayout.FolderOf(digest)), "a folder sync");
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
        logger.ArtifactDamaged(digest);
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

    /// <summary>
    /// Gives the size of content that is here and notes that it was stored again, so that collectors leave it alone. It is looked for after that: a collector that took it
    /// away before has not seen the note, and one that does later will.
    /// </summary>
    private long? Touch(string path)
    {
        try
        {
            files.SetChanged(path, clock.GetUtcNow());
            using var file = files.OpenRead(path);
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

    private bool IsOlder(string path, DateTimeOffset limit)
    {
        try
        {
            using var file = files.OpenRead(path);
            return File.GetLastWriteTimeUtc(file) < limit.UtcDateTime;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Another one that was stored meanwhile is replaced; it is the same.</summary>
    private void PutBack(Digest digest, string aside)
    {
        try
        {
            files.Rename(aside, BlobLayout.PathOf(digest));
        }
        catch (FileNotFoundException)
        {
            // Somebody who opened the store put it back, or its collector was quicker.
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
            if (_readOnlyReason is null)
                logger.ArtifactsReadOnly(_readOnlyReason = $"{what} of the artifact store failed: {exception.Message}");
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
