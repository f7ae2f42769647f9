using Microsoft.Data.Sqlite;

namespace Gyre.Storage.Relational.Sqlite;

/// <summary>The connection that writes to a SQLite file.</summary>
internal sealed class SqliteWriteConnection : IWriteConnection
{
    private readonly PreparedConnection _connection;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _savepoint;
    private readonly SqliteStatement _release;
    private readonly SqliteStatement _rollbackTo;
    private readonly SqliteStatement _rollback;

    public SqliteWriteConnection(SqliteConnections connections, TimeProvider clock)
    {
        _connection = new PreparedConnection(connections.OpenWriter());
        Session = new DbSession(_connection, DatabaseKind.Sqlite, clock);
        // IMMEDIATE: the write lock is waited for here, and no read has to be repeated later because another process wrote.
        _begin = Statement("BEGIN IMMEDIATE");
        _commit = Statement("COMMIT");
        _savepoint = Statement("SAVEPOINT part");
        _release = Statement("RELEASE part");
        _rollbackTo = Statement("ROLLBACK TO part");
        _rollback = Statement("ROLLBACK");
    }

    public DbSession Session { get; }

    public bool HasCheapSavepoints => true;

    public bool InTransaction => SQLitePCL.raw.sqlite3_get_autocommit(_connection.Inner.Handle) == 0;

    public void Begin() => _begin.Run();

    public void SetSavepoint() => _savepoint.Run();

    public void ReleaseSavepoint() => _release.Run();

    public void RollbackToSavepoint()
    {
        _rollbackTo.Run();
        _release.Run();
    }

    public void Commit() => _commit.Run();

    public void Rollback()
    {
        try
        {
            if (InTransaction)
                _rollback.Run();
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
        foreach (var statement in new[] { _begin, _commit, _savepoint, _release, _rollbackTo, _rollback })
            statement.Dispose();
        _connection.Dispose();
    }

    private SqliteStatement Statement(string sql) => new(_connection.Inner, sql);
}
