using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Gyre.EndToEnd.Tests.Outage;

/// <summary>Logs one batch after the other to a tracking run, and never the same twice, until told to stop.</summary>
internal sealed class BatchWriter
{
    private const int Keys = 3;
    private readonly HttpClient _client;
    private readonly string _run;
    private readonly List<int> _acknowledged = [];
    private readonly Task _work;
    private volatile bool _isStopped;
    private int _tried;

    private BatchWriter(HttpClient client, string run)
    {
        _client = client;
        _run = run;
        _work = Task.Run(WriteAsync);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public int Acknowledged
    {
        get
        {
            lock (_acknowledged)
                return _acknowledged.Count;
        }
    }

    public int Refused { get; private set; }

    public static async Task<BatchWriter> StartAsync(HttpClient client)
    {
        using var answer = await client.PostAsJsonAsync("/api/2.0/mlflow/runs/create", new { experiment_id = "0", start_time = 1 }, Cancel);
        answer.EnsureSuccessStatusCode();
        return new BatchWriter(client, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!["run"]!["info"]!["run_id"]!.GetValue<string>());
    }

    /// <summary>Ends when the batch under way is answered.</summary>
    public async Task StopAsync()
    {
        _isStopped = true;
        await _work;
    }

    /// <summary>What was acknowledged is there whole; everything else is whole or absent.</summary>
    public async Task CheckAsync()
    {
        var seen = new Dictionary<int, int>();
        var data = JsonNode.Parse(await _client.GetStringAsync($"/api/2.0/mlflow/runs/get?run_id={_run}", Cancel))!["run"]!["data"]!;
        Count(data["params"]!.AsArray().Select(pair => int.Parse(pair!["key"]!.GetValue<string>()[1..], CultureInfo.InvariantCulture)));
        for (var key = 0; key < Keys; key++)
        {
            var history = JsonNode.Parse(await _client.GetStringAsync($"/api/2.0/mlflow/metrics/get-history?run_id={_run}&metric_key=m{key}", Cancel))!["metrics"]!.AsArray();
            Count(history.Select(point => point!["step"]!.GetValue<int>()));
        }
        seen.Where(pair => pair.Value != Keys + 1).ShouldBeEmpty("no batch is half there");
        _acknowledged.Where(batch => !seen.ContainsKey(batch)).ShouldBeEmpty("what was acknowledged is there");

        void Count(IEnumerable<int> batches)
        {
            foreach (var batch in batches)
                seen[batch] = seen.GetValueOrDefault(batch) + 1;
        }
    }

    private async Task WriteAsync()
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        do
        {
            var batch = _tried++;
            using var answer = await _client.PostAsJsonAsync("/api/2.0/mlflow/runs/log-batch", Body(batch), Cancel);
            if (answer.IsSuccessStatusCode)
            {
                lock (_acknowledged)
                    _acknowledged.Add(batch);
                continue;
            }
            Refused++;
            var text = await answer.Content.ReadAsStringAsync(Cancel);
            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, text);
            answer.Headers.RetryAfter.ShouldNotBeNull();
            JsonNode.Parse(text)!["error_code"]!.GetValue<string>().ShouldBe("TEMPORARILY_UNAVAILABLE");
        }
        while (!_isStopped && await pace.WaitForNextTickAsync(Cancel));
    }

    private object Body(int batch) => new
    {
        run_id = _run,
        metrics = Enumerable.Range(0, Keys).Select(key => new { key = $"m{key}", value = batch * 0.5, timestamp = 1_700_000_000_000 + batch, step = batch }),
        @params = new[] { new { key = $"p{batch}", value = "x" } },
    };
}
