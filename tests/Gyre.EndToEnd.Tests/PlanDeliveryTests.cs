using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gyre.EndToEnd.Tests.Tracking;

namespace Gyre.EndToEnd.Tests;

/// <summary>What a plan came to reaches others: the tracking server of its environment, and those who ask its model.</summary>
public sealed class PlanDeliveryTests : IAsyncLifetime
{
    private const string Api = "/api/2.0/mlflow";

    private static readonly ImmutableDictionary<string, string> Secret =
        ImmutableDictionary<string, string>.Empty.Add("MLFLOW_TRACKING_TOKEN", "token-that-nobody-sees");

    private TrackingServer _server = null!;
    private string _folder = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await TrackingServer.StartAsync();
        _folder = Directory.CreateDirectory(_server.At("project")).FullName;
        await WriteAsync();
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Results_arrive_once_at_the_tracking_server_and_the_model_answers()
    {
        await SetTrackingAsync(new Uri(_server.Address, "nowhere"));
        var (code, output, errors) = await RunAsync(Secret, "experiment", "run", "plans", "-e", "staging");
        code.ShouldBe(1, errors);
        output.ShouldContain("points: succeeded");
        errors.ShouldContain("'gyre experiment status PLAN' sends them again");
        errors.ShouldNotContain(Secret["MLFLOW_TRACKING_TOKEN"]);
        await SetTrackingAsync(_server.Address);
        (code, _, errors) = await RunAsync("experiment", "status", "plans");
        (code, errors).ShouldSatisfyAllConditions(
            static one => one.code.ShouldBe(0), static one =>
                one.errors.ShouldContain("Sent the results of 'points' to http://127.0.0.1:"));
        var first = await RunsThereAsync();
        (await RunAsync("experiment", "status", "plans")).Errors.ShouldNotContain("Sent");
        (await RunsThereAsync()).Count.ShouldBe(first.Count);
        Check(first);
        await PredictAsync();
    }

    private static void Check(List<JsonNode> runs)
    {
        runs.Select(static run => run["info"]!["run_name"]!.GetValue<string>()).Order(StringComparer.Ordinal)
            .ShouldBe(["points", "scaled", "scaled_points", "scaled_points"]);
        var ids = runs.Select(static run => run["info"]!["run_id"]!.GetValue<string>()).ToList();
        var parents = runs.Select(static run => TrackingServer.Pairs(run, "tags").GetValueOrDefault("mlflow.parentRunId")).OfType<string>();
        parents.ShouldAllBe(parent => ids.Contains(parent));
        runs.ShouldAllBe(static run => run["info"]!["status"]!.GetValue<string>() == "FINISHED");
        runs.Count(static run => run["data"]!["metrics"]?.AsArray().Any(
            static metric => metric!["key"]!.GetValue<string>() == "label_tst_accuracy_score") == true)
            .ShouldBe(3, "the experience, the trial on its dataset, and the trial");
    }

    private async Task PredictAsync()
    {
        var (code, output, errors) = await RunAsync("experiment", "deploy", "plans", "--trial", "scaled", "--deployment", "points");
        (code, output).ShouldBe((0, "Added version 1 (softmax-regression) to 'points'; version 1 is the champion.\n"), errors);
        (code, output, errors) = await RunAsync(
            "predict", "points", "--rows", """[{"x": 0.1, "color": "red"}, {"x": 9, "color": "blue"}]""");
        code.ShouldBe(0, errors);
        var answers = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!).ToList();
        answers.Select(static answer => answer["class"]!.GetValue<string>()).ShouldBe(["low", "high"]);
        answers[0]["probabilities"]!["low"]!.GetValue<double>().ShouldBeGreaterThan(0.5);
        (await RunAsync("experiment", "deploy", "plans", "--trial", "scaled", "--deployment", "points")).Errors
            .ShouldContain("serves this model already");
        (await RunAsync("model", "show", "points", "--format", "json")).Output.ShouldContain("champion");
    }

    private async Task<List<JsonNode>> RunsThereAsync()
    {
        var experiment = (await _server.GetAsync($"{Api}/experiments/get-by-name?experiment_name=points"))["experiment"]!["experiment_id"]!;
        var answer = await _server.PostAsync(
            $"{Api}/runs/search", new JsonObject { ["experiment_ids"] = new JsonArray(experiment.GetValue<string>()) });
        return [.. answer["runs"]!.AsArray().Select(static run => run!)];
    }

    private Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments) =>
        RunAsync(ImmutableDictionary<string, string>.Empty, arguments);

    private async Task<(int Code, string Output, string Errors)> RunAsync(
        ImmutableDictionary<string, string> variables, params string[] arguments)
    {
        using var program = GyreProgram.StartIn(_folder, variables, arguments);
        return await program.EndAsync();
    }

    private Task SetTrackingAsync(Uri address) => File.WriteAllTextAsync(
        Path.Join(_folder, "gyre.staging.json"), JsonSerializer.Serialize(new { datasets = "none", tracking = address.ToString() }),
        Cancel);

    private async Task WriteAsync()
    {
        Directory.CreateDirectory(Path.Join(_folder, "plans"));
        var dataset = Directory.CreateDirectory(Path.Join(_folder, "datasets", "points")).FullName;
        await File.WriteAllTextAsync(
            Path.Join(dataset, "schema.json"),
            """
            {"name": "points", "description": "", "inputs": [
              {"name": "x", "type": "float", "required": true, "nullable": false},
              {"name": "color", "type": "category", "required": true, "nullable": false}],
             "outputs": [{"name": "label", "type": "category", "required": true, "nullable": false}], "metadata": []}
            """,
            Cancel);
        var rows = new StringBuilder("id,x,color,label\n");
        for (var i = 0; i < 40; i++)
            rows.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"00000000-0000-4000-8000-0000000000{i:00},{i / 4},{(i % 2 == 0 ? "red" : "blue")},{(i < 20 ? "low" : "high")}\n");
        await File.WriteAllTextAsync(Path.Join(dataset, "examples.csv"), rows.ToString(), Cancel);
        await File.WriteAllTextAsync(
            Path.Join(_folder, "plans", "points.yaml"),
            """
            name: points
            description: Which are high.
            datasets: {names: [points]}
            splits: {splitter: {class: gyre.splitters.Stratified, parameters: {test_pct: 0.25} } }
            max_workers: 2
            trials:
              - name: scaled
                description: With transforms.
                pipeline:
                  model: {class: gyre.models.SoftmaxRegression, parameters: {epochs: 100} }
                  transforms:
                    - {class: gyre.transforms.OneHot, mode: [train, eval]}
                    - {class: gyre.transforms.MinMax, mode: [train, eval]}
                data_loaders: {points: {class: octopuscl.data.loaders.PyTorchDataLoader} }
                host: local
            """,
            Cancel);
    }
}
