using Microsoft.Data.Sqlite;

namespace Gyre.Storage.Relational.Sqlite;

/// <summary>The connection that writes to a SQLite file.</summary>
internal sealed class SqliteWriteConnection : IWriteConnection
{
    private readonly PreparedConnection _connection;
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;
    private readonly SqliteCommand _savepoint;
    private readonly SqliteCommand _release;
    private readonly SqliteCommand _rollbackTo;
    private readonly SqliteCommand _rollback;

    public SqliteWriteConnection(SqliteConnections connections, TimeProvider clock)
    {
        _connection = new PreparedConnection(connections.OpenWriter());
        Session = new DbSession(_connection, DatabaseKind.Sqlite, clock);
        // IMMEDIATE: the write lock is waited for here, and no read has to be repeated later because another process wrote.
        _begin = Command("BEGIN IMMEDIATE");
        _commit = Command("COMMIT");
        _savepoint = Command("SAVEPOINT part");
        _release = Command("RELEASE part");
        _rollbackTo = Command("ROLLBACK TO part; RELEASE part");
        _rollback = Command("ROLLBACK");
    }

    public DbSession Session { get; }

    public bool HasCheapSavepoints => true;

    public bool InTransaction => SQLitePCL.raw.sqlite3_get_autocommit(_connection.Inner.Handle) == 0;

    public void Begin() => _begin.ExecuteNonQuery();

    public void SetSavepoint() => _savepoint.ExecuteNonQuery();

    public void ReleaseSavepoint() => _release.ExecuteNonQuery();

    public void RollbackToSavepoint() => _rollbackTo.ExecuteNonQuery();

    public void Commit() => _commit.ExecuteNonQuery();

    public void Rollback()
    {
        try
        {
            if (InTransaction)
                _rollback.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // The cause that led here is already known, and SQLite rolls back by itself when the file is next opened.
        }
    }

    public FailureKind Classify(Exception exception) => SqliteFailures.Classify(exception);

    public Exception Translate(Exception exception, bool committing) => SqliteFailures.Translate(exception);

    public void Dispose()
    {
        Session.Dispose();
        foreach (var command in new[] { _begin, _commit, _savepoint, _release, _rollbackTo, _rollback })
            command.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Command(string sql)
    {
        var command = _connection.Inner.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
