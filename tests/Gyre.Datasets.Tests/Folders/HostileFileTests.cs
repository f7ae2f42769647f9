using System.Buffers.Binary;
using System.Text;
using CsCheck;
using Gyre.Testing;
using SQLitePCL;

namespace Gyre.Datasets.Tests.Folders;

/// <summary>Files that are not what they claim to be. They are refused with a finding, never with another exception.</summary>
public sealed class HostileFileTests
{
    [Theory]
    [InlineData("")]
    [InlineData("not a database at all, but long enough to be looked at as one, which takes a hundred bytes or so in any case")]
    [InlineData("SQLite format 3\0")]
    public async Task What_is_no_database_is_refused(string content)
    {
        using var folder = new SampleFolder();
        var inspection = await folder.Delete("examples.csv").Write("examples.db", content).InspectAsync();
        inspection.Errors.ShouldHaveSingleItem().Code.ShouldBeOneOf("dataset.sqlite.invalid", "dataset.sqlite.no-table");
        Directory.GetFiles(folder.Path).Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("CREATE TABLE rows (id, x, n, y)", "dataset.sqlite.no-table")]
    [InlineData("CREATE TABLE examples (x, n, y)", "dataset.columns.no-id")]
    [InlineData("CREATE TABLE examples (id, x, n, y, z)", "dataset.columns.unknown")]
    [InlineData("CREATE TABLE examples (id, x, n, y); INSERT INTO examples VALUES ('zzz', 1, 2, 'a')", "dataset.id.invalid")]
    [InlineData("CREATE TABLE examples (id, x, n, y); INSERT INTO examples VALUES ('ID', NULL, 2, 'a')", "dataset.value.null")]
    [InlineData("CREATE TABLE examples (id, x, n, y); INSERT INTO examples VALUES ('ID', 1, 3.0, 'a')", "dataset.value.integer")]
    [InlineData("CREATE TABLE examples (id, x, n, y); INSERT INTO examples VALUES ('ID', '', 3, 'a')", "dataset.value.missing")]
    [InlineData("CREATE TABLE examples (id, x, n, y); INSERT INTO examples VALUES ('ID', 1, 3, CAST(x'ff' AS TEXT))",
        "dataset.sqlite.encoding")]
    [InlineData("CREATE TABLE examples (id, x, n, y); INSERT INTO examples VALUES ('ID', 1, 3, 'a')", null)]
    [InlineData("PRAGMA encoding = 'UTF-16'; CREATE TABLE Examples (id, x, n, y); INSERT INTO examples VALUES ('ID', 1.5, NULL, 'ñ')", null)]
    [InlineData("CREATE TABLE t (id, x, n, y); CREATE VIEW examples AS SELECT * FROM t; INSERT INTO t VALUES ('ID', 1, 3, x'41')", null)]
    public async Task Databases_are_judged(string sql, string? code)
    {
        using var folder = new SampleFolder();
        folder.Delete("examples.csv");
        MakeDatabase(Path.Join(folder.Path, "examples.db"), sql.Replace("ID", SampleFolder.Id(1), StringComparison.Ordinal));
        var inspection = await folder.InspectAsync();
        inspection.Errors.Select(static error => error.Code).ShouldBe(code is null ? [] : [code]);
    }

