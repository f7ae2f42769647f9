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
        File.Move(WriteTemporary(path, content, sync: true), path, overwrite: true);
        SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>
    /// Writes, replacing what is there, and makes it survive a power loss together with other files and folders. All are synced at the same time, which
    /// costs one journal commit instead of one each. A power loss before this returns may leave the file empty; readers take that for "never written".
    /// </summary>
    public static async Task ReplaceAsync(string path, byte[] content, IEnumerable<string> alsoSync)
    {
        File.Move(WriteTemporary(path, content, sync: false), path, overwrite: true);
        await Task.WhenAll(alsoSync.Prepend(Path.GetDirectoryName(path)!).Prepend(path).Select(each => Task.Run(() => SyncAny(each))));
    }

    /// <summary>Writes, replacing what is there, whole or not at all as long as there is power.</summary>
    public static void Put(string path, ReadOnlySpan<byte> content) =>
        File.Move(WriteTemporary(path, content, sync: false), path, overwrite: true);

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

    /// <summary>Makes names that were put into a folder survive a power loss; on Linux the content of a file too.</summary>
    public static void SyncFolder(string path)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var folder = LinuxCalls.Open(path, LinuxCalls.CloseOnExec, 0);
        if (folder < 0)
            throw new IOException($"'{path}' could not be opened: {Marshal.GetLastPInvokeErrorMessage()}.");
        var error = LinuxCalls.Sync(folder) == 0 ? 0 : Marshal.GetLastPInvokeError();
        _ = LinuxCalls.Close(folder);
        if (error != 0)
            throw new IOException($"'{path}' could not be synced: {Marshal.GetPInvokeErrorMessage(error)}.", error);
    }

    private static void SyncAny(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            SyncFolder(path);
        }
        else if (File.Exists(path))
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            stream.Flush(flushToDisk: true);
        }
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
