using System.Globalization;
using Dapper;
using Gyre.Storage.Relational.Sqlite;
using Microsoft.Data.Sqlite;

namespace Gyre.Storage.Tests.Relational;

public sealed class PreparedConnectionTests : IDisposable
{
    private const string Insert = "INSERT INTO things (id, value) VALUES (@id, @value)";
    private const string Find = "SELECT value FROM things WHERE id = @id";
    private readonly StorageOptions _place = Places.NewHome();
    private readonly PreparedConnection _connection;

    public PreparedConnectionTests()
    {
        Directory.CreateDirectory(_place.Home);
        _connection = Open();
        _connection.Execute("CREATE TABLE things (id INTEGER PRIMARY KEY, value)");
    }

    public void Dispose()
    {
        _connection.Dispose();
        Directory.Delete(_place.Home, recursive: true);
    }

    [Fact]
    public void A_text_that_comes_again_uses_the_command_that_was_kept()
    {
        Kept(Insert).ShouldBeFalse();
        Put(1, "a");
        var command = Borrow(Insert);
        Put(2, "b");
        Borrow(Insert).ShouldBeSameAs(command);
        Values().ShouldBe(["a", "b"]);
    }

    [Fact]
    public void A_value_may_be_of_another_type_each_time_or_none()
    {
        object?[] values = ["text", 42L, null, 0.5, new byte[] { 1, 2 }, null, "again"];
        for (var i = 0; i < values.Length; i++)
            _connection.Execute(Insert, new { id = i, value = values[i] });
        Values().ShouldBe(values);
        for (var i = 0; i < values.Length; i++)
            _connection.ExecuteScalar(Find, new { id = i }).ShouldBe(values[i]);
    }

    [Fact]
    public void A_value_that_is_missing_is_not_that_of_the_time_before()
    {
        Put(1, "a");
        Should.Throw<InvalidOperationException>(() => _connection.Execute(Insert, new { id = 2 })).Message.ShouldContain("@value");
        Put(3, "c");
        Values().ShouldBe(["a", "c"]);
    }

    [Fact]
    public void A_statement_inside_the_reading_of_the_same_text_has_rows_of_its_own()
    {
        foreach (var id in (int[])[1, 2, 3])
            Put(id, $"v{id}");
        const string Above = "SELECT id FROM things WHERE id > @id ORDER BY id";
        _connection.Query<int>(Above, new { id = 0 }).ShouldBe([1, 2, 3]);
        var pairs = new List<string>();
        foreach (var outer in _connection.Query<int>(Above, new { id = 0 }, buffered: false))
        {
            foreach (var inner in _connection.Query<int>(Above, new { id = outer }, buffered: false))
                pairs.Add($"{outer}{inner}");
        }
        pairs.ShouldBe(["12", "13", "23"]);
        Kept(Above).ShouldBeTrue();
    }

    [Fact]
    public void A_reading_that_is_left_early_holds_nothing()
    {
        foreach (var id in (int[])[1, 2, 3])
            Put(id, "v");
        _connection.Query<int>("SELECT id FROM things ORDER BY id", buffered: false).First().ShouldBe(1);
        // Would be refused while a statement still reads the table.
        _connection.Execute("DROP TABLE things");
    }

    [Fact]
    public void The_one_used_longest_ago_goes_when_there_are_too_many()
    {
        using var connection = Open(keep: 3);
        foreach (var number in (int[])[1, 2, 3])
            connection.QuerySingle<int>(Text(number)).ShouldBe(number);
        connection.QuerySingle<int>(Text(1)).ShouldBe(1);
        connection.QuerySingle<int>(Text(4)).ShouldBe(4);
        connection.Commands.Count.ShouldBe(3);
        IEnumerable<int> all = [1, 2, 3, 4];
        all.Where(number => Kept(Text(number), connection)).ShouldBe([1, 3, 4]);
        connection.QuerySingle<int>(Text(2)).ShouldBe(2);

        static string Text(int number) => string.Create(CultureInfo.InvariantCulture, $"SELECT {number}");
    }

