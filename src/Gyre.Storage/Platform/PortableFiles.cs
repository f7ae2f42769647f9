using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Gyre.Storage.Platform;

/// <summary>
/// Files where Linux's calls are not at hand (Windows, macOS). Links are looked for before each operation, which leaves a gap between the
/// look and the operation that <see cref="LinuxFiles"/> has not.
/// </summary>
internal sealed partial class PortableFiles(string root) : IFileLayer
{
    private const uint ReplaceExisting = 1;
    private const uint WriteThrough = 8;

    private readonly string _root = Path.GetFullPath(root);

    public IWritableFile Create(string path) =>
        new WritableFile(File.OpenHandle(Checked(path), FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete));

    public SafeFileHandle OpenRead(string path)
    {
        var full = Checked(path);
        if (Directory.Exists(full))
            throw new IOException($"'{path}' is not a plain file.");
        return File.OpenHandle(full, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
    }

    public void SetChanged(string path, DateTimeOffset at)
    {
        using var file = OpenRead(path);
        // On Windows a handle for reading may not set times, but the path may be given.
        if (OperatingSystem.IsWindows())
            File.SetLastWriteTimeUtc(Checked(path), at.UtcDateTime);
        else
            File.SetLastWriteTimeUtc(file, at.UtcDateTime);
    }

    public void Rename(string from, string to)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.Move(Checked(from), Checked(to), overwrite: true);
            return;
        }
        if (MoveFileEx(Checked(from), Checked(to), ReplaceExisting | WriteThrough))
            return;
        throw Marshal.GetLastPInvokeError() == LinuxCalls.ErrorNoEntry
            ? new FileNotFoundException($"There is no '{from}'.", from)
            : new IOException($"Could not rename '{from}': {Marshal.GetLastPInvokeErrorMessage()}.", Marshal.GetLastPInvokeError());
    }

    public bool Delete(string path)
    {
        var full = Checked(path);
        if (!File.Exists(full))
            return false;
        File.SetAttributes(full, FileAttributes.Normal);
        File.Delete(full);
        return true;
    }

    public bool CreateFolder(string path)
    {
        var full = Checked(path);
        if (Directory.Exists(full))
            return false;
        Directory.CreateDirectory(full);
        return true;
    }

    // Windows writes the rename through; elsewhere the folder is synced as on Linux.
    public void SyncFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        var folder = LinuxCalls.Open(Checked(path), LinuxCalls.ReadOnly, 0);
        if (folder < 0)
            throw LinuxCalls.Failure("open the folder", path);
        try
        {
            if (LinuxCalls.Sync(folder) < 0)
                throw LinuxCalls.Failure("sync the folder", path);
        }
        finally
        {
            _ = LinuxCalls.Close(folder);
        }
    }

    public IReadOnlyList<string> List(string path)
    {
        var folder = Checked(path);
        return Directory.Exists(folder) ? [.. Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry))] : [];
    }

    public void Dispose()
    {
    }

    private string Checked(string path)
    {
        var full = _root;
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            full = Path.Join(full, name);
            if (new FileInfo(full) is { LinkTarget: not null })
                throw new IOException($"'{path}' leads through a link.");
        }
        return full;
    }

    [LibraryImport("kernel32", EntryPoint = "MoveFileExW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool MoveFileEx(string from, string to, uint flags);
}
