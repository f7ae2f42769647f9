using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Gyre.Storage.Relational.Sqlite;

/// <summary>Runs one prepared statement per row. The driver's own commands cost as much as the row itself.</summary>
internal sealed class SqliteRowStatements(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, sqlite3_stmt> _prepared = new(StringComparer.Ordinal);

    public int Execute(string sql, RowSet rows)
    {
        if (!_prepared.TryGetValue(sql, out var statement))
            _prepared[sql] = statement = Prepare(sql.Replace("{rows}", $"VALUES ({string.Join(", ", rows.Columns.Select((_, index) => $"?{index + 1}"))})", StringComparison.Ordinal));
        var touched = 0;
        for (var row = 0; row < rows.Count; row++)
        {
            Bind(statement, rows, row);
            var code = raw.sqlite3_step(statement);
            // The message belongs to the connection: it must be read before anything else happens on it.
            if (code is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
                Fail(statement, code);
            raw.sqlite3_reset(statement);
            touched += raw.sqlite3_changes(connection.Handle);
        }
        return touched;
    }

    public void Dispose()
    {
        foreach (var statement in _prepared.Values)
            statement.Dispose();
        _prepared.Clear();
    }

    private sqlite3_stmt Prepare(string sql)
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(connection.Handle, sql, out var statement), connection.Handle);
        return statement;
    }

    private void Fail(sqlite3_stmt statement, int code)
    {
        try
        {
            SqliteException.ThrowExceptionForRC(code, connection.Handle);
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    private static void Bind(sqlite3_stmt statement, RowSet rows, int row)
    {
        for (var column = 0; column < rows.Columns.Count; column++)
        {
            var place = column + 1;
            _ = rows.Columns[column].Values switch
            {
                long[] values => raw.sqlite3_bind_int64(statement, place, values[row]),
                string[] values => raw.sqlite3_bind_text(statement, place, values[row]),
                double[] values => raw.sqlite3_bind_double(statement, place, values[row]),
                bool[] values => raw.sqlite3_bind_int(statement, place, values[row] ? 1 : 0),
                byte[][] values => raw.sqlite3_bind_blob(statement, place, values[row]),
                var other => throw new NotSupportedException($"Cannot bind a column of type {other.GetType()}."),
            };
        }
    }
}
