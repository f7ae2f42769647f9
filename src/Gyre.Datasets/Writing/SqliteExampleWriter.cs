using Gyre.Core;
using SQLitePCL;

namespace Gyre.Datasets.Writing;

/// <summary>
/// The table <c>examples</c> of a SQLite file. Columns have no type, so that SQLite changes nothing: whole numbers stay whole, and
/// what a cell of SQLite cannot hold (big numbers, NaN, nothing) is written as its text.
/// </summary>
internal sealed class SqliteExampleWriter : ExampleWriter
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _insert;

    static SqliteExampleWriter() => Batteries_V2.Init();

    public SqliteExampleWriter(DatasetSchema schema, string path)
        : base(schema)
    {
        Check(raw.sqlite3_open_v2(path, out _database, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE, null));
        Execute("PRAGMA journal_mode = OFF");
        Execute("PRAGMA synchronous = OFF");
        string[] names = [IdColumn, .. Columns.Select(column => schema.Elements[column].Name)];
        Execute($"CREATE TABLE examples ({string.Join(", ", names.Select(Quoted))})");
        Execute("BEGIN");
        Check(
            raw.sqlite3_prepare_v2(
                _database, $"INSERT INTO examples VALUES ({string.Join(", ", names.Select(static _ => "?"))})", out _insert));
    }

    public override ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        Execute("COMMIT");
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _insert.Dispose();
        _database.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override ValueTask WriteAsync(DatasetExample example, string[] texts, CancellationToken cancellationToken)
    {
        raw.sqlite3_bind_text(_insert, 1, example.Id.ToString());
        for (var i = 0; i < texts.Length; i++)
            Bind(i + 2, example.Values[Columns[i]], texts[i]);
        var result = raw.sqlite3_step(_insert);
        Check(result == raw.SQLITE_DONE ? raw.sqlite3_reset(_insert) : result);
        return ValueTask.CompletedTask;
    }

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private void Bind(int index, Value? value, string text)
    {
        if (value is NullValue)
            raw.sqlite3_bind_null(_insert, index);
        else if (value is IntegerValue integer && integer.Number >= long.MinValue && integer.Number <= long.MaxValue)
            raw.sqlite3_bind_int64(_insert, index, (long)integer.Number);
        else if (value is BooleanValue flag)
            raw.sqlite3_bind_int64(_insert, index, flag.Flag ? 1 : 0);
        else if (value is FloatValue { Number: var number } && double.IsFinite(number))
            raw.sqlite3_bind_double(_insert, index, number);
        else
            raw.sqlite3_bind_text(_insert, index, text);
    }

    private void Execute(string sql) => Check(raw.sqlite3_exec(_database, sql));

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            throw new IOException($"SQLite cannot write the examples: {raw.sqlite3_errmsg(_database).utf8_to_string()}.");
    }
}
