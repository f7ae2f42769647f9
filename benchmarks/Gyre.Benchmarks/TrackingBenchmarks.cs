using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace Gyre.Benchmarks;

/// <summary>
/// The tracking API of a real server under <c>wrk</c>, beside what a bare prepared insert into SQLite and a bare endpoint of the same framework reach in the same
/// run. The load and the server share the machine.
/// </summary>
internal static partial class TrackingBenchmarks
{
    private const int Seconds = 8;
    private const int BatchMetrics = 1000;

    public static async Task RunAsync(Bench bench)
    {
        if (!File.Exists("/usr/bin/wrk"))
        {
            Console.WriteLine("wrk is not installed (Debian: apt-get install wrk)");
            return;
        }
        await MeasureWritesAsync(bench);
        await MeasureSearchAsync(bench);
        await MeasureUploadAsync(bench);
    }

    private static async Task MeasureWritesAsync(Bench bench)
    {
        var bare = BareInserts(bench);
        await using var endpoint = await BareEndpoint.StartAsync();
        var plain = Wrk(bench, endpoint.Address, 4, Script("return wrk.format('POST', '/', {['Content-Type']='application/json'}, '{}')"));
        await using var server = await ServedStore.StartAsync(bench);
        var run = await server.CreateRunAsync();
        var rows = new List<string[]>
        {
            new[] { "bare prepared insert, rows/s in transactions of 1,000", "-", Bench.Number(bare, "0"), "" },
            new[] { "bare endpoint, requests/s", "4", Bench.Number(plain, "0"), "" },
        };
        foreach (var keys in (int[])[10, 1000])
        {
            var batches = Wrk(bench, server.Address, 4, BatchScript(run, keys));
            rows.Add([$"log-batch of 1,000 metrics of {keys} keys, metrics/s", "4", Bench.Number(batches * BatchMetrics, "0"), "10,800"]);
        }
        foreach (var connections in (int[])[1, 4])
            rows.Add(["log-metric, durable, requests/s", $"{connections}", Bench.Number(Wrk(bench, server.Address, connections, MetricScript(run)), "0"), connections == 1 ? "209" : "233"]);
        rows.Add(["runs/create, requests/s", "4", Bench.Number(Wrk(bench, server.Address, 4, CreateScript()), "0"), "174"]);
        Bench.Print("Tracking: writes over HTTP", ["what", "connections", "Gyre", "MLflow 3.11 (SQLite)"], rows);
        var idle = await ServedStore.StartAsync(bench);
        await using (idle)
        {
            Bench.Print(
                "Tracking: the server itself",
                ["what", "Gyre", "MLflow 3.11"],
                [["from the start of the program to the first answer, s", Bench.Number(idle.StartUp.TotalSeconds), "3.6"], ["resident memory when idle, MiB", $"{idle.ResidentMegabytes()}", "382"]]);
        }
    }

    private static async Task MeasureSearchAsync(Bench bench)
    {
        var rows = new List<string[]>();
        foreach (var runs in (int[])[5_000, 100_000])
        {
            await using var server = await ServedStore.StartAsync(bench);
            await server.FillAsync(runs);
            (string Name, string Body, string Peer)[] searches =
            [
                ("filtered and ordered, 100 rows", """{"experiment_ids":["0"],"filter":"metrics.acc > 0.9 and params.lr = '0.01'","order_by":["metrics.loss ASC"],"max_results":100}""", "195"),
                ("ordered alone, 100 rows", """{"experiment_ids":["0"],"order_by":["metrics.loss ASC"],"max_results":100}""", "924"),
                ("newest first, 1,000 rows", """{"experiment_ids":["0"],"max_results":1000}""", "1300"),
                ("a clause that nearly all fulfil, ordered, 100 rows", """{"experiment_ids":["0"],"filter":"metrics.acc > 0.01","order_by":["metrics.loss DESC"],"max_results":100}""", ""),
            ];
            foreach (var (name, body, peer) in searches)
                rows.Add([$"{runs}", name, Bench.Number(await server.MedianAsync(body), "0.0"), runs == 5000 ? peer : ""]);
        }
        Bench.Print("Tracking: runs/search, p50 in ms, one request after the other", ["runs", "search", "Gyre", "MLflow 3.11 (SQLite, 5,000 runs)"], rows);
    }

