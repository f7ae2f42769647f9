using System.Globalization;
using System.Text.Json.Nodes;
using Gyre.EndToEnd.Tests.Conformance;
using Gyre.Testing;

namespace Gyre.EndToEnd.Tests.Metadata;

/// <summary>What a step prints is seen while it runs, and counts once when it is tried again.</summary>
public sealed class LiveMetadataTests : IAsyncLifetime
{
    private const int FloodLines = 200_000;

    private readonly string _places = Directory.CreateTempSubdirectory("gyre-live-").FullName;
    private ServedHome _home = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Gate => Path.Join(_places, "gate");

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the steps are written for sh");
        _home = await ServedHome.StartAsync($$"""
            - step:
                name: live
                image: any
                command: |
                  echo '{"epoch": 1, "accuracy": 0.5, "phase": "warm"}'; echo '{"epoch": 2, "accuracy": 0.6, "phase": "fit"}'; echo '{"accuracy": 0.9}'
                  while [ ! -e '{{Gate}}' ]; do sleep 0.02; done; echo '{"epoch": 9, "accuracy": 0.95}'
            - step:
                name: again
                image: any
                command: |
                  if [ -e '{{_places}}/failed' ]; then echo '{"loss": 1, "kind": "good"}'; exit 0; fi
                  for i in 7 8 9; do echo "{\"loss\": $i, \"other\": $i, \"kind\": \"bad $i\"}"; done
                  while [ ! -e '{{Gate}}' ]; do sleep 0.02; done; touch '{{_places}}/failed'; exit 1
            - step:
                name: flood
                image: any
                command: awk 'BEGIN { for (i = 0; i < {{FloodLines}}; i++) print "{\"n\":" i "}" }'
            - step: {name: quick, image: any, command: "echo '{\"q\": 1}'"}
            - pipeline: {name: live, nodes: [{name: node, type: execution, step: live}], edges: []}
            - pipeline: {name: again, nodes: [{name: node, type: execution, step: again, on-error: retry}], edges: []}
            - pipeline: {name: flood, nodes: [{name: node, type: execution, step: flood}], edges: []}
            - pipeline: {name: quick, nodes: [{name: node, type: execution, step: quick}], edges: []}
            """);
    }

    public async ValueTask DisposeAsync()
    {
        if (_home is not null)
            await _home.DisposeAsync();
        Directory.Delete(_places, recursive: true);
    }

    [Fact]
    public async Task Tracking_and_the_node_show_what_a_running_step_printed()
    {
        var run = await StartAsync("live");
        await Patience.UntilAsync(async () => (await FindTrackingAsync(run))?["data"]?["metrics"] is JsonArray { Count: > 0 }, Cancel);
        var tracked = (await FindTrackingAsync(run))!;
        tracked["info"]!["status"]!.GetValue<string>().ShouldBe("RUNNING");
        // The line without a step is the latest: it goes behind the last one.
        Latest(tracked, "accuracy").ShouldBe((0.9, 3));
        Pairs(tracked, "tags")["phase"].ShouldBe("fit");
        Pairs(tracked, "params").ShouldNotContainKey("phase");
        var node = (await _home.GetAsync($"/api/v1/runs/{run}/nodes"))["nodes"]!.AsArray().Single()!;
        node["state"]!.GetValue<string>().ShouldBe("running");
        node["metadata"]!["accuracy"]!.GetValue<double>().ShouldBe(0.9);
        await File.WriteAllTextAsync(Gate, "", Cancel);
        await EndAsync(run);
        Latest((await FindTrackingAsync(run))!, "accuracy").ShouldBe((0.95, 9));
        (await HistoryAsync(run, "accuracy")).ShouldBe([(0.5, 1), (0.6, 2), (0.9, 3), (0.95, 9)]);
    }

    [Fact]
    public async Task A_step_that_is_tried_again_counts_once()
    {
        var run = await StartAsync("again");
        await Patience.UntilAsync(async () => (await FindTrackingAsync(run))?["data"]?["metrics"] is JsonArray { Count: > 0 }, Cancel);
        await File.WriteAllTextAsync(Gate, "", Cancel);
        await EndAsync(run);
        (await HistoryAsync(run, "loss")).ShouldBe([(1, 0)]);
        (await HistoryAsync(run, "other")).ShouldBeEmpty();
        var tracked = (await FindTrackingAsync(run))!;
        Latest(tracked, "loss").ShouldBe((1, 0));
        tracked["data"]!["metrics"]!.AsArray().ShouldNotContain(metric => metric!["key"]!.GetValue<string>() == "other");
        Pairs(tracked, "params")["kind"].ShouldBe("good");
        Pairs(tracked, "tags").ShouldNotContainKey("kind");
    }

    [Fact]
    public async Task A_step_that_prints_faster_than_anybody_reads_loses_nothing_and_holds_nobody_up()
    {
        var flood = await StartAsync("flood");
        await EndAsync(await StartAsync("quick"));
        await EndAsync(flood);
        var history = await HistoryAsync(flood, "n");
        history.Count.ShouldBe(FloodLines);
        history.ShouldAllBe(point => point.Value == point.Step);
    }

    private async Task<string> StartAsync(string pipeline) => (await _home.PostAsync(
        "/api/v0/pipelines/create-from-template/", $$"""{"project": "demo", "commit": "main", "name": "{{pipeline}}"}"""))["id"]!.ToString();

    private async Task EndAsync(string run) =>
        (await _home.UntilAsync($"/api/v0/pipelines/{run}/", "complete", "error"))["status"]!.GetValue<string>().ShouldBe("complete");

    private static string TrackingId(string run) => Core.GuidIds.FromNames("tracking", run, "node").ToString("N", CultureInfo.InvariantCulture);

    private async Task<JsonNode?> FindTrackingAsync(string run) =>
        (await _home.SendAsync(HttpMethod.Get, $"/api/2.0/mlflow/runs/get?run_id={TrackingId(run)}")).Body?["run"];

    private async Task<List<(double Value, long Step)>> HistoryAsync(string run, string key)
    {
        var points = new List<(double, long)>();
        for (var token = ""; ;)
        {
            var page = await _home.GetAsync($"/api/2.0/mlflow/metrics/get-history?run_id={TrackingId(run)}&metric_key={key}&max_results=25000&page_token={token}");
            points.AddRange((page["metrics"]?.AsArray() ?? []).Select(point => (point!["value"]!.GetValue<double>(), point["step"]!.GetValue<long>())));
            token = page["next_page_token"]?.GetValue<string>() ?? "";
            if (token.Length == 0)
                return points;
        }
    }

    private static (double Value, long Step) Latest(JsonNode run, string key)
    {
        var metric = run["data"]!["metrics"]!.AsArray().Single(metric => metric!["key"]!.GetValue<string>() == key)!;
        return (metric["value"]!.GetValue<double>(), metric["step"]!.GetValue<long>());
    }

    private static Dictionary<string, string> Pairs(JsonNode run, string list) => (run["data"]![list]?.AsArray() ?? [])
        .ToDictionary(pair => pair!["key"]!.GetValue<string>(), pair => pair!["value"]!.GetValue<string>(), StringComparer.Ordinal);
}
