using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Gyre.Storage.Relational.Sqlite;

/// <summary>A statement without parameters or rows that is prepared once: what begins, parts and ends transactions. The driver's commands cost more than these do.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _connection = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_connection, sql, out _statement), _connection);
    }

    /// <exception cref="SqliteException">It failed.</exception>
    public void Run()
    {
        var code = raw.sqlite3_step(_statement);
        try
        {
            // The message belongs to the connection: it must be read before anything else happens on it.
            if (code is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
                SqliteException.ThrowExceptionForRC(code, _connection);
        }
        finally
        {
            _ = raw.sqlite3_reset(_statement);
        }
    }

    public void Dispose() => _statement.Dispose();
}
