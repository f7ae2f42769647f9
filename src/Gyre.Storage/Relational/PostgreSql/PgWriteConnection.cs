using System.Data;
using System.Globalization;
using Npgsql;

namespace Gyre.Storage.Relational.PostgreSql;

/// <summary>
/// The connection that writes to PostgreSQL. A transaction takes one lock for the whole database first, so writers of all processes come
/// one after the other, as they do on SQLite: numbers of the event log are committed in their order, and read-then-write is safe.
/// </summary>
internal sealed class PgWriteConnection(NpgsqlDataSource source, PgFailures failures, TimeProvider clock) : IWriteConnection
{
    /// <summary>Names the lock; the letters GYRE.</summary>
    private const string BeginSql = "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock(1196773957)";

    private PlainConnection? _connection;
    private DbSession? _session;

    public DbSession Session => _session ?? throw new InvalidOperationException("No transaction is open.");

    public bool HasCheapSavepoints => false;

    public bool InTransaction { get; private set; }

    public void Begin()
    {
        var kept = _connection is not null;
        try
        {
            BeginOnce();
        }
        catch (Exception exception) when (kept && PgFailures.Classify(exception) == FailureKind.Lost)
        {
            // The kept connection died while nobody used it; a new one tells whether the server is there.
            Rollback();
            BeginOnce();
        }
    }

    public void SetSavepoint() => Run("SAVEPOINT part");

    public void ReleaseSavepoint() => Run("RELEASE part");

    public void RollbackToSavepoint() => Run("ROLLBACK TO part; RELEASE part");

    public void Commit()
    {
        var appended = Session.LastAppended;
        Run(appended == 0 ? "COMMIT" : string.Create(CultureInfo.InvariantCulture, $"SELECT pg_notify('{PgListener.Channel}', '{appended}'); COMMIT"));
        InTransaction = false;
    }

    public void Rollback()
    {
        try
        {
            if (InTransaction && _connection is { State: ConnectionState.Open })
                Run("ROLLBACK");
            else
                Drop();
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or IOException)
        {
            Drop(); // The server rolls back what a lost connection had begun.
        }
        InTransaction = false;
    }

    public FailureKind Classify(Exception exception) => PgFailures.Classify(exception);

    public Exception Translate(Exception exception, bool committing) => failures.Translate(exception, committing);

    public void Dispose() => Drop();

    private void BeginOnce()
    {
        if (_connection is null)
        {
            _connection = new PlainConnection(source.CreateConnection());
            _connection.Open();
            _session = new DbSession(_connection, DatabaseKind.PostgreSql, clock);
        }
        Run(BeginSql);
        InTransaction = true;
    }

    private void Run(string sql) => (_connection ?? throw new InvalidOperationException("No connection is open.")).Run(sql);

    private void Drop()
    {
        _session?.Dispose();
        _connection?.Dispose();
        _connection = null;
        _session = null;
        InTransaction = false;
    }
}
