using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Gyre.Storage.Platform;

/// <summary>
/// Makes SQLite wait for as long as it means to. The library of the package is built without a sleep finer than seconds: a reader that meets a commit and means
/// to wait a microsecond, or a writer that means to ask again in a millisecond whether a busy file is free, is gone for a whole second.
/// </summary>
internal static unsafe partial class SqliteWaits
{
    private const string Library = "e_sqlite3";
    private const int KnownVersion = 3;

    private static readonly Lazy<bool> Installed = new(Install);

    /// <summary>Waits before one asks again whether a busy file is free, in milliseconds; the last one stays.</summary>
    private static ReadOnlySpan<byte> BusyWaits => [1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50, 100];

    /// <summary>For connections that are opened from now on. To be called after SQLite's own initialisation; more than once does no harm.</summary>
    public static void EnsureInstalled() => _ = Installed.Value;

    /// <summary>Lets a connection ask again and again, in short steps, until a busy file is free.</summary>
    /// <param name="connection">An open connection. Setting its <c>busy_timeout</c> later takes this back.</param>
    /// <param name="atMost">When to give up.</param>
    public static void WaitWhenBusy(sqlite3 connection, TimeSpan atMost)
    {
        if (Installed.Value)
            _ = SetBusyHandler(connection, &AskAgain, (nint)atMost.TotalMilliseconds);
    }

    // A file system of SQLite's is a table of functions; this one is the built-in one with another sleep. SQLite keeps it for the life of the process.
    private static bool Install()
    {
        // Windows' sleep is fine.
        if (OperatingSystem.IsWindows() || FindFileSystem(null) is var builtIn && (builtIn is null || builtIn->Version < KnownVersion))
            return false;
        var own = (FileSystem*)NativeMemory.Alloc((nuint)sizeof(FileSystem));
        *own = *builtIn;
        own->Next = 0;
        own->Name = Marshal.StringToCoTaskMemUTF8("gyre");
        own->Sleep = &Sleep;
        return RegisterFileSystem(own, 1) == raw.SQLITE_OK;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sleep(FileSystem* system, int microseconds)
    {
        _ = SleepMicroseconds((uint)microseconds);
        return microseconds;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int AskAgain(nint atMost, int asked)
    {
        var waits = BusyWaits;
        var waited = 0L;
        for (var i = 0; i < Math.Min(asked, waits.Length); i++)
            waited += waits[i];
        waited += Math.Max(0, asked - waits.Length) * (long)waits[^1];
        if (waited >= atMost)
            return 0;
        _ = SleepMicroseconds(1000u * waits[Math.Min(asked, waits.Length - 1)]);
        return 1;
    }

    [LibraryImport(Library, EntryPoint = "sqlite3_vfs_find", StringMarshalling = StringMarshalling.Utf8)]
    private static partial FileSystem* FindFileSystem(string? name);

    [LibraryImport(Library, EntryPoint = "sqlite3_vfs_register")]
    private static partial int RegisterFileSystem(FileSystem* system, int isDefault);

    [LibraryImport(Library, EntryPoint = "sqlite3_busy_handler")]
    private static partial int SetBusyHandler(sqlite3 connection, delegate* unmanaged[Cdecl]<nint, int, int> handler, nint argument);

    [LibraryImport("libc", EntryPoint = "usleep")]
    private static partial int SleepMicroseconds(uint microseconds);

    /// <summary>SQLite's <c>sqlite3_vfs</c>, version 3, part of its stable interface.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct FileSystem
    {
        public int Version;
        public int FileSize;
        public int LongestPath;
        public nint Next;
        public nint Name;
        public nint Data;
        public nint Open;
        public nint Delete;
        public nint Access;
        public nint FullPath;
        public nint LibraryOpen;
        public nint LibraryError;
        public nint LibrarySymbol;
        public nint LibraryClose;
        public nint Randomness;
        public delegate* unmanaged[Cdecl]<FileSystem*, int, int> Sleep;
        public nint CurrentTime;
        public nint LastError;
        public nint CurrentTimeInMilliseconds;
        public nint SetSystemCall;
        public nint GetSystemCall;
        public nint NextSystemCall;
    }
}
