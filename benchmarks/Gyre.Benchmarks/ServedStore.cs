using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Gyre.Benchmarks;

/// <summary>A server of the program itself, as a process of its own, on an empty home.</summary>
internal sealed class ServedStore : IAsyncDisposable
{
    private static readonly string[] Rates = ["0.1", "0.01", "0.001", "0.3"];

    private readonly Process _process;
    private readonly HttpClient _client;

    private ServedStore(Process process, string home, Uri address, TimeSpan startUp)
    {
        _process = process;
        Home = home;
        Address = address;
        StartUp = startUp;
        _client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(10) };
    }

    public string Home { get; }

    public Uri Address { get; }

    public TimeSpan StartUp { get; }

    /// <param name="bench">Gives the home its place.</param>
    /// <param name="store">Address of a database; null for the home's own.</param>
    public static async Task<ServedStore> StartAsync(Bench bench, string? store = null)
    {
        var home = bench.NewPlace("tracking");
        string[] arguments = [Processes.Gyre, "serve", "--home", home, "--port", "0", .. store is null ? Array.Empty<string>() : ["--store", store]];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true };
        var began = Stopwatch.GetTimestamp();
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server said nothing.");
        var address = new Uri(line[(line.LastIndexOf(' ') + 1)..]);
        using var client = new HttpClient { BaseAddress = address };
        await client.GetStringAsync("/health");
        return new ServedStore(process, home, address, Stopwatch.GetElapsedTime(began));
    }

    /// <summary>Starts a run of a project's pipeline; gives its id.</summary>
    public async Task<string> StartRunAsync(string folder, string pipeline)
    {
        using var answer = await _client.PostAsJsonAsync("/api/v1/runs", new { folder, pipeline });
        return (await JsonOf(answer)).GetProperty("run_id").GetString()!;
    }

    public async Task EndOfAsync(string run)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while ((await _client.GetFromJsonAsync<JsonElement>($"/api/v1/runs/{run}")).GetProperty("state").GetString() is "running" or "cancelling")
            await timer.WaitForNextTickAsync();
    }

    /// <summary>Records a run with one curve, as an MLflow client does.</summary>
    public async Task RecordCurveAsync(int number, int points)
    {
        var run = await CreateRunAsync($"curve {number}");
        using var answer = await _client.PostAsJsonAsync("/api/2.0/mlflow/runs/log-batch", new
        {
            run_id = run,
            metrics = Enumerable.Range(0, points).Select(step => Point(step, Math.Exp(-step / (5.0 + (number % 37))) + (0.001 * number))),
        });
        answer.EnsureSuccessStatusCode();
    }

    public async Task<string> CreateRunAsync(string name = "bench")
    {
        using var answer = await _client.PostAsJsonAsync("/api/2.0/mlflow/runs/create", new { experiment_id = "0", start_time = 1_700_000_000_000, run_name = name });
        return (await JsonOf(answer)).GetProperty("run").GetProperty("info").GetProperty("run_id").GetString()!;
    }

    /// <summary>Runs with four metrics, three params and two tags each.</summary>
    public async Task FillAsync(int runs)
    {
        var random = new Random(11);
        var next = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, runs), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            double acc, loss;
            int rate;
            lock (random)
                (acc, loss, rate) = (random.NextDouble(), random.NextDouble(), random.Next(4));
            var run = await CreateRunAsync($"run-{Interlocked.Increment(ref next)}");
            var body = new
            {
                run_id = run,
                metrics = new[] { Metric("acc", acc), Metric("loss", loss), Metric("f1", acc * 0.9), Metric("time", loss * 100) },
                @params = new[] { Pair("lr", Rates[rate]), Pair("layers", $"{i % 7}"), Pair("optimizer", i % 2 == 0 ? "adam" : "sgd") },
                tags = new[] { Pair("team", $"team-{i % 13}"), Pair("stage", "dev") },
            };
            using var answer = await _client.PostAsJsonAsync("/api/2.0/mlflow/runs/log-batch", body, CancellationToken.None);
            answer.EnsureSuccessStatusCode();
        });
    }

    /// <summary>Milliseconds of the middle one of many searches.</summary>
    public async Task<double> MedianAsync(string body)
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i < 41; i++)
        {
            var began = Stopwatch.GetTimestamp();
            using var answer = await _client.PostAsync("/api/2.0/mlflow/runs/search", new StringContent(body, Encoding.UTF8, "application/json"));
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync();
            times.Add(Stopwatch.GetElapsedTime(began));
        }
        return Bench.Median(times).TotalMilliseconds;
    }

    public async Task<TimeSpan> UploadAsync(string file)
    {
        await using var stream = File.OpenRead(file);
        var began = Stopwatch.GetTimestamp();
        using var answer = await _client.PutAsync("/api/2.0/mlflow-artifacts/artifacts/0/bench/artifacts/large.bin", new StreamContent(stream));
        answer.EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(began);
    }

    public long ResidentMegabytes() => Status("VmRSS:");

    public long PeakMegabytes() => Status("VmHWM:");

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private long Status(string name) => File.ReadLines($"/proc/{_process.Id}/status").Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Select(line => long.Parse(line[name.Length..].Trim().Split(' ')[0], CultureInfo.InvariantCulture) / 1024).First();

    private static object Metric(string key, double value) => new { key, value, timestamp = 1_700_000_000_000, step = 1 };

    private static object Point(int step, double value) => new { key = "loss", value, timestamp = 1_700_000_000_000 + step, step };

    private static object Pair(string key, string value) => new { key, value };

    private static async Task<JsonElement> JsonOf(HttpResponseMessage answer)
    {
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>())!;
    }
}

/// <summary>The least that the same framework can do: read a body, answer two characters.</summary>
internal sealed class BareEndpoint(WebApplication app) : IAsyncDisposable
{
    public Uri Address => new(app.Urls.First());

    public static async Task<BareEndpoint> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(static async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            await context.Response.WriteAsync("{}");
        });
        await app.StartAsync();
        return new BareEndpoint(app);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
