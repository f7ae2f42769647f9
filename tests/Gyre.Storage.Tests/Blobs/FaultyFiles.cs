using System.Globalization;
using Gyre.Storage.Platform;
using Microsoft.Win32.SafeHandles;

namespace Gyre.Storage.Tests.Blobs;

/// <summary>What may go wrong with one call.</summary>
internal enum Fault
{
    /// <summary>EIO.</summary>
    Broken,

    /// <summary>ENOSPC.</summary>
    Full,

    /// <summary>EACCES.</summary>
    Denied,

    /// <summary>Half of what a write was given reaches the file, then EIO.</summary>
    ShortWrite,
}

/// <summary>
/// A file layer that writes down every call that changes something, lets the n-th one fail, and can lose what was not synced, as a power
/// loss may. It forwards to the real layer, so what remains is looked at on the real disk.
/// </summary>
internal sealed class FaultyFiles(IFileLayer inner) : IFileLayer
{
    private readonly Lock _lock = new();

    /// <summary>The calls so far: name and path.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Which call fails, from 1; 0 for none.</summary>
    public int FailAt { get; set; }

    /// <summary>How it fails.</summary>
    public Fault Fault { get; set; }

    /// <summary>Told each call before it is made, also those that only read: for what somebody else does at that moment.</summary>
    public Action<string>? Before { get; set; }

    /// <summary>A kind of sync that is silently left out: <c>sync</c> or <c>sync-folder</c>. A correct store must be seen to be broken by it.</summary>
    public string? LeaveOut { get; set; }

    public IWritableFile Create(string path)
    {
        Record("create", path);
        return new File(this, inner.Create(path), path);
    }

    public SafeFileHandle OpenRead(string path)
    {
        Before?.Invoke($"open-read {path}");
        return inner.OpenRead(path);
    }

    public void SetChanged(string path, DateTimeOffset at)
    {
        Record("set-changed", path);
        inner.SetChanged(path, at);
    }

    public void Rename(string from, string to)
    {
        Record("rename", $"{from} {to}");
        inner.Rename(from, to);
    }

    public bool Delete(string path)
    {
        Record("delete", path);
        return inner.Delete(path);
    }

    public bool CreateFolder(string path)
    {
        Record("create-folder", path);
        return inner.CreateFolder(path);
    }

    public void SyncFolder(string path)
    {
        if (LeaveOut == "sync-folder")
            return;
        Record("sync-folder", path);
        inner.SyncFolder(path);
    }

    public IReadOnlyList<string> List(string path) => inner.List(path);

    public void Dispose() => inner.Dispose();

    private void Record(string call, string path)
    {
        if (Next(call, path))
            throw Failure(call);
    }

    private bool Next(string call, string path)
    {
        Before?.Invoke($"{call} {path}");
        lock (_lock)
        {
            Calls.Add($"{call} {path}");
            return Calls.Count == FailAt;
        }
    }

    private Exception Failure(string call) => Fault switch
    {
        Fault.Full => new IOException("No space left on device", 28),
        Fault.Denied => new UnauthorizedAccessException("Permission denied"),
        _ => new IOException(string.Create(CultureInfo.InvariantCulture, $"Input/output error in {call}"), 5),
    };

    private sealed class File(FaultyFiles layer, IWritableFile file, string path) : IWritableFile
    {
        public void Write(ReadOnlySpan<byte> content)
        {
            if (!layer.Next("write", path))
            {
                file.Write(content);
                return;
            }
            if (layer.Fault == Fault.ShortWrite)
                file.Write(content[..(content.Length / 2)]);
            throw layer.Failure("write");
        }

        public void Seal(DateTimeOffset changedAt)
        {
            layer.Record("seal", path);
            file.Seal(changedAt);
        }

        public void Sync()
        {
            if (layer.LeaveOut == "sync")
                return;
            layer.Record("sync", path);
            file.Sync();
        }

        public void Dispose() => file.Dispose();
    }
}
