using System.Text.Json.Nodes;
using Gyre.Client.Tests.Fakes;
using Gyre.Testing;

namespace Gyre.Client.Tests;

/// <summary>What goes over the wire, beside what the reference client was recorded to send.</summary>
public sealed class WireTests : IDisposable
{
    private readonly FakeServer _server = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Every_request_is_one_that_the_reference_client_makes()
    {
        var recorded = Recorded(ConformanceData.Folder("mlflow"));
        await LiveAsync();
        foreach (var call in _server.Calls)
        {
            var route = Route(call.Method, call.Path);
            recorded.ShouldContainKey(route);
            recorded[route].ShouldContain(known => Keys(call).All(known.Contains), $"{route} {string.Join(",", Keys(call))}");
        }
        _server.Calls.Select(call => Route(call.Method, call.Path)).Distinct().Count().ShouldBeGreaterThan(14);
    }

    [Fact]
    public void A_batch_says_what_the_protocol_says()
    {
        using (var tracker = MlflowTracker.Create(FakeServer.Address, FakeServer.Options(_server) with { Linger = TimeSpan.FromHours(1), Clock = new ManualClock() }))
        using (var run = tracker.StartRun())
        {
            run.LogMetric("x", double.NaN, 3, DateTimeOffset.FromUnixTimeMilliseconds(1700000000000));
            run.LogMetric("y", double.NegativeInfinity, 3, DateTimeOffset.FromUnixTimeMilliseconds(1700000000000));
            run.LogParam("a", 1.0);
            run.LogParam("flag", true);
            run.SetTag("t", null);
        }
        _server.CallsTo("log-batch").Single().Body!.ToJsonString().ShouldBe(
            """{"run_id":"00000000000000000000000000000001","metrics":[{"key":"x","value":"NaN","timestamp":1700000000000,"step":3},{"key":"y","value":"-Infinity","timestamp":1700000000000,"step":3}],"params":[{"key":"a","value":"1.0"},{"key":"flag","value":"true"}],"tags":[{"key":"t","value":""}]}""");
    }

    private async Task LiveAsync()
    {
        await File.WriteAllTextAsync(_folder.At("m.bin"), "weights", TestContext.Current.CancellationToken);
        using var tracker = MlflowTracker.Create(FakeServer.Address, FakeServer.Options(_server) with { SystemTags = true });
        using var run = await tracker.StartRunAsync("r", "new", cancellationToken: TestContext.Current.CancellationToken);
        run.LogParam("lr", 0.1);
        run.LogMetric("loss", 0.5);
        run.SetTag("t", 1);
        await run.LogTextAsync("text", "notes/n.txt", TestContext.Current.CancellationToken);
        await run.LogModelAsync("model", _folder.At("m.bin"), new ModelDescription { RegisterAs = "reg" }, TestContext.Current.CancellationToken);
        await run.EndAsync(cancellationToken: TestContext.Current.CancellationToken);
        await tracker.GetHistoryAsync(run.RunId, "loss", TestContext.Current.CancellationToken);
        await tracker.SearchRunsAsync(new RunQuery { ExperimentIds = [run.ExperimentId], Filter = "metrics.loss < 1" }, TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken);
        await tracker.DownloadArtifactsAsync(run.RunId, null, _folder.At("out"), TestContext.Current.CancellationToken);
        await tracker.DeleteRunAsync(run.RunId, TestContext.Current.CancellationToken);
    }

    private static Dictionary<string, List<HashSet<string>>> Recorded(string folder)
    {
        var routes = new Dictionary<string, List<HashSet<string>>>(StringComparer.Ordinal);
        foreach (var file in new[] { "client_*.json", "runs_*.json", "experiments_*.json" }.SelectMany(pattern => Directory.EnumerateFiles(folder, pattern)))
        {
            foreach (var exchange in JsonNode.Parse(File.ReadAllText(file))!["exchanges"]!.AsArray().Where(exchange => (int)exchange!["status"]! == 200 || (int)exchange["status"]! == 404))
            {
                var keys = (exchange!["request_json"] as JsonObject ?? []).Select(pair => pair.Key).Concat((exchange["query"] as JsonObject ?? []).Select(pair => pair.Key));
                var route = Route((string)exchange["method"]!, (string)exchange["path"]!);
                if (!routes.TryGetValue(route, out var known))
                    routes.Add(route, known = [[]]);
                // Runs carry both spellings of the id in some calls and one in others.
                known[0].UnionWith(keys);
            }
        }
        return routes;
    }

    private static IEnumerable<string> Keys(Call call) => (call.Body ?? []).Select(pair => pair.Key)
        .Concat(call.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')[0]));

    /// <summary>A path without the ids and names in it.</summary>
    private static string Route(string method, string path)
    {
        foreach (var prefix in new[] { "/api/2.0/mlflow-artifacts/artifacts/", "/api/2.0/mlflow/logged-models/" })
        {
            if (path.StartsWith(prefix, StringComparison.Ordinal))
                path = prefix + "*";
        }
        return $"{method} {path}";
    }
}
