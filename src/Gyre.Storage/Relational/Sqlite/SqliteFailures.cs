using Microsoft.Data.Sqlite;

namespace Gyre.Storage.Relational.Sqlite;

/// <summary>What SQLite's result codes mean here.</summary>
internal static class SqliteFailures
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int IoError = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int ReadOnly = 8;
    private const int NotADatabase = 26;

    // The shared-memory file could not grow, or memory ran out: nothing was synced and nothing is in doubt.
    private const int IoErrorNoMemory = 3082;
    private const int IoErrorSharedMemorySize = 4874;

    public static FailureKind Classify(Exception exception) => exception is not SqliteException sqlite ? FailureKind.Caller : sqlite.SqliteErrorCode switch
    {
        IoError when sqlite.SqliteExtendedErrorCode is IoErrorNoMemory or IoErrorSharedMemorySize => FailureKind.Lost,
        IoError or Corrupt or NotADatabase => FailureKind.Fatal,
        Busy or Locked => FailureKind.Lost,
        _ => FailureKind.Caller,
    };

    public static Exception Translate(Exception exception) => exception is not SqliteException sqlite ? exception : sqlite.SqliteErrorCode switch
    {
        Full => new StoreFullException(exception),
        IoError when sqlite.SqliteExtendedErrorCode == IoErrorSharedMemorySize => new StoreFullException(exception),
        Busy or Locked => Held(sqlite),
        _ => exception,
    };

    /// <summary>What stands in the way of opening a file, in words; null when it is something else.</summary>
    public static Exception? OnOpening(SqliteException exception, string path) => exception.SqliteErrorCode switch
    {
        NotADatabase or Corrupt => new StoreSchemaException(
            $"'{path}' is not a store, or is damaged: {exception.Message.TrimEnd('.')}. Use another file, or restore a backup."),
        CannotOpen or ReadOnly => new StoreUnavailableException(
            $"The store '{path}' cannot be opened for writing. Check that it is a file, and the permissions of the file and its folder.",
            false,
            exception),
        Busy or Locked => Held(exception),
        _ => null,
    };

    private static StoreUnavailableException Held(SqliteException exception) =>
        new("The store is busy: another process has held a transaction for too long.", false, exception) { Reason = "another process holds the database's write lock" };
}
