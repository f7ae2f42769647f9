using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Gyre.Core;
using SQLitePCL;

namespace Gyre.Datasets.Rows;

/// <summary>
/// Rows of the table <c>examples</c> of a SQLite file, in the order of the file. Values become the text that Python's <c>str()</c>
/// makes of them. The file is opened for reading alone and as one that nobody writes to, so that nothing appears beside it; its
/// schema is not trusted.
/// </summary>
internal sealed class SqliteRows : RowSource
{
    private const string Table = "examples";
    private const int MaxCellBytes = CsvRows.MaxRowBytes;
    private const int RowsPerFill = 1000;

    // A view of the file may work for ever without a row.
    private const int StepsPerCheck = 100_000;

    private readonly sqlite3 _database;
    private readonly Lock _gate = new();
    private sqlite3_stmt? _rows;
    private byte[][] _cells = [];
    private int[] _lengths = [];
    private int _left;
    private bool _isAtEnd;
    private CancellationToken _stop;

    static SqliteRows() => Batteries_V2.Init();

    private SqliteRows(sqlite3 database, string file)
        : base(file) => _database = database;

    /// <summary>Opens a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="file">For errors.</param>
    /// <param name="cancellationToken">Stops the reading, also later.</param>
    public static SqliteRows Open(string path, string file, CancellationToken cancellationToken)
    {
        Batteries_V2.Init();
        // Names of files may hold what has a meaning in an address.
        var name = Uri.EscapeDataString(Path.GetFullPath(path)).Replace("%2F", "/", StringComparison.Ordinal);
        var address = $"file:{name}?mode=ro&immutable=1";
        var result = raw.sqlite3_open_v2(address, out var database, raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_URI, null);
        var rows = new SqliteRows(database, file) { _stop = cancellationToken };
        try
        {
            rows.Check(result);
            rows.Prepare();
            return rows;
        }
        catch
        {
            rows.Close();
            throw;
        }
    }

    public override ReadOnlySpan<byte> Cell(int column) => _cells[column].AsSpan(0, _lengths[column]);

    public override bool TryRead()
    {
        if (_left == 0 || _isAtEnd)
            return false;
        _left--;
        var result = raw.sqlite3_step(_rows);
        _stop.ThrowIfCancellationRequested();
        _isAtEnd = result == raw.SQLITE_DONE;
        if (_isAtEnd)
            return false;
        if (result != raw.SQLITE_ROW)
            Check(result);
        for (var i = 0; i < Count; i++)
            Take(i);
        return true;
    }

    public override ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _left = RowsPerFill;
        return ValueTask.FromResult(!_isAtEnd);
    }

    public override ValueTask DisposeAsync()
    {
        Close();
        return ValueTask.CompletedTask;
    }

    private void Close()
    {
        lock (_gate)
        {
            _rows?.Dispose();
            _database.Dispose();
        }
    }

    private void Prepare()
    {
        raw.sqlite3_limit(_database, raw.SQLITE_LIMIT_LENGTH, MaxCellBytes);
        raw.sqlite3_progress_handler(_database, StepsPerCheck, _ => _stop.IsCancellationRequested ? 1 : 0, null);
        Execute("PRAGMA trusted_schema = OFF");
        Execute("PRAGMA cell_size_check = ON");
        // The first look at the file: until here anything opens.
        Check(
            raw.sqlite3_prepare_v2(
                _database, "SELECT 1 FROM sqlite_master WHERE name = 'examples' COLLATE NOCASE AND type IN ('table', 'view')",
                out var look));
        using (look)
        {
            var found = raw.sqlite3_step(look);
            if (found == raw.SQLITE_DONE)
                throw Fault(
                    "dataset.sqlite.no-table", $"The database has no table named '{Table}'.",
                    "Put the examples into a table of this name.");
            if (found != raw.SQLITE_ROW)
                Check(found);
        }
        Check(raw.sqlite3_prepare_v2(_database, $"SELECT * FROM {Table}", out _rows));
        Count = raw.sqlite3_column_count(_rows);
        Columns = [.. Enumerable.Range(0, Count).Select(i => raw.sqlite3_column_name(_rows, i).utf8_to_string())];
        (_cells, _lengths) = ([.. Enumerable.Range(0, Count).Select(static _ => new byte[64])], new int[Count]);
    }

    private void Take(int column)
    {
        switch (raw.sqlite3_column_type(_rows, column))
        {
            case raw.SQLITE_NULL:
                Keep(column, NullText);
                break;
            case raw.SQLITE_INTEGER:
                raw.sqlite3_column_int64(_rows, column).TryFormat(
                    _cells[column], out _lengths[column], default, CultureInfo.InvariantCulture);
                break;
            case raw.SQLITE_FLOAT:
                Keep(column, Encoding.UTF8.GetBytes(NumberText.Of(raw.sqlite3_column_double(_rows, column))));
                break;
            case raw.SQLITE_TEXT:
                // Asked for as text first, it is UTF-8 whatever the encoding of the file.
                _ = raw.sqlite3_column_text(_rows, column);
                var text = raw.sqlite3_column_blob(_rows, column);
                if (!Utf8.IsValid(text))
                    throw Fault(
                        "dataset.sqlite.encoding", $"A text in the column \"{Columns[column]}\" is not valid Unicode.", "Write it again.");
                Keep(column, text);
                break;
            default:
                Keep(column, Encoding.UTF8.GetBytes(BytesText(raw.sqlite3_column_blob(_rows, column))));
                break;
        }
    }

    private void Keep(int column, ReadOnlySpan<byte> text)
    {
        if (_cells[column].Length < text.Length)
            _cells[column] = new byte[2 * text.Length];
        text.CopyTo(_cells[column]);
        _lengths[column] = text.Length;
    }

    /// <summary>Bytes as Python shows them.</summary>
    private static string BytesText(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder("b'");
        foreach (var value in bytes)
        {
            if (value is >= 0x20 and < 0x7f and not (byte)'\'' and not (byte)'\\')
                text.Append((char)value);
            else
                text.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}");
        }
        return text.Append('\'').ToString();
    }

    private void Execute(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_database, sql, out var statement));
        using (statement)
            raw.sqlite3_step(statement);
    }

    private void Check(int result)
    {
        _stop.ThrowIfCancellationRequested();
        if (result != raw.SQLITE_OK)
            throw Fault(
                "dataset.sqlite.invalid", $"{File} cannot be read as a SQLite database: {raw.sqlite3_errmsg(_database).utf8_to_string()}.",
                "Write it again.");
    }

    private InvalidInputException Fault(string code, string message, string? remedy) =>
        new([new Diagnostic(Severity.Error, code, message) { File = File, Remedy = remedy }]);
}
