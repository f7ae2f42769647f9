using Microsoft.Data.Sqlite;

namespace Gyre.Storage.Relational.Sqlite;

/// <summary>Copies an embedded store as it is at one moment, while others read and write it.</summary>
internal static class SqliteCopy
{
    /// <exception cref="StoreUnavailableException">It cannot be read.</exception>
    public static void Write(string source, string target)
    {
        // Made here, so that nobody else may read what is copied into it.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.Open(target, options).Dispose();
        try
        {
            using var from = new SqliteConnections(source).OpenReader();
            using var to = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = target, Pooling = false }.ToString());
            to.Open();
            from.BackupDatabase(to);
            // One file that is complete by itself when it is copied.
            Run(to, "PRAGMA journal_mode = DELETE");
            if (Run(to, "PRAGMA quick_check(1)") is not "ok")
                throw new IOException($"The copy of the store '{source}' is damaged. Run 'gyre doctor' on the home.");
        }
        catch (SqliteException exception)
        {
            throw new StoreUnavailableException($"The store '{source}' cannot be copied: {exception.Message}", false, exception);
        }
        using var written = new FileStream(target, FileMode.Open, FileAccess.ReadWrite);
        written.Flush(flushToDisk: true);
    }

    private static string? Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as string;
    }
}
