using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Gyre.Storage.Platform;

/// <summary>System calls that the framework does not offer, and their numbers on Linux.</summary>
internal static partial class LinuxCalls
{
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;
    public const int ErrorNoEntry = 2;
    public const int ErrorExists = 17;
    public const int ErrorNoFolder = 20;

    // These two differ between processors.
    public static readonly int Directory = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 : 0x10000;
    public static readonly int NoFollow = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OpenAt(int folder, string name, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int MakeFolderAt(int folder, string name, uint mode);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int UnlinkAt(int folder, string name, int flags);

    [LibraryImport("libc", EntryPoint = "renameat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int RenameAt(int fromFolder, string from, int toFolder, string to);

    /// <summary>Gives a file a further name, unless something has it: in one step with the look.</summary>
    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Link(string from, string to);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Sync(int file);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int file);

    /// <summary>The exception for the last error of this thread.</summary>
    public static IOException Failure(string operation, string path)
    {
        var error = Marshal.GetLastPInvokeError();
        var message = $"Could not {operation} '{path}': {Marshal.GetPInvokeErrorMessage(error)}.";
        return error == ErrorNoEntry ? new FileNotFoundException(message, path) : new IOException(message, error);
    }

    /// <summary>Owns an open file from now on; it is closed again when it is a folder, a fifo or the like.</summary>
    public static SafeFileHandle PlainFile(int file, string path)
    {
        var handle = new SafeFileHandle(file, ownsHandle: true);
        if (IsPlain(handle))
            return handle;
        handle.Dispose();
        throw new IOException($"'{path}' is not a regular file.");
    }

    private static bool IsPlain(SafeFileHandle handle)
    {
        try
        {
            // Asking a fifo or a socket for its length throws.
            return RandomAccess.GetLength(handle) >= 0 && !File.GetAttributes(handle).HasFlag(FileAttributes.Directory);
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }
}
