using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gyre.Testing;

namespace Gyre.Server.Tests.Mlflow;

/// <summary>Many at once, and a store in trouble.</summary>
public sealed class TrackingLoadTests : IAsyncLifetime
{
    private const int Writers = 256;
    private ServerHome _home = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _home = await ServerHome.StartAsync();

    public async ValueTask DisposeAsync() => await _home.DisposeAsync();

    [Fact]
    public async Task Many_writers_at_once_get_no_error_and_no_reader_sees_a_value_go_back()
    {
        var run = await CreateAsync();
        using var over = new CancellationTokenSource();
        var reader = ReadAsync(run, over.Token);
        await Parallel.ForAsync(0, Writers, new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = Cancel }, async (writer, cancel) =>
        {
            for (var i = 0; i < Budget.Batches; i++)
            {
                var step = i * Writers + writer;
                using var answer = await _home.Client.PostAsJsonAsync(
                    "/api/2.0/mlflow/runs/log-batch",
                    new { run_id = run, metrics = new[] { new { key = "shared", value = step, timestamp = 1, step }, new { key = $"own{writer}", value = i, timestamp = 1, step = i } } },
                    cancel);
                answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            }
        });
        await over.CancelAsync();
        (await reader).ShouldBeGreaterThan(0, "somebody looked meanwhile");
        var history = JsonNode.Parse((await _home.GetAsync($"/api/2.0/mlflow/metrics/get-history?run_id={run}&metric_key=shared")).Text)!["metrics"]!.AsArray();
        history.Select(point => point!["step"]!.GetValue<int>()).ShouldBe(Enumerable.Range(0, Writers * Budget.Batches));
    }

    [Fact]
    public async Task A_store_that_cannot_write_says_so_in_the_clients_words_and_keeps_nothing()
    {
        var run = await CreateAsync();
        _home.Store.ReadOnlyReason = "sync failed";
        var refused = await _home.PostAsync("/api/2.0/mlflow/runs/log-metric", $$"""{"run_id": "{{run}}", "key": "m", "value": 1, "timestamp": 1}""");
        refused.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        JsonNode.Parse(refused.Text)!["error_code"]!.GetValue<string>().ShouldBe("TEMPORARILY_UNAVAILABLE");
        _home.Store.ReadOnlyReason = null;
        (await _home.GetAsync($"/api/2.0/mlflow/runs/get?run_id={run}")).Text.ShouldNotContain("\"metrics\"");
        _home.Store.Away = true;
        (await _home.GetAsync($"/api/2.0/mlflow/runs/get?run_id={run}")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Theory]
    [InlineData("""{"run_id": "x", "run_id": "y", "key": "m", "value": 1, "timestamp": 1}""", "run_id")]
    [InlineData("""{"run_id": "RUN", "key": "m", "value": 1e400, "timestamp": 1}""", "value")]
    [InlineData("""{"run_id": "RUN", "key": "m", "value": 1, "timestamp": 1, "step": 9223372036854775808}""", "step")]
    [InlineData("""{"run_id": "RUN", "key": "m\u0000", "value": 1, "timestamp": 1}""", "key")]
    [InlineData("""{"run_id": "RUN", "key": "\ud800", "value": 1, "timestamp": 1}""", "key")]
    [InlineData("""{"run_id": "RUN", "key": "m", "value": [1], "timestamp": 1}""", "value")]
    [InlineData("""{"run_id": "RUN", "key": "m", "value": true, "timestamp": 1}""", "value")]
    [InlineData("""[1, 2]""", "run_id")]
    public async Task Hostile_metrics_are_refused_by_name_and_keep_nothing(string body, string named)
    {
        var run = await CreateAsync();
        var answer = await _home.PostAsync("/api/2.0/mlflow/runs/log-metric", body.Replace("RUN", run, StringComparison.Ordinal));
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        var error = JsonNode.Parse(answer.Text)!;
        error["error_code"]!.GetValue<string>().ShouldBe("INVALID_PARAMETER_VALUE");
        error["message"]!.GetValue<string>().ShouldContain($"'{named}'");
        (await _home.GetAsync($"/api/2.0/mlflow/runs/get?run_id={run}")).Text.ShouldNotContain("\"metrics\"");
    }

    [Fact]
    public async Task Numbers_at_the_limits_come_back_exactly()
    {
        var run = await CreateAsync();
        foreach (var (key, value, step) in new[] { ("a", "5e-324", "9223372036854775807"), ("b", "-0.0", "-9223372036854775808"), ("c", "1.7976931348623157e308", "0") })
            (await _home.PostAsync("/api/2.0/mlflow/runs/log-metric", $$"""{"run_id": "{{run}}", "key": "{{key}}", "value": {{value}}, "timestamp": 0, "step": {{step}}}""")).Status.ShouldBe(HttpStatusCode.OK);
        var metrics = JsonNode.Parse((await _home.GetAsync($"/api/2.0/mlflow/runs/get?run_id={run}")).Text)!["run"]!["data"]!["metrics"]!.AsArray().ToDictionary(metric => metric!["key"]!.GetValue<string>());
        (metrics["a"]!["value"]!.GetValue<double>(), metrics["a"]!["step"]!.GetValue<long>()).ShouldBe((double.Epsilon, long.MaxValue));
        (double.IsNegative(metrics["b"]!["value"]!.GetValue<double>()), metrics["b"]!["step"]!.GetValue<long>()).ShouldBe((true, long.MinValue));
        metrics["c"]!["value"]!.GetValue<double>().ShouldBe(double.MaxValue);
    }

    private async Task<string> CreateAsync() =>
        JsonNode.Parse((await _home.PostAsync("/api/2.0/mlflow/runs/create", """{"experiment_id": "0", "start_time": 1}""")).Text)!["run"]!["info"]!["run_id"]!.GetValue<string>();

    private async Task<int> ReadAsync(string run, CancellationToken over)
    {
        var (looks, last) = (0, -1);
        while (!over.IsCancellationRequested)
        {
            var data = JsonNode.Parse((await _home.GetAsync($"/api/2.0/mlflow/runs/get?run_id={run}")).Text)!["run"]!["data"]!;
            var step = data["metrics"]?.AsArray().FirstOrDefault(metric => metric!["key"]!.GetValue<string>() == "shared")?["step"]!.GetValue<int>() ?? -1;
            step.ShouldBeGreaterThanOrEqualTo(last);
            (looks, last) = (looks + 1, step);
        }
        return looks;
    }
}
