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

    // macOS has other numbers for not blocking and for closing at an exec.
    private static readonly int ReadOnly = OperatingSystem.IsMacOS() ? 0x4 | 0x1000000 : LinuxCalls.NonBlocking | LinuxCalls.CloseOnExec;

    private readonly string _root = Path.GetFullPath(root);

    public IWritableFile Create(string path)
    {
        var full = InExistingFolder(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read | FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new WritableFile(new FileStream(full, options).SafeFileHandle);
    }

    public SafeFileHandle OpenRead(string path)
    {
        var full = InExistingFolder(path);
        if (OperatingSystem.IsWindows())
        {
            if (Directory.Exists(full))
                throw new IOException($"'{path}' is not a regular file.");
            return File.OpenHandle(full, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        }
        // The framework's opening would wait for the writer of a fifo that somebody put there.
        var file = LinuxCalls.Open(full, ReadOnly, 0);
        return file < 0 ? throw LinuxCalls.Failure("open", path) : LinuxCalls.PlainFile(file, path);
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
            File.Move(InExistingFolder(from), InExistingFolder(to), overwrite: true);
            return;
        }
        if (MoveFileEx(Checked(from), Checked(to), ReplaceExisting | WriteThrough))
            return;
        throw Marshal.GetLastPInvokeError() == LinuxCalls.ErrorNoEntry
            ? new FileNotFoundException($"'{from}' does not exist.", from)
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
        var full = InExistingFolder(path);
        if (Directory.Exists(full))
            return false;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(full);
        else
            Directory.CreateDirectory(full, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
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

    public IReadOnlyList<string> List(string path) => OnDisk(path) is { } folder && Directory.Exists(folder)
        ? [.. Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry))]
        : [];

    public void Dispose()
    {
    }

    /// <summary>The full path of a name whose folder must be there.</summary>
    private string InExistingFolder(string path)
    {
        var full = Checked(path);
        return Directory.Exists(Path.GetDirectoryName(full)) ? full : throw new FileNotFoundException($"The folder of '{path}' does not exist.", path);
    }

    private string Checked(string path) => OnDisk(path) ?? throw new IOException($"The path '{path}' contains a link.");

    /// <summary>The full path, or null when a link is on the way.</summary>
    private string? OnDisk(string path)
    {
        var full = _root;
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            full = Path.Join(full, name);
            if (new FileInfo(full) is { LinkTarget: not null })
                return null;
        }
        return full;
    }

    [LibraryImport("kernel32", EntryPoint = "MoveFileExW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool MoveFileEx(string from, string to, uint flags);
}
