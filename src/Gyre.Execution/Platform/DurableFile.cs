using System.Globalization;
using System.Runtime.InteropServices;

namespace Gyre.Execution.Platform;

/// <summary>Small files that appear whole or not at all.</summary>
internal static class DurableFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerOnly | UnixFileMode.UserExecute;
    private static int _counter;

    /// <summary>Writes, replacing what is there; after this it survives a power loss.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var temporary = WriteTemporary(path, content, sync: true);
        File.Move(temporary, path, overwrite: true);
        SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Writes if nothing is there, in one step with the look. False when somebody else was first.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">What to write.</param>
    /// <param name="durable">Whether its existence survives a power loss from here on.</param>
    public static bool TryCreate(string path, ReadOnlySpan<byte> content, bool durable)
    {
        if (!OperatingSystem.IsLinux())
            return TryCreatePortable(path, content);
        // A link from a finished file: nobody ever sees it half written.
        var temporary = WriteTemporary(path, content, sync: false);
        try
        {
            if (LinuxCalls.Link(temporary, path) != 0)
            {
                var error = Marshal.GetLastPInvokeError();
                return error == LinuxCalls.ErrorExists ? false : throw new IOException($"'{path}' could not be created: {Marshal.GetPInvokeErrorMessage(error)}.", error);
            }
        }
        finally
        {
            File.Delete(temporary);
        }
        if (durable)
            SyncFolder(Path.GetDirectoryName(path)!);
        return true;
    }

    /// <summary>Creates a folder that its owner alone may enter, and those above it.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerFolder);
    }

    /// <summary>Makes names that were put into a folder survive a power loss.</summary>
    public static void SyncFolder(string path)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var folder = LinuxCalls.Open(path, LinuxCalls.CloseOnExec, 0);
        if (folder < 0)
            throw new IOException($"The folder '{path}' could not be opened: {Marshal.GetLastPInvokeErrorMessage()}.");
        var error = LinuxCalls.Sync(folder) == 0 ? 0 : Marshal.GetLastPInvokeError();
        _ = LinuxCalls.Close(folder);
        if (error != 0)
            throw new IOException($"The folder '{path}' could not be synced: {Marshal.GetPInvokeErrorMessage(error)}.", error);
    }

    private static string WriteTemporary(string path, ReadOnlySpan<byte> content, bool sync)
    {
        var number = Interlocked.Increment(ref _counter);
        var temporary = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}-{number}.tmp");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using var stream = new FileStream(temporary, options);
        stream.Write(content);
        if (sync)
            stream.Flush(flushToDisk: true);
        return temporary;
    }

    private static bool TryCreatePortable(string path, ReadOnlySpan<byte> content)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            stream.Write(content);
            stream.Flush(flushToDisk: true);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }
}
