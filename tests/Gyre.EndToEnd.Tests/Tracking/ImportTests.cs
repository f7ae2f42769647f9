using System.Text;
using System.Text.Json.Nodes;

namespace Gyre.EndToEnd.Tests.Tracking;

/// <summary><c>gyre import mlflow --from http://...</c>: from one home that is served into another.</summary>
public sealed class ImportTests : IAsyncLifetime
{
    private const string Api = "/api/2.0/mlflow";

    /// <summary>More than one page each, as the importer asks for them.</summary>
    private const int ManyPoints = 26_000;
    private const int ManyRuns = 120;

    private TrackingServer _from = null!;
    private TrackingServer _to = null!;

    public async ValueTask InitializeAsync() => (_from, _to) = (await TrackingServer.StartAsync(), await TrackingServer.StartAsync());

    public async ValueTask DisposeAsync()
    {
        await _from.DisposeAsync();
        await _to.DisposeAsync();
    }

    [Fact]
    public async Task Another_home_tells_the_same_and_a_second_time_changes_nothing()
    {
        var churn = (await CreateAsync("experiments/create", new JsonObject { ["name"] = "churn ü", ["tags"] = Pairs(("team", "a")) }))["experiment_id"]!.GetValue<string>();
        var gone = (await CreateAsync("experiments/create", new JsonObject { ["name"] = "gone" }))["experiment_id"]!.GetValue<string>();
        var whole = await FillRunAsync(churn);
        for (var i = 0; i < ManyRuns; i++)
            await CreateRunAsync("0", $"many {i}");
        await CreateAsync("runs/delete", new JsonObject { ["run_id"] = await CreateRunAsync(gone, "deleted") });
        await CreateAsync("experiments/delete", new JsonObject { ["experiment_id"] = gone });
        await FillRegistryAsync(churn, whole);

        var first = await ImportAsync();
        first["runs"]!["taken"]!.GetValue<long>().ShouldBe(ManyRuns + 2);
        first["points"]!["taken"]!.GetValue<long>().ShouldBe(ManyPoints + 1);
        first["remark_count"]!.GetValue<long>().ShouldBe(0, first["remarks"]!.ToJsonString());
        var records = await ServedRecords.ReadAsync(_to);
        records.ShouldBe(await ServedRecords.ReadAsync(_from));

        var second = await ImportAsync();
        second["changed"]!.GetValue<bool>().ShouldBeFalse(second.ToJsonString());
        (await ServedRecords.ReadAsync(_to)).ShouldBe(records);
    }

    [Fact]
    public async Task What_is_new_at_the_source_comes_with_the_next_import()
    {
        var run = await CreateRunAsync("0", "goes on");
        await ImportAsync();
        await CreateAsync("runs/log-metric", new JsonObject { ["run_id"] = run, ["key"] = "m", ["value"] = 1.5, ["timestamp"] = 1_700_000_000_000, ["step"] = 1 });
        await CreateAsync("runs/update", new JsonObject { ["run_id"] = run, ["status"] = "FINISHED", ["end_time"] = 1_700_000_001_000 });
        await ImportAsync();
        (await ServedRecords.ReadAsync(_to)).ShouldBe(await ServedRecords.ReadAsync(_from));
    }

    private async Task<JsonNode> ImportAsync() =>
        JsonNode.Parse((await GyreProgram.AskAsync("import", "mlflow", "--from", _from.Address.ToString(), "--home", _to.Home)).GetRawText())!;

    private async Task<string> FillRunAsync(string experiment)
    {
        var run = await CreateRunAsync(experiment, "whole");
        for (var start = 0; start < ManyPoints; start += 1000)
        {
            var points = Enumerable.Range(start, 1000).Select(i => new JsonObject { ["key"] = "loss", ["value"] = 1.0 / (i + 1), ["timestamp"] = 1_700_000_000_000 + i, ["step"] = i });
            await CreateAsync("runs/log-batch", new JsonObject { ["run_id"] = run, ["metrics"] = new JsonArray([.. points]) });
        }
        await CreateAsync("runs/log-batch", new JsonObject
        {
            ["run_id"] = run,
            ["metrics"] = new JsonArray(new JsonObject { ["key"] = "a/b c", ["value"] = "NaN", ["timestamp"] = 1, ["step"] = -1 }),
            ["params"] = Pairs(("lr", "0.1"), ("empty", "")),
            ["tags"] = Pairs(("note", "ü\nsecond line")),
        });
        var dataset = new JsonObject { ["name"] = "data", ["digest"] = "d1", ["source_type"] = "local", ["source"] = "{}", ["schema"] = "{\"x\": 1}" };
        await CreateAsync("runs/log-inputs", new JsonObject { ["run_id"] = run, ["datasets"] = new JsonArray(new JsonObject { ["dataset"] = dataset, ["tags"] = Pairs(("mlflow.data.context", "train")) }) });
        await _from.PutAsync($"/api/2.0/mlflow-artifacts/artifacts/{experiment}/{run}/artifacts/plots/a%20b.txt", Encoding.UTF8.GetBytes("one"));
        await _from.PutAsync($"/api/2.0/mlflow-artifacts/artifacts/{experiment}/{run}/artifacts/%C3%BC.txt", Encoding.UTF8.GetBytes("two"));
        await CreateAsync("runs/update", new JsonObject { ["run_id"] = run, ["status"] = "FAILED", ["end_time"] = 1_700_000_100_000 });
        return run;
    }

    private async Task FillRegistryAsync(string experiment, string run)
    {
        var model = (await CreateAsync("logged-models", new JsonObject { ["experiment_id"] = experiment, ["name"] = "net", ["source_run_id"] = run, ["params"] = Pairs(("depth", "3")) }))["model"]!["info"]!;
        var place = model["artifact_uri"]!.GetValue<string>()["mlflow-artifacts:/".Length..];
        await _from.PutAsync($"/api/2.0/mlflow-artifacts/artifacts/{place}/model.onnx", Encoding.UTF8.GetBytes("onnx"));
        await CreateAsync("registered-models/create", new JsonObject { ["name"] = "classifier", ["description"] = "sorts", ["tags"] = Pairs(("t", "v")) });
        foreach (var source in new[] { $"models:/{model["model_id"]}", $"runs:/{run}/plots" })
            await CreateAsync("model-versions/create", new JsonObject { ["name"] = "classifier", ["source"] = source, ["run_id"] = run, ["tags"] = Pairs(("v", "1")) });
        await CreateAsync("registered-models/alias", new JsonObject { ["name"] = "classifier", ["alias"] = "champion", ["version"] = "1" });
        await CreateAsync("model-versions/transition-stage", new JsonObject { ["name"] = "classifier", ["version"] = "2", ["stage"] = "Production", ["archive_existing_versions"] = false });
    }

    private async Task<string> CreateRunAsync(string experiment, string name) =>
        (await CreateAsync("runs/create", new JsonObject { ["experiment_id"] = experiment, ["run_name"] = name, ["start_time"] = 1_700_000_000_000, ["tags"] = Pairs(("k", "v")) }))["run"]!["info"]!["run_id"]!.GetValue<string>();

    private Task<JsonNode> CreateAsync(string path, JsonObject body) => _from.PostAsync($"{Api}/{path}", body);

    private static JsonArray Pairs(params ReadOnlySpan<(string Key, string Value)> pairs)
    {
        var list = new JsonArray();
        foreach (var (key, value) in pairs)
            list.Add(new JsonObject { ["key"] = key, ["value"] = value });
        return list;
    }
}
