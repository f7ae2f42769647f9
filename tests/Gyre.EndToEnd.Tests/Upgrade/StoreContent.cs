using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Gyre.EndToEnd.Tests.Upgrade;

/// <summary>Reads and changes a store without knowing any of its tables.</summary>
internal static class StoreContent
{
    private const string SqliteTables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
    private const string PostgreSqlTables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename";
    private const string SqliteSchema = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name";

    private const string PostgreSqlSchema =
        "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public' ORDER BY 1, 2";

    static StoreContent() => SQLitePCL.Batteries_V2.Init();

    /// <summary>Puts one text in the place of another, in whatever column it stands.</summary>
    public static async Task MoveAsync(string file, string before, string after, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(file, cancellationToken);
        foreach (var table in await ReadAsync(connection, SqliteTables, cancellationToken))
        {
            foreach (var column in await ReadAsync(connection, $"SELECT name FROM pragma_table_info('{table}')", cancellationToken))
            {
                await using var command = connection.CreateCommand();
                command.CommandText =
                    $"""
                    UPDATE "{table}" SET "{column}" = replace("{column}", @before, @after)
                    WHERE typeof("{column}") = 'text' AND instr("{column}", @before) > 0
                    """;
                command.Parameters.AddWithValue("@before", before);
                command.Parameters.AddWithValue("@after", after);
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }
    }

    public static async Task<string> ReadSqliteAsync(string file, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(file, cancellationToken);
        return await ReadAllAsync(connection, SqliteSchema, SqliteTables, cancellationToken);
    }

    public static async Task<string> ReadPostgreSqlAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        return await ReadAllAsync(connection, PostgreSqlSchema, PostgreSqlTables, cancellationToken);
    }

    /// <summary>Type, subject and data of every event in the file.</summary>
    public static async Task<IReadOnlyList<string[]>> ReadSqliteEventsAsync(string file, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(file, cancellationToken);
        return await ReadEventsAsync(connection, cancellationToken);
    }

    /// <inheritdoc cref="ReadSqliteEventsAsync"/>
    public static async Task<IReadOnlyList<string[]>> ReadPostgreSqlEventsAsync(
        string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        return await ReadEventsAsync(connection, cancellationToken);
    }

    private static async Task<IReadOnlyList<string[]>> ReadEventsAsync(DbConnection connection, CancellationToken cancellationToken) =>
        [.. (await ReadAsync(connection, "SELECT type, subject, data FROM events", cancellationToken)).Select(line => line.Split('|', 3))];

    private static async Task<SqliteConnection> OpenAsync(string file, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    /// <summary>The schema whole, and of each table how many rows it has and their digest.</summary>
    private static async Task<string> ReadAllAsync(
        DbConnection connection, string schema, string tables, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        foreach (var line in await ReadAsync(connection, schema, cancellationToken))
            text.AppendLine(line);
        foreach (var table in await ReadAsync(connection, tables, cancellationToken))
        {
            var rows = await ReadAsync(connection, $"SELECT * FROM \"{table}\"", cancellationToken);
            rows.Sort(StringComparer.Ordinal);
            var digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows)));
            text.AppendLine(CultureInfo.InvariantCulture, $"{table}: {rows.Count} rows, {Convert.ToHexStringLower(digest)}");
        }
        return text.ToString();
    }

    private static async Task<List<string>> ReadAsync(DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var lines = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            lines.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => AsText(reader.GetValue(column)))));
        return lines;
    }

    private static string? AsText(object value) =>
        value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture);
}