    private static async Task MeasureUploadAsync(Bench bench)
    {
        await using var server = await ServedStore.StartAsync(bench);
        var file = bench.NewPlace("large");
        const int Megabytes = 512;
        await using (var stream = File.Create(file))
        {
            var block = new byte[1 << 20];
            new Random(7).NextBytes(block);
            for (var i = 0; i < Megabytes; i++)
            {
                BitConverter.TryWriteBytes(block, i);
                await stream.WriteAsync(block);
            }
        }
        var before = server.ResidentMegabytes();
        var time = await server.UploadAsync(file);
        var peak = server.PeakMegabytes();
        Bench.Print("Tracking: an upload of 512 MiB", ["MB/s", "memory before, MiB", "peak memory, MiB", "MLflow 3.11 adds, MiB"], [[Bench.Number(Megabytes * 1.048576 / time.TotalSeconds, "0"), $"{before}", $"{peak}", "960"]]);
    }

    /// <summary>The limit: one row a metric, nothing else, transactions of 1,000 with a sync each.</summary>
    private static double BareInserts(Bench bench)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection($"Data Source={bench.NewPlace("bare")}.db");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE m (run INTEGER, key TEXT, value REAL, ts INTEGER, step INTEGER)");
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO m VALUES (1, @key, @value, @ts, @step)";
        foreach (var name in (string[])["@key", "@value", "@ts", "@step"])
            insert.Parameters.Add(new SqliteParameter { ParameterName = name });
        insert.Parameters[0].Value = "metric";
        var watch = Stopwatch.StartNew();
        var rows = 0;
        while (watch.Elapsed < TimeSpan.FromSeconds(3))
        {
            Execute(connection, "BEGIN IMMEDIATE");
            for (var i = 0; i < BatchMetrics; i++, rows++)
            {
                insert.Parameters[1].Value = rows * 0.5;
                insert.Parameters[2].Value = 1_700_000_000_000L + rows;
                insert.Parameters[3].Value = (long)rows;
                insert.ExecuteNonQuery();
            }
            Execute(connection, "COMMIT");
        }
        return rows / watch.Elapsed.TotalSeconds;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Requests per second; every answer must be a success.</summary>
    private static double Wrk(Bench bench, Uri address, int connections, string script)
    {
        var file = bench.NewPlace("wrk") + ".lua";
        File.WriteAllText(file, script);
        var start = new ProcessStartInfo("/usr/bin/wrk", ["-t1", $"-c{connections}", $"-d{Seconds}s", "-s", file, address.ToString()]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (text.Contains("Non-2xx", StringComparison.Ordinal) || text.Contains("Socket errors", StringComparison.Ordinal))
            Console.WriteLine("Not every answer was a success:\n" + text);
        return double.Parse(Rate().Match(text).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static string Script(string body) => $"local n = 0\nfunction request()\n n = n + 1\n {body}\nend\n";

    private static string MetricScript(string run) => Script(
        $"return wrk.format('POST', '/api/2.0/mlflow/runs/log-metric', {{['Content-Type']='application/json'}}, '{{\"run_id\":\"{run}\",\"key\":\"loss\",\"value\":0.5,\"timestamp\":' .. (1700000000000 + n) .. ',\"step\":' .. n .. '}}')");

    private static string CreateScript() => Script(
        "return wrk.format('POST', '/api/2.0/mlflow/runs/create', {['Content-Type']='application/json'}, '{\"experiment_id\":\"0\",\"user_id\":\"bench\",\"run_name\":\"run-' .. n .. '\",\"start_time\":' .. (1700000000000 + n) .. ',\"tags\":[{\"key\":\"mlflow.user\",\"value\":\"bench\"},{\"key\":\"mlflow.source.name\",\"value\":\"train.py\"}]}')");

    /// <summary>A body made once; points of later requests differ in nothing but are stored all the same.</summary>
    private static string BatchScript(string run, int keys)
    {
        var body = new StringBuilder($"{{\"run_id\":\"{run}\",\"metrics\":[");
        for (var i = 0; i < BatchMetrics; i++)
            body.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}{{\"key\":\"metric_{i % keys}\",\"value\":{0.25 + i * 0.001},\"timestamp\":{1_700_000_000_000 + i},\"step\":{i / keys}}}");
        body.Append("]}");
        return $"local body = '{body}'\nfunction request()\n return wrk.format('POST', '/api/2.0/mlflow/runs/log-batch', {{['Content-Type']='application/json'}}, body)\nend\n";
    }

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex Rate();
}
