using System.Globalization;
using Gyre.Core;
using Microsoft.Data.Sqlite;

namespace Gyre.Tracking.Formats.Mlflow.Database;

/// <summary>
/// A SQLite file from outside, opened for reading alone. Its schema is not trusted: views and triggers in it call no functions that do things. Columns that a
/// version does not have read as nothing.
/// </summary>
internal sealed class DatabaseFile : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, HashSet<string>> _columns = new(StringComparer.OrdinalIgnoreCase);

    static DatabaseFile() => SQLitePCL.Batteries_V2.Init();

    /// <exception cref="InvalidInputException">There is no such file, or it is not a SQLite database.</exception>
    public DatabaseFile(string path, RemarkList remarks)
    {
        Remarks = remarks;
        Path = System.IO.Path.GetFullPath(path);
        if (!File.Exists(Path))
            throw new InvalidInputException(
                "import.no-database",
                $"The file '{path}' does not exist.",
                "'sqlite:///' is followed by a relative path; an absolute path needs four slashes.");
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        try
        {
            _connection.Open();
            SQLitePCL.raw.sqlite3_limit(_connection.Handle!, SQLitePCL.raw.SQLITE_LIMIT_LENGTH, ForeignLimits.MaxCellBytes);
            Execute("PRAGMA trusted_schema = OFF");
            Execute("PRAGMA query_only = ON");
            // The first look at the file: until here anything opens.
            Execute("SELECT count(*) FROM sqlite_master");
        }
        catch (SqliteException exception)
        {
            _connection.Dispose();
            throw new InvalidInputException(
                "import.not-a-database",
                $"The file '{path}' cannot be read as a SQLite database: {exception.Message}",
                "Stop the server that writes to it, or copy it together with its -wal file.");
        }
    }

    public string Path { get; }

    public RemarkList Remarks { get; }

    /// <summary>Whether there is such a table.</summary>
    public bool Has(string table) => ColumnsOf(table).Count > 0;

    /// <summary>Whether there is such a column.</summary>
    public bool Has(string table, string column) => ColumnsOf(table).Contains(column);

    /// <summary>
    /// Reads columns of a table row by row; none when there is no such table. A failure of the file in the middle becomes a remark and ends the rows.
    /// </summary>
    /// <param name="table">A name of ours.</param>
    /// <param name="columns">Names of ours.</param>
    /// <param name="rest">What follows the table's name: conditions and order, with names and parameters of ours alone.</param>
    /// <param name="parameters">Values for the names in <paramref name="rest"/>.</param>
    public IEnumerable<DatabaseRow> Rows(string table, IReadOnlyList<string> columns, string rest, params (string Name, object Value)[] parameters)
    {
        if (!Has(table))
            yield break;
        var list = string.Join(", ", columns.Select(column => Has(table, column) ? $"\"{column}\"" : "NULL"));
        using var command = _connection.CreateCommand();
        // Each name stands in this assembly; what comes from outside comes as a parameter.
#pragma warning disable CA2100
        command.CommandText = $"SELECT {list} FROM \"{table}\" {rest}";
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        using var reader = Guarded(table, command.ExecuteReader);
        while (reader is not null && Guarded(table, reader.Read))
            yield return new DatabaseRow(reader, columns);
    }

    public void Dispose() => _connection.Dispose();

    private HashSet<string> ColumnsOf(string table)
    {
        if (_columns.TryGetValue(table, out var known))
            return known;
        var columns = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT name FROM pragma_table_info($table)";
        command.Parameters.AddWithValue("$table", table);
        using var reader = command.ExecuteReader();
        while (reader.Read())
            columns.Add(reader.GetString(0));
        return _columns[table] = columns;
    }

    private T? Guarded<T>(string table, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException exception)
        {
            Remarks.Add(table, $"the remaining rows were not imported: {RemarkList.Shown(exception.Message)}");
            return default;
        }
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        // Constants of this file.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}

/// <summary>The row that a reader stands on. A cell may hold anything, whatever its column says.</summary>
internal readonly struct DatabaseRow(SqliteDataReader reader, IReadOnlyList<string> columns)
{
    /// <summary>Null for nothing and for bytes.</summary>
    public string? Text(string column) => Cell(column) switch
    {
        string text => text,
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => NumberText.Of(number),
        _ => null,
    };

    /// <summary>Null for nothing and for what is no integer.</summary>
    public long? Number(string column) => Cell(column) switch
    {
        long number => number,
        double number when number == Math.Floor(number) && Math.Abs(number) < 1e18 => (long)number,
        string text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    /// <summary>Null for nothing and for what is no number.</summary>
    public double? Real(string column) => Cell(column) switch
    {
        double number => number,
        long number => number,
        string text when NumberText.TryReadDouble(text, out var number) => number,
        _ => null,
    };

    private object Cell(string column)
    {
        for (var index = 0; index < columns.Count; index++)
        {
            if (string.Equals(columns[index], column, StringComparison.Ordinal))
                return reader.GetValue(index);
        }
        throw new ArgumentException($"The column '{column}' was not requested.", nameof(column));
    }
}
