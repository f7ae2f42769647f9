using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Gyre.Storage.Relational.Sqlite;

/// <summary>
/// A SQLite connection that keeps the statements that were prepared on it. The mapper makes a command of its own for every call, and to prepare one costs several times
/// what it costs to run it. Transactions are begun and ended by statements of their own, not here. For one thread at a time, as the connection underneath.
/// </summary>
internal sealed class PreparedConnection(SqliteConnection inner, int keep = PreparedConnection.Kept) : DbConnection
{
    /// <summary>How many texts of statements are kept; the one that was used longest ago goes.</summary>
    public const int Kept = 256;

    private readonly CommandCache _cache = new(inner, keep);

    /// <summary>The mapper keys what it has learnt by it, and has learnt the same of all SQLite files.</summary>
    [AllowNull]
    public override string ConnectionString
    {
        get => "sqlite";
        set => throw new NotSupportedException();
    }

    public override string Database => inner.Database;

    public override string DataSource => inner.DataSource;

    public override string ServerVersion => inner.ServerVersion;

    public override ConnectionState State => inner.State;

    public SqliteConnection Inner => inner;

    public CommandCache Commands => _cache;

    public override void Open() => inner.Open();

    public override void Close()
    {
        _cache.Clear();
        inner.Close();
    }

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw new NotSupportedException();

    protected override DbCommand CreateDbCommand() => new PreparedCommand(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _cache.Clear();
            inner.Dispose();
        }
        base.Dispose(disposing);
    }
}
