using Gyre.Core;
using Gyre.Testing;
using Gyre.Tracking.Formats.Mlflow;
using Microsoft.Data.Sqlite;

namespace Gyre.Tracking.Tests.Formats;

public sealed class DatabaseStoreTests : IDisposable
{
    private const string Run = "0123456789abcdef0123456789abcdef";

    private readonly TemporaryFolder _here = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _here.Dispose();

    [Fact]
    public async Task A_database_with_the_oldest_tables_alone_is_read()
    {
        Make($"""
            CREATE TABLE experiments (experiment_id INTEGER, name TEXT, artifact_location TEXT, lifecycle_stage TEXT);
            CREATE TABLE runs (run_uuid TEXT, name TEXT, status TEXT, start_time BIGINT, artifact_uri TEXT, experiment_id INTEGER, lifecycle_stage TEXT);
            CREATE TABLE metrics (key TEXT, value FLOAT, timestamp BIGINT, run_uuid TEXT);
            INSERT INTO experiments VALUES (1, 'old', './mlruns/1', 'active');
            INSERT INTO runs VALUES ('{Run}', 'r', 'FINISHED', 5, './mlruns/1/{Run}/artifacts', 1, 'active');
            INSERT INTO metrics VALUES ('m', 0.5, 7, '{Run}'), ('m', 0.25, 6, '{Run}');
            """);
        _here.Write($"mlruns/1/{Run}/artifacts/a.txt", "a");
        var (target, remarks) = await ImportAsync();
        remarks.ShouldBeEmpty();
        target.Runs[Run].Points["m"].ShouldBe([new MetricPoint(6, 0, 0.25), new MetricPoint(7, 0, 0.5)]);
        target.Runs[Run].Files.Keys.ShouldBe(["a.txt"]);
        target.Registered.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cells_of_other_types_become_remarks_and_the_rest_is_taken()
    {
        Make($"""
            CREATE TABLE experiments (experiment_id, name, lifecycle_stage);
            CREATE TABLE runs (run_uuid, status, start_time, experiment_id, lifecycle_stage, end_time, artifact_uri);
            CREATE TABLE metrics (key, value, timestamp, run_uuid, step, is_nan);
            CREATE TABLE latest_metrics (key, value, timestamp, run_uuid, step, is_nan);
            CREATE TABLE params (key, value, run_uuid);
            INSERT INTO experiments VALUES (1, 'x', 'active'), ('99999999999999999999', 'y', 'active'), (3, NULL, 'active'), (4, 'z', 'limbo'), (x'00', 'b', 'active');
            INSERT INTO runs VALUES ('{Run}', 'FINISHED', '12', 1, 'active', 'never', 'file:///etc'), ('../up', 'FINISHED', 1, 1, 'active', 1, ''), ('aa', 'DANCING', 1, 1, 'active', 1, '');
            INSERT INTO latest_metrics VALUES ('m', 'high', 1, '{Run}', 0, 0);
            INSERT INTO metrics VALUES ('m', 'high', 1, '{Run}', 0, 0), ('m', '2.5', '3', '{Run}', '4', '0'), ('m', 0, 5, '{Run}', 6, 1), ('m', 1, NULL, '{Run}', 0, 0);
            INSERT INTO params VALUES ('p', 3, '{Run}'), ('q', 1.5, '{Run}'), ('r', x'00ff', '{Run}'), (NULL, 'x', '{Run}');
            """);
        var (target, remarks) = await ImportAsync();
        target.Runs.Keys.ShouldBe([Run]);
        target.Runs[Run].Points["m"].ShouldBe([new MetricPoint(3, 4, 2.5), new MetricPoint(5, 6, double.NaN)], ignoreOrder: true);
        target.Runs[Run].Params.ShouldBe(SampleStore.Map(("p", "3"), ("q", "1.5"), ("r", "")));
        (target.Runs[Run].Info.StartTime, target.Runs[Run].Info.EndTime).ShouldBe((12L, null));
        remarks.Count(remark => remark.Place.StartsWith("experiments/", StringComparison.Ordinal)).ShouldBe(4);
        remarks.ShouldContain(remark => remark.Place == "runs" && remark.Reason.Contains("'../up' is not a valid run id", StringComparison.Ordinal));
        remarks.ShouldContain(remark => remark.Place == "runs/aa");
        remarks.ShouldContain(remark => remark.Reason.Contains("2 rows are not valid points", StringComparison.Ordinal));
        remarks.ShouldContain(remark => remark.Reason.Contains("file:///etc", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Experiments_of_other_workspaces_are_left_out_with_a_remark()
    {
        Make("""
            CREATE TABLE experiments (experiment_id INTEGER, name TEXT, workspace TEXT);
            CREATE TABLE runs (run_uuid TEXT, experiment_id INTEGER);
            INSERT INTO experiments VALUES (1, 'a', 'default'), (2, 'a', 'team');
            """);
        var (target, remarks) = await ImportAsync();
        target.Experiments.Keys.ShouldBe(["Default", "a"], ignoreOrder: true);
        remarks.ShouldHaveSingleItem().ToString().ShouldContain("workspace 'team'");
    }

    [Fact]
    public void A_database_of_something_else_is_refused()
    {
        Make("CREATE TABLE things (id INTEGER)");
        Should.Throw<InvalidInputException>(Open).Diagnostics[0].Code.ShouldBe("import.not-a-store");
    }

    [Fact]
    public async Task Damaged_databases_are_read_as_far_as_they_go_or_refused()
    {
        var whole = await File.ReadAllBytesAsync(Path.Join(ConformanceData.Folder("mlflow-import"), "mlflow.db"), Token);
        var random = new Random(31);
        for (var round = 0; round < 30; round++)
        {
            var bytes = whole.ToArray();
            for (var at = random.Next(40); at >= 0; at--)
                bytes[random.Next(round % 2 == 0 ? bytes.Length : 20_000)] = (byte)random.Next(256);
            await File.WriteAllBytesAsync(_here.At("foreign.db"), round % 10 == 9 ? bytes[..random.Next(bytes.Length)] : bytes, Token);
            try
            {
                await ImportAsync();
            }
            catch (InvalidInputException exception)
            {
                exception.Diagnostics.ShouldNotBeEmpty();
            }
        }
    }

    [Fact]
    public async Task A_database_is_not_written_to()
    {
        var folder = ConformanceData.Folder("mlflow-import");
        File.Copy(Path.Join(folder, "mlflow.db"), _here.At("foreign.db"));
        await ImportAsync();
        File.ReadAllBytes(_here.At("foreign.db")).ShouldBe(File.ReadAllBytes(Path.Join(folder, "mlflow.db")));
        Directory.GetFileSystemEntries(_here.Path).ShouldBe([_here.At("foreign.db")]);
    }

    private void Make(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _here.At("foreign.db"), Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private IForeignStore Open() => ForeignStores.Open("sqlite:///" + _here.At("foreign.db"), new ForeignStoreOptions());

    private async Task<(MemoryTarget Target, IReadOnlyList<Remark> Remarks)> ImportAsync()
    {
        await using var store = Open();
        var target = new MemoryTarget();
        await new Importer(store, target).RunAsync(Token);
        return (target, store.Remarks.Kept);
    }
}
