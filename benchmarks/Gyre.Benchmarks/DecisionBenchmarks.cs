using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Gyre.Core;
using Gyre.Learning;
using Gyre.Testing.Storage;

namespace Gyre.Benchmarks;

/// <summary>
/// Decisions of a real server under <c>wrk</c> with the durable log, beside a bare endpoint of the same framework, on SQLite and
/// PostgreSQL. The load and the server share the machine.
/// </summary>
internal static partial class DecisionBenchmarks
{
    private const int Seconds = 8;
    internal const int Fields = 20;
    internal const int Arms = 20;
    private const int Batch = 100;

    public static async Task RunAsync(Bench bench)
    {
        if (!File.Exists("/usr/bin/wrk"))
        {
            Console.WriteLine("wrk is not installed (Debian: apt-get install wrk)");
            return;
        }
        var rows = new List<string[]>();
        await using (var endpoint = await BareEndpoint.StartAsync())
        {
            foreach (var connections in (int[])[8, 64])
                rows.Add(["bare endpoint", $"{connections}", .. Wrk(bench, new Uri(endpoint.Address, "/decide"), connections, Body(1), 1)]);
        }
        await MeasureAsync(bench, "SQLite", null, rows);
        if (await PostgresServer.SharedAsync() is { } postgres)
            await MeasureAsync(bench, "PostgreSQL", await postgres.CreateDatabaseAsync(CancellationToken.None), rows);
        Bench.Print(
            $"Decisions over HTTP, {Fields} numbers and {Arms} arms, LinUCB", ["what", "connections", "decisions/s", "p50, ms", "p99, ms"], rows);
    }

    private static async Task MeasureAsync(Bench bench, string engine, string? store, List<string[]> rows)
    {
        await using var server = await ServedStore.StartAsync(bench, store);
        await DeployAsync(server.Address, "shop", "before");
        await DeployAsync(server.Address, "quick", "after");
        foreach (var connections in (int[])[1, 8, 64, 256])
            rows.Add([$"{engine}, in the log before the answer", $"{connections}", .. Wrk(bench, Route(server, "shop/decide"), connections, Body(1), 1)]);
        rows.Add([$"{engine}, in the log within a second", "64", .. Wrk(bench, Route(server, "quick/decide"), 64, Body(1), 1)]);
        rows.Add([$"{engine}, batches of {Batch}, in the log before", "8", .. Wrk(bench, Route(server, "shop/decide/batch"), 8, Body(Batch), Batch)]);
    }

    private static Uri Route(ServedStore server, string route) => new(server.Address, $"/api/v1/deployments/{route}");

    private static async Task DeployAsync(Uri address, string name, string durability)
    {
        using var client = new HttpClient { BaseAddress = address };
        using var file = new MemoryStream();
        await PolicyFile.WriteAsync(Trained(), file, CancellationToken.None);
        var digest = Digest.Of(file.ToArray());
        using var put = await client.PutAsync($"/api/v1/artifacts/{digest}", new ByteArrayContent(file.ToArray()));
        put.EnsureSuccessStatusCode();
        using var deployed = await client.PostAsJsonAsync(
            "/api/v1/deployments", new { name, policy = digest.ToString(), settings = new { durability, reward_wait_seconds = 60 } });
        deployed.EnsureSuccessStatusCode();
    }

    internal static Policy Trained()
    {
        var policy = Policy.Create(new PolicySpecification
        {
            Options = new LinUcbOptions { Epsilon = 0.1 },
            ContextFields = [.. Enumerable.Range(1, Fields).Select(static field => string.Create(CultureInfo.InvariantCulture, $"x{field}"))],
            Arms = [.. Enumerable.Range(1, Arms).Select(static arm => string.Create(CultureInfo.InvariantCulture, $"a{arm}"))],
        });
        var random = new SeededRandom(1);
        var context = new double[Fields];
        for (var row = 0; row < 5000; row++)
        {
            foreach (ref var value in context.AsSpan())
                value = random.NextDouble();
            policy.Learn(new PolicyContext(context), random.NextInt(0, Arms), random.NextDouble());
        }
        return policy;
    }

    private static string Body(int decisions)
    {
        var context = string.Join(',', Enumerable.Range(1, Fields).Select(static field => (field / 100.0).ToString(CultureInfo.InvariantCulture)));
        var request = $$"""{"context":[{{context}}]}""";
        return decisions == 1 ? request : $$"""{"requests":[{{string.Join(',', Enumerable.Repeat(request, decisions))}}]}""";
    }

    /// <summary>Decisions per second, and the middle and the 99th of 100 answers in milliseconds; every answer must be a success.</summary>
    private static string[] Wrk(Bench bench, Uri address, int connections, string body, int decisions)
    {
        var file = bench.NewPlace("wrk") + ".lua";
        File.WriteAllText(file, $"wrk.method = 'POST'\nwrk.headers['Content-Type'] = 'application/json'\nwrk.body = '{body}'\n");
        var start = new ProcessStartInfo("/usr/bin/wrk", ["-t1", $"-c{connections}", $"-d{Seconds}s", "--latency", "-s", file, address.ToString()])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (text.Contains("Non-2xx", StringComparison.Ordinal) || text.Contains("Socket errors", StringComparison.Ordinal))
            Console.WriteLine("Not every answer was a success:\n" + text);
        var rate = double.Parse(Rate().Match(text).Groups[1].Value, CultureInfo.InvariantCulture) * decisions;
        return [Bench.Number(rate, "0"), Quantile(text, "50"), Quantile(text, "99")];
    }

    private static string Quantile(string text, string percent)
    {
        var match = Regex.Match(text, $@"\b{percent}%\s+([0-9.]+)(us|ms|s)\b");
        var value = double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        return Bench.Number(match.Groups[2].Value switch { "us" => value / 1000, "s" => value * 1000, _ => value });
    }

    [GeneratedRegex(@"Requests/sec:\s+([0-9.]+)")]
    private static partial Regex Rate();
}