    [Fact]
    public async Task A_damaged_database_is_refused_or_read()
    {
        using var folder = new SampleFolder();
        var path = Path.Join(folder.Delete("examples.csv").Path, "examples.db");
        MakeDatabase(path, $"CREATE TABLE examples (id, x, n, y); INSERT INTO examples VALUES ('{SampleFolder.Id(1)}', 1, 3, 'a')");
        var good = File.ReadAllBytes(path);
        await Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte).Array[1, 20].SampleAsync(
            async changes =>
            {
                byte[] bad = [.. good];
                foreach (var (at, value) in changes)
                    bad[at] = value;
                await folder.Write("examples.db", bad).InspectAsync();
            },
            iter: Budget.Texts(200),
            threads: 1);
    }

    [Fact]
    public async Task A_view_without_end_stops_with_its_caller()
    {
        using var folder = new SampleFolder();
        folder.Delete("examples.csv");
        MakeDatabase(
            Path.Join(folder.Path, "examples.db"),
            "CREATE VIEW examples AS WITH RECURSIVE t(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM t) SELECT id, 1 AS x, 1 AS n, 'a' AS y FROM t WHERE id < 0");
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Should.ThrowAsync<OperationCanceledException>(() => DatasetFolder.InspectAsync(folder.Path, null, stop.Token));
    }

    [Fact]
    public async Task Lying_footers_of_parquet_are_refused()
    {
        using var folder = new SampleFolder();
        folder.Delete("examples.csv");
        foreach (var length in new uint[] { 0, 1, 8, 1 << 20, uint.MaxValue })
        {
            var file = new byte[64];
            "PAR1"u8.CopyTo(file);
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(56), length);
            "PAR1"u8.CopyTo(file.AsSpan(60));
            (
                await folder.Write(
                    "examples.parquet", file).InspectAsync()).Errors.ShouldHaveSingleItem().Code.ShouldBe("dataset.parquet.invalid");
        }
        (
            await folder.Write(
                "examples.parquet", "PAR1").InspectAsync()).Errors.ShouldHaveSingleItem().Code.ShouldBe("dataset.parquet.invalid");
    }

    [Fact]
    public async Task Damaged_parquet_is_refused_or_read()
    {
        using var folder = new SampleFolder();
        var examples = await DatasetExamples.OpenAsync(folder.Path, TestContext.Current.CancellationToken);
        var copy = Path.Join(folder.Path, "copy");
        await DatasetFolder.WriteAsync(
            copy, examples.Schema, examples.ReadAsync(null, TestContext.Current.CancellationToken), DatasetFormat.Parquet,
            cancellationToken: TestContext.Current.CancellationToken);
        var good = File.ReadAllBytes(Path.Join(copy, "examples.parquet"));
        Directory.Delete(copy, recursive: true);
        folder.Delete("examples.csv");
        await Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte).Array[1, 4].SampleAsync(
            async changes =>
            {
                byte[] bad = [.. good];
                foreach (var (at, value) in changes)
                    bad[at] = value;
                await folder.Write("examples.parquet", bad).InspectAsync();
            },
            iter: Budget.Texts(200),
            threads: 1);
    }

    [Fact]
    public async Task Random_bytes_as_csv_are_refused_or_read()
    {
        using var folder = new SampleFolder();
        await Gen.Byte.Array[0, 200].SampleAsync(
            async bytes =>
            {
                var inspection = await folder.Write("examples.csv", [.. "id,x,n,y\n"u8, .. bytes]).InspectAsync();
                inspection.Errors.ShouldAllBe(static error => error.Code.StartsWith("dataset.", StringComparison.Ordinal));
            },
            iter: Budget.Texts(300),
            threads: 1);
    }

    [Theory]
    [InlineData("examples.csv", "dataset.examples.unreadable")]
    [InlineData("schema.json", "dataset.schema.unreadable")]
    public async Task A_link_to_nothing_is_refused(string file, string code)
    {
        using var folder = new SampleFolder();
        File.CreateSymbolicLink(Path.Join(folder.Delete(file).Path, file), "/nowhere/at/all");
        (await folder.InspectAsync()).Errors.ShouldHaveSingleItem().Code.ShouldBe(code);
    }

    [Fact]
    public async Task A_path_with_nul_is_refused()
    {
        using var folder = new SampleFolder();
        folder.Write(
            "schema.json", SampleFolder.SchemaOf(SampleFolder.Element("g", "generic_file"))).Write("examples.csv",
            Encoding.UTF8.GetBytes($"id,g\n{SampleFolder.Id(1)},a\0b\n"));
        (await folder.InspectAsync()).Errors.ShouldHaveSingleItem().Code.ShouldBe("dataset.file.path");
    }

    private static void MakeDatabase(string path, string sql)
    {
        Batteries_V2.Init();
        raw.sqlite3_open(path, out var database).ShouldBe(raw.SQLITE_OK);
        using (database)
            raw.sqlite3_exec(database, sql).ShouldBe(raw.SQLITE_OK);
    }
}
