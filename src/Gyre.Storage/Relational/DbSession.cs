using System.Data;
using Dapper;
using Gyre.Storage.Relational.Sqlite;
using Npgsql;
using SQLitePCL;

namespace Gyre.Storage.Relational;

/// <summary>Statements on one connection, inside the transaction that its owner began.</summary>
internal sealed class DbSession(IDbConnection connection, DatabaseKind kind, TimeProvider clock) : IDbSession, IDisposable
{
    private SqliteRowStatements? _rowStatements;

    public DatabaseKind Kind => kind;

    /// <summary>The newest event appended since the owner last set it to 0.</summary>
    public long LastAppended { get; set; }

    /// <summary>Rows inserted, changed or deleted since the owner last set it to 0.</summary>
    public long RowsChanged { get; set; }

    public int Execute(string sql, object? parameters = null) => Count(connection.Execute(Ours(sql), ListParameters.ToColumns(parameters)));

    public int ExecuteRows(string sql, RowSet rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Count == 0)
            return 0;
        if (kind == DatabaseKind.Sqlite)
            return Count((_rowStatements ??= new SqliteRowStatements(((PreparedConnection)connection).Inner)).Execute(sql, rows));
        using var command = connection.CreateCommand();
        command.CommandText = sql.Replace("{rows}", $"SELECT * FROM unnest({string.Join(", ", rows.Columns.Select(column => "@" + column.Name))})", StringComparison.Ordinal);
        foreach (var column in rows.Columns)
            command.Parameters.Add(new NpgsqlParameter(column.Name, column.Values));
        return Count(command.ExecuteNonQuery());
    }

    public IReadOnlyList<T> Query<T>(string sql, object? parameters = null) => connection.Query<T>(Ours(sql), ListParameters.ToColumns(parameters)).AsList();

    public T? QuerySingleOrDefault<T>(string sql, object? parameters = null) =>
        connection.QuerySingleOrDefault<T>(Ours(sql), ListParameters.ToColumns(parameters));

    public void RequireFence(Lease lease)
    {
        var held = connection.QuerySingleOrDefault<long?>(
            "SELECT fence FROM leases WHERE name = @Name AND owner = @Owner AND fence = @Fence", new { lease.Name, lease.Owner, lease.Fence });
        if (held is null)
            throw new FencedOffException(lease.Name, lease.Fence);
    }

    public long Append(NewEvent @event) =>
        LastAppended = Insert("INSERT INTO events (type, subject, at, data) VALUES (@Type, @Subject, @At, @Data)", "sequence", @event);

    // RETURNING costs SQLite several times what the row costs, because it makes a table of its own for it.
    public long Insert(string sql, string number, object parameters)
    {
        RowsChanged++;
        if (kind != DatabaseKind.Sqlite)
            return connection.QuerySingle<long>($"{sql} RETURNING {number}", parameters);
        if (connection.Execute(sql, parameters) != 1)
            throw new InvalidOperationException("The statement did not insert exactly one row.");
        return raw.sqlite3_last_insert_rowid(((PreparedConnection)connection).Inner.Handle);
    }

    public void MoveCursor(string consumer, long sequence) => connection.Execute(
        """
        INSERT INTO cursors (consumer, sequence) VALUES (@consumer, @sequence)
        ON CONFLICT (consumer) DO UPDATE SET sequence = excluded.sequence WHERE excluded.sequence > cursors.sequence
        """,
        new { consumer, sequence });

    public void Enqueue(IReadOnlyList<OutboxCommand> commands)
    {
        foreach (var command in commands)
        {
            connection.Execute(
                "INSERT INTO outbox (id, owner, kind, payload) VALUES (@Id, @Owner, @Kind, @Payload) ON CONFLICT (id) DO NOTHING", command);
        }
    }

    // The row stays, without its payload, so that the same id put in again is known to be done.
    public void Complete(IReadOnlyList<Guid> commandIds)
    {
        var now = clock.GetUtcNow();
        foreach (var id in commandIds)
            connection.Execute("UPDATE outbox SET completed_at = @now, payload = '' WHERE id = @id AND completed_at IS NULL", new { now, id });
    }

    public void Dispose() => _rowStatements?.Dispose();

    // Statements that change no rows, such as those that make tables, answer -1.
    private int Count(int rows)
    {
        RowsChanged += Math.Max(0, rows);
        return rows;
    }

    private string Ours(string sql) => kind == DatabaseKind.PostgreSql ? ListParameters.ForArrays(sql) : sql;
}
