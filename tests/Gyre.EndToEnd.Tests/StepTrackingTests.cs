using System.Text.Json.Nodes;
using Gyre.EndToEnd.Tests.Conformance;

namespace Gyre.EndToEnd.Tests;

/// <summary>What steps leave in the records, by what they print and by the API that tracking clients speak.</summary>
public sealed class StepTrackingTests : IAsyncLifetime
{
    private const string Yaml = """
        - step:
            name: train
            image: any
            command: |
              python3 - <<'END'
              import json, os, urllib.request
              for i in range(3):
                  print(json.dumps({"loss": 1.0 / (i + 1), "epoch": i, "phase": "fit", "note": str(i)}), flush=True)
              def call(path, body=None):
                  request = urllib.request.Request(os.environ["MLFLOW_TRACKING_URI"] + "/api/2.0/mlflow" + path, data=json.dumps(body).encode() if body else None,
                      headers={"Content-Type": "application/json", "Authorization": "Bearer " + os.environ["MLFLOW_TRACKING_TOKEN"]})
                  return json.load(urllib.request.urlopen(request))
              run = os.environ["MLFLOW_RUN_ID"]
              call("/runs/log-batch", {"run_id": run, "metrics": [{"key": "acc", "value": 0.5, "timestamp": 1700000000000, "step": 7}], "params": [{"key": "own", "value": "x"}]})
              info = call("/runs/get?run_id=" + run)["run"]["info"]
              assert info["experiment_id"] == os.environ["MLFLOW_EXPERIMENT_ID"], info
              open(os.environ["VH_OUTPUTS_DIR"] + "/run.txt", "w").write(run)
              END
            parameters: [{name: rate, type: float, default: 0.1}]
        - pipeline:
            name: p
            nodes: [{name: train, type: execution, step: train}]
            edges: []
        """;

    private ServedHome _home = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(Programs.Exist("python3"), "python3 is not installed");
        _home = await ServedHome.StartAsync(Yaml);
    }

    public async ValueTask DisposeAsync()
    {
        if (_home is not null)
            await _home.DisposeAsync();
    }

    [Fact]
    public async Task A_step_and_what_it_prints_are_one_tracking_run_and_a_cached_result_another()
    {
        var nodes = new[] { await RunAsync(), await RunAsync() };
        var experiment = (await _home.GetAsync("/api/2.0/mlflow/experiments/get-by-name?experiment_name=demo/p"))["experiment"]!;
        experiment["experiment_id"]!.GetValue<string>().ShouldBe("1");
        var first = await RunOfAsync(nodes[0]);
        var second = await RunOfAsync(nodes[1]);

        Pairs(first, "params").ShouldBe([("own", "x"), ("phase", "fit"), ("rate", "0.1")], ignoreOrder: true);
        Metrics(first).ShouldBe([("acc", 0.5, 7), ("loss", 1.0 / 3, 2)], ignoreOrder: true);
        var tags = Pairs(first, "tags").ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        (tags["gyre.run"], tags["gyre.node"], tags["note"], tags["mlflow.project.entryPoint"]).ShouldBe((nodes[0], "train", "2", "train"));
        first["info"]!["status"]!.GetValue<string>().ShouldBe("FINISHED");
        var whole = (await _home.GetAsync($"/api/2.0/mlflow/runs/get?run_id={tags["mlflow.parentRunId"]}"))["run"]!;
        whole["info"]!["status"]!.GetValue<string>().ShouldBe("FINISHED");
        (await _home.GetAsync($"/api/2.0/mlflow/metrics/get-history?run_id={first["info"]!["run_id"]}&metric_key=loss"))["metrics"]!.AsArray()
            .Select(point => point!["step"]!.GetValue<long>()).ShouldBe([0, 1, 2]);

        Pairs(second, "tags").ShouldContain(("gyre.cache", "hit"));
        Metrics(second).ShouldBe([("loss", 1.0 / 3, 2)], "the latest values of what was taken over");
    }

    private async Task<string> RunAsync()
    {
        var id = (await _home.PostAsync("/api/v0/pipelines/create-from-template/", """{"project": "demo", "commit": "main", "name": "p"}"""))["id"]!.ToString();
        (await _home.UntilAsync($"/api/v0/pipelines/{id}/", "complete", "error"))["status"]!.GetValue<string>().ShouldBe("complete");
        return id;
    }

    private async Task<JsonNode> RunOfAsync(string run) =>
        (await _home.GetAsync($"/api/2.0/mlflow/runs/get?run_id={Core.GuidIds.FromNames("tracking", run, "train"):N}"))["run"]!;

    private static List<(string Key, string Value)> Pairs(JsonNode run, string list) =>
        [.. run["data"]![list]!.AsArray().Select(pair => (pair!["key"]!.GetValue<string>(), pair["value"]!.GetValue<string>()))];

    /// <summary>Without those of the machine, which a step has when it takes long enough.</summary>
    private static List<(string Key, double Value, long Step)> Metrics(JsonNode run) =>
        [.. run["data"]!["metrics"]!.AsArray().Where(metric => !metric!["key"]!.GetValue<string>().StartsWith("system/", StringComparison.Ordinal)).Select(metric => (metric!["key"]!.GetValue<string>(), metric["value"]!.GetValue<double>(), metric["step"]!.GetValue<long>()))];
}