    [Fact]
    public void Lists_are_written_out_and_long_ones_are_not_kept()
    {
        foreach (var id in (int[])[1, 2, 3])
            Put(id, $"v{id}");
        const string Among = "SELECT value FROM things WHERE id IN @ids AND value <> @not ORDER BY id";
        _connection.Query<string>(Among, new { ids = new[] { 1, 3 }, not = "" }).ShouldBe(["v1", "v3"]);
        _connection.Query<string>(Among, new { ids = new[] { 3, 2 }, not = "v3" }).ShouldBe(["v2"]);
        Kept(Among.Replace("@ids", "(@ids1,@ids2)", StringComparison.Ordinal)).ShouldBeTrue();
        _connection.Query<string>(Among, new { ids = Array.Empty<int>(), not = "" }).ShouldBeEmpty();
        var before = _connection.Commands.Count;
        _connection.Query<string>(Among, new { ids = Enumerable.Range(2, 900), not = "" }).ShouldBe(["v2", "v3"]);
        _connection.Commands.Count.ShouldBe(before);
    }

    [Fact]
    public void A_list_of_rows_runs_the_statement_for_each()
    {
        _connection.Execute(Insert, new[] { new { id = 1, value = "a" }, new { id = 2, value = "b" } }).ShouldBe(2);
        Put(3, "c");
        Values().ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public void An_error_leaves_the_text_usable()
    {
        Put(1, "a");
        for (var i = 0; i < 3; i++)
            Should.Throw<SqliteException>(() => Put(1, "again"));
        Put(2, "b");
        Should.Throw<SqliteException>(() => _connection.Execute("SELECT nonsense FROM nowhere"));
        _connection.Execute("CREATE TABLE nowhere (nonsense)");
        _connection.Execute("SELECT nonsense FROM nowhere");
        Values().ShouldBe(["a", "b"]);
    }

    [Fact]
    public void An_error_among_rows_that_are_read_leaves_the_text_usable()
    {
        foreach (var (id, value) in ((int, string)[])[(1, "1"), (2, "x"), (3, "3")])
            Put(id, value);
        const string Numbers = "SELECT json_extract(value, '$') FROM things WHERE id <> @but ORDER BY id";
        for (var i = 0; i < 2; i++)
            Should.Throw<SqliteException>(() => _connection.Query<long>(Numbers, new { but = 0 }));
        _connection.Query<long>(Numbers, new { but = 2 }).ShouldBe([1, 3]);
    }

    [Fact]
    public void What_a_failed_statement_belonged_to_can_be_rolled_back_and_done_again()
    {
        Put(1, "a");
        _connection.Execute("BEGIN IMMEDIATE");
        Put(2, "b");
        Should.Throw<SqliteException>(() => Put(1, "again"));
        _connection.Execute("ROLLBACK");
        _connection.Execute("BEGIN IMMEDIATE");
        Put(2, "c");
        _connection.Execute("COMMIT");
        Values().ShouldBe(["a", "c"]);
    }

    [Fact]
    public void Kept_statements_follow_the_schema()
    {
        Put(1, "a");
        Values().ShouldBe(["a"]);
        using (var other = Open())
            other.Execute("ALTER TABLE things ADD COLUMN more DEFAULT 'm'; CREATE INDEX by_value ON things (value);");
        const string All = "SELECT * FROM things";
        _connection.QuerySingle(All);
        Put(2, "b");
        _connection.Execute("ALTER TABLE things ADD COLUMN most DEFAULT 'x'");
        var rows = _connection.Query(All).Select(row => string.Join(',', ((IDictionary<string, object>)row).Select(cell => $"{cell.Key}={cell.Value}")));
        rows.ShouldBe(["id=1,value=a,more=m,most=x", "id=2,value=b,more=m,most=x"]);
    }

    [Fact]
    public void Pragmas_are_not_kept()
    {
        _connection.QuerySingle<string>("PRAGMA journal_mode");
        Kept("PRAGMA journal_mode").ShouldBeFalse();
    }

    private PreparedConnection Open(int keep = PreparedConnection.Kept) => new(new SqliteConnections(Path.Join(_place.Home, "prepared.db")).OpenWriter(), keep);

    private void Put(int id, string value) => _connection.Execute(Insert, new { id, value });

    private IEnumerable<object?> Values() => _connection.Query("SELECT value FROM things ORDER BY id").Cast<IDictionary<string, object?>>().Select(row => row["value"]);

    /// <summary>Takes a command and puts it back.</summary>
    private SqliteCommand Borrow(string text)
    {
        var command = _connection.Commands.Take(text);
        _connection.Commands.GiveBack(command);
        return command;
    }

    private bool Kept(string text) => Kept(text, _connection);

    private static bool Kept(string text, PreparedConnection connection)
    {
        var before = connection.Commands.Count;
        var command = connection.Commands.Take(text);
        var isKept = connection.Commands.Count < before;
        if (isKept)
            connection.Commands.GiveBack(command);
        else
            command.Dispose();
        return isKept;
    }
}
