using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Gyre.Storage.Relational.Sqlite;

/// <summary>Opens connections to one SQLite file, all with the same promises: WAL, a sync at each commit, foreign keys.</summary>
internal sealed class SqliteConnections
{
    /// <summary>
    /// How long a statement waits for another process's transaction. SQLite sleeps in short steps inside. Whoever holds it longer than this keeps the store away: requests
    /// are told so, and loops try again.
    /// </summary>
    public static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(10);

    /// <summary>SQLITE_CONFIG_STMTJRNL_SPILL.</summary>
    private const int SavepointBytesInMemory = 26;

    private readonly string _connectionString;

    static SqliteConnections()
    {
        Batteries_V2.Init();
        // What a savepoint has to remember goes to a temporary file from 64 KiB on, which a shared transaction is past at once. Only before anything is opened; where
        // it comes too late, it is as SQLite has it.
        _ = raw.sqlite3_config(SavepointBytesInMemory, 1 << 20);
    }

    public SqliteConnections(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        // Connections are kept by the reader pool and the writer; a second pool below would keep files open after dispose.
        _connectionString = new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false, DefaultTimeout = 1 }.ToString();
    }

    public string Path { get; }

    public SqliteConnection OpenWriter() => Open("");

    public SqliteConnection OpenReader() => Open("PRAGMA query_only = ON;");

    private SqliteConnection Open(string extra)
    {
        CreatePrivately();
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            var busy = ((int)BusyTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
            Run(connection, $"PRAGMA busy_timeout = {busy};");
            SwitchToWal(connection);
            Run(connection, $"PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; {extra}");
            return connection;
        }
        catch (SqliteException exception) when (SqliteFailures.OnOpening(exception, Path) is { } refusal)
        {
            connection.Dispose();
            throw refusal;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The file and the ones beside it, which take its rights, hold hashes of tokens and users' data: nobody else may read them.</summary>
    private void CreatePrivately()
    {
        if (OperatingSystem.IsWindows() || File.Exists(Path))
            return;
        try
        {
            using var _ = new FileStream(Path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
        }
        catch (IOException) when (File.Exists(Path))
        {
            // Another process was first; it does the same.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The store '{Path}' cannot be created: {exception.Message}", false, exception);
        }
    }

    private static void SwitchToWal(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        // Two processes that switch a new file at once may see BUSY although a busy time-out is set; the command time-out repeats it.
        command.CommandTimeout = (int)BusyTimeout.TotalSeconds;
        command.CommandText = "PRAGMA journal_mode = WAL;";
        if (command.ExecuteScalar() is not "wal")
            throw new StoreSchemaException(
                $"The file system of '{connection.DataSource}' does not support a write-ahead log. Put the store on a local disk.");
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
