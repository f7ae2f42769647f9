using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gyre.Core;
using Gyre.Testing;

namespace Gyre.EndToEnd.Tests.Crash;

/// <summary>A server that is killed again and again under many writers: what it acknowledged is there whole, everything else is whole or absent.</summary>
public sealed class TrackingCrashTests(ITestOutputHelper output) : IDisposable
{
    private const int Writers = 8;
    private const int Keys = 5;

    private readonly string _home = Directory.CreateTempSubdirectory("gyre-tracking-crash-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task Acknowledged_batches_survive_kills_and_no_batch_is_half_there()
    {
        var writers = await StartWritersAsync();
        var random = new SeededRandom(4);
        var open = 0;
        for (var kill = 0; kill < Budget.Kills; kill++)
        {
            var (program, client) = await ServeAsync();
            using (client)
            {
                var left = random.NextInt(1, 12);
                var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                var work = Task.WhenAll(writers.Select(writer => writer.WriteAsync(client, () =>
                {
                    if (Interlocked.Decrement(ref left) == 0)
                        reached.TrySetResult();
                })));
                await reached.Task.WaitAsync(Cancel);
                await program.KillAsync();
                await work;
                open += writers.Any(writer => writer.WasCutOff) ? 1 : 0;
            }
            program.Dispose();
        }
        await CheckAsync(writers);
        output.WriteLine($"{Budget.Kills} kills, {open} of them while batches were under way; {writers.Sum(writer => writer.Acknowledged.Count)} batches acknowledged, {writers.Sum(writer => writer.Tried) - writers.Sum(writer => writer.Acknowledged.Count)} not");
        // Kills that only ever hit idle moments would prove nothing.
        open.ShouldBeGreaterThanOrEqualTo(Budget.Kills / 20);
    }

    private async Task<(GyreProgram Program, HttpClient Client)> ServeAsync()
    {
        var program = GyreProgram.Start(new Dictionary<string, string>(), "serve", "--home", _home, "--port", "0");
        var line = await program.ReadLineAsync(Cancel);
        return (program, new HttpClient { BaseAddress = new Uri(line[(line.LastIndexOf(' ') + 1)..]) });
    }

    private async Task<List<Writer>> StartWritersAsync()
    {
        var (program, client) = await ServeAsync();
        using (program)
        using (client)
        {
            var writers = new List<Writer>();
            for (var i = 0; i < Writers; i++)
            {
                using var answer = await client.PostAsJsonAsync("/api/2.0/mlflow/runs/create", new { experiment_id = "0", start_time = 1, run_name = $"writer {i}" }, Cancel);
                writers.Add(new Writer((await JsonOf(answer))["run"]!["info"]!["run_id"]!.GetValue<string>()));
            }
            await program.KillAsync();
            return writers;
        }
    }

    private async Task CheckAsync(List<Writer> writers)
    {
        var (program, client) = await ServeAsync();
        using (program)
        using (client)
        {
            foreach (var writer in writers)
                await CheckAsync(client, writer);
        }
    }

    /// <summary>A batch has points of five keys at its step, a param and a tag.</summary>
    private static async Task CheckAsync(HttpClient client, Writer writer)
    {
        var run = JsonNode.Parse(await client.GetStringAsync($"/api/2.0/mlflow/runs/get?run_id={writer.Run}", Cancel))!["run"]!["data"]!;
        var seen = new Dictionary<int, int>();
        void See(IEnumerable<int> batches)
        {
            foreach (var batch in batches)
                seen[batch] = seen.GetValueOrDefault(batch) + 1;
        }
        See(run["params"]!.AsArray().Select(pair => pair!["key"]!.GetValue<string>()).Select(NumberOf));
        See(run["tags"]!.AsArray().Select(pair => pair!["key"]!.GetValue<string>()).Where(key => key.StartsWith('t')).Select(NumberOf));
        for (var key = 0; key < Keys; key++)
        {
            var history = JsonNode.Parse(await client.GetStringAsync($"/api/2.0/mlflow/metrics/get-history?run_id={writer.Run}&metric_key=m{key}", Cancel))!["metrics"]!.AsArray();
            See(history.Select(point => point!["step"]!.GetValue<int>()));
        }
        seen.Where(pair => pair.Value != Keys + 2).ShouldBeEmpty("no batch is half there");
        writer.Acknowledged.Where(batch => !seen.ContainsKey(batch)).ShouldBeEmpty("what was acknowledged is there");
    }

    private static int NumberOf(string key) => int.Parse(key[1..], CultureInfo.InvariantCulture);

    private static async Task<JsonNode> JsonOf(HttpResponseMessage answer)
    {
        answer.EnsureSuccessStatusCode();
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!;
    }

    /// <summary>Sends one batch after the other and never the same twice.</summary>
    private sealed class Writer(string run)
    {
        public string Run => run;

        public List<int> Acknowledged { get; } = [];

        public int Tried { get; private set; }

        public bool WasCutOff { get; private set; }

        /// <summary>Until the server is gone.</summary>
        public async Task WriteAsync(HttpClient client, Action acknowledged)
        {
            WasCutOff = false;
            while (true)
            {
                var batch = Tried++;
                try
                {
                    using var answer = await client.PostAsJsonAsync("/api/2.0/mlflow/runs/log-batch", Body(batch), Cancel);
                    answer.EnsureSuccessStatusCode();
                    Acknowledged.Add(batch);
                    acknowledged();
                }
                catch (HttpRequestException exception)
                {
                    exception.StatusCode.ShouldBeNull("the server answers every batch with success while it lives");
                    WasCutOff = true;
                    return;
                }
            }
        }

        private object Body(int batch) => new
        {
            run_id = run,
            metrics = Enumerable.Range(0, Keys).Select(key => new { key = $"m{key}", value = batch * 0.5, timestamp = 1_700_000_000_000 + batch, step = batch }),
            @params = new[] { new { key = $"p{batch}", value = "x" } },
            tags = new[] { new { key = $"t{batch}", value = "x" } },
        };
    }
}
