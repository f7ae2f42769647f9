using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Gyre.Storage.Relational.PostgreSql;

/// <summary>
/// Npgsql's connection that remembers the command under way, so that a caller of the mapper, which makes its commands itself, can cancel it.
/// </summary>
internal sealed class PlainConnection(NpgsqlConnection inner) : DbConnection
{
    private volatile NpgsqlCommand? _current;

    [AllowNull]
    public override string ConnectionString
    {
        get => inner.ConnectionString;
        set => throw new NotSupportedException();
    }

    public override string Database => inner.Database;

    public override string DataSource => inner.DataSource;

    public override string ServerVersion => inner.ServerVersion;

    public override ConnectionState State => inner.State;

    public NpgsqlConnection Inner => inner;

    public void CancelCurrent() => _current?.Cancel();

    public void Run(string sql)
    {
        using var command = new NpgsqlCommand(sql, inner);
        command.ExecuteNonQuery();
    }

    public override void Open() => inner.Open();

    public override void Close() => inner.Close();

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw new NotSupportedException();

    protected override DbCommand CreateDbCommand() => _current = inner.CreateCommand();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
