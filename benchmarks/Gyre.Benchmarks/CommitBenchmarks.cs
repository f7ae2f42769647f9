using System.Globalization;
using Gyre.Pipelines;
using Gyre.Storage;
using Gyre.Testing.Storage;
using Microsoft.Data.Sqlite;

namespace Gyre.Benchmarks;

/// <summary>Durable transactions per second: one event and one row of state each, beside a bare prepared insert with the same promise.</summary>
internal static class CommitBenchmarks
{
    private static readonly Migration[] State =
    [
        .. Engine.Migrations,
        new Migration("benchmarks", 1, "state", "CREATE TABLE bench_state (id BIGINT PRIMARY KEY, document TEXT NOT NULL)", "CREATE TABLE bench_state (id BIGINT PRIMARY KEY, document TEXT NOT NULL)"),
    ];

    public static async Task RunAsync(Bench bench)
    {
        var rows = new List<string[]> { new[] { "SQLite, bare prepared insert", Bench.Number(Bare(bench), "0"), "-", "-" } };
        rows.Add(await StoreAsync("SQLite", new StorageOptions { Home = bench.NewPlace("home") }));
        if (await PostgresServer.TryStartAsync(CancellationToken.None) is { } server)
        {
            await using (server)
                rows.Add(await StoreAsync("PostgreSQL", new StorageOptions { Home = bench.NewPlace("home"), Store = await server.CreateDatabaseAsync(CancellationToken.None) }));
        }
        Bench.Print("Commits per second, each with one event and one row of state", ["store", "1 writer", "16 writers", "64 writers"], rows);
    }

    private static async Task<string[]> StoreAsync(string name, StorageOptions options)
    {
        await using var store = await GyreStore.OpenAsync(options, State, TimeProvider.System, CancellationToken.None);
        var row = new List<string> { name };
        var next = 0L;
        foreach (var writers in (int[])[1, 16, 64])
        {
            var count = writers == 1 ? 3000 : 20_000;
            await CommitAsync(200, writers);
            var time = await Bench.TimeAsync(() => CommitAsync(count, writers));
            row.Add(Bench.Number(count / time.TotalSeconds, "0"));
        }
        return [.. row];

        Task CommitAsync(int count, int writers) => Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = writers }, async (_, cancellationToken) =>
        {
            var id = Interlocked.Increment(ref next);
            await store.Database.WriteAsync(
                session =>
                {
                    session.Execute("INSERT INTO bench_state (id, document) VALUES (@id, @document)", new { id, document = """{"state":"running"}""" });
                    return session.Append(new NewEvent("bench.event", "bench/1", DateTimeOffset.UnixEpoch, "{}"));
                },
                cancellationToken);
        });
    }

    private static double Bare(Bench bench)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = bench.NewPlace("bare") + ".db", Pooling = false }.ToString());
        connection.Open();
        Run(connection, "PRAGMA journal_mode = WAL");
        Run(connection, "PRAGMA synchronous = FULL");
        Run(connection, "CREATE TABLE bare (id INTEGER PRIMARY KEY, document TEXT NOT NULL)");
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO bare (id, document) VALUES (@id, @document)";
        var id = insert.Parameters.Add("@id", SqliteType.Integer);
        insert.Parameters.AddWithValue("@document", """{"state":"running"}""");
        insert.Prepare();
        const int Count = 3000;
        var time = Bench.Time(() =>
        {
            for (var i = 0; i < Count; i++)
            {
                id.Value = i;
                insert.ExecuteNonQuery();
            }
        });
        return Count / time.TotalSeconds;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        _ = Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
