using System.Text.Json.Nodes;
using Gyre.Client.Api;
using Gyre.Contracts;
using Gyre.Core;
using Gyre.EndToEnd.Tests.Crash;

namespace Gyre.EndToEnd.Tests;

/// <summary>The command line and a real server show the same run, node run, cycle, trigger and cache as equal JSON.</summary>
public sealed class SameShapeTests : IDisposable
{
    private const string Yaml = """
        - step:
            name: write
            command:
              - echo '{"accuracy":' 0.5, '"epoch":' 1'}'
              - mkdir -p $VH_OUTPUTS_DIR/model && echo hello > $VH_OUTPUTS_DIR/model/a.txt
            parameters:
              - {name: rate, type: float, default: 1.0}
        - pipeline:
            name: main
            nodes: [{name: write, type: execution, step: write}]
            edges: []
        - cycle: {name: tune, pipeline: main, max-iterations: 2, repeat-while: write.metadata.accuracy < 0.9, objective: {metric: write.metadata.accuracy, direction: maximize}}
        - triggers:
            - {name: often, pipeline: main, cron: 0 3 1 1 *}

        """;

    private readonly ShortLivedFolder _folder = new();
    private readonly HttpClient _client = new();
    private GyreProgram? _server;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Home => Path.Join(_folder.Path, "home");

    public void Dispose()
    {
        _client.Dispose();
        _server?.Dispose();
        CrashHome.EndProcessesOf(_folder.Path);
        _folder.Dispose();
    }

    [Fact]
    public async Task What_the_command_line_shows_is_what_the_server_answers()
    {
        var project = Directory.CreateDirectory(Path.Join(_folder.Path, "project")).FullName;
        await File.WriteAllTextAsync(Path.Join(project, "gyre.yaml"), Yaml, Cancel);
        var run = (await AskAsync("run", project, "--pipeline", "main"))["run_id"]!.GetValue<string>();
        var cycle = (await AskAsync("run", project, "--cycle", "tune"))["cycle_id"]!.GetValue<string>();
        await AskAsync("trigger", "add", project);
        await AskAsync("trigger", "fire", "often", "--wait");

        var shown = await AskAsync("runs", "show", run);
        var listed = (await AskAsync("runs"))["runs"]!.AsArray().Single(found => found!["run_id"]!.GetValue<string>() == run)!;
        var commands = new (string Path, JsonNode Shown)[]
        {
            ($"runs/{run}?nodes=true", shown),
            ($"runs/{run}", listed),
            ($"runs/{run}/nodes/write", shown["nodes"]![0]!),
            ($"cycles/{cycle}", await AskAsync("cycle", "show", cycle)),
            ("cycles", await AskAsync("cycle", "list")),
            ("cache", await AskAsync("cache", "list")),
            ($"runs/{run}/cache/write", await AskAsync("cache", "explain", run, "write")),
        };
        shown["nodes"]![0]!["outputs"]![0]!["path"]!.GetValue<string>().ShouldBe("model/a.txt");
        shown["nodes"]![0]!["metadata"]!["accuracy"]!.GetValue<double>().ShouldBe(0.5);

        var address = await ServeAsync();
        // The server hears of the end of the trigger's run; after that nothing changes any more.
        await UntilNothingRunsAsync(address);
        (string Path, JsonNode Shown)[] triggers =
            [("triggers/often", await AskAsync("trigger", "show", "often")), ("triggers", await AskAsync("trigger", "list"))];
        foreach (var (path, expected) in commands.Concat(triggers))
        {
            var answered = await _client.GetStringAsync(new Uri(address, $"/api/v1/{path}"), Cancel);
            JsonNode.DeepEquals(JsonNode.Parse(answered), expected).ShouldBeTrue($"{path}\n{answered}\n{expected.ToJsonString()}");
            answered.Length.ShouldBeGreaterThan(50, path);
        }

        // The typed client reads what a real engine made.
        using var api = new GyreApi(address.ToString());
        GuidIds.TryParse<RunId>(run, out var id).ShouldBeTrue();
        var node = (await api.Nodes.GetAsync(id, "write", Cancel)).Outputs.Files!.ShouldHaveSingleItem();
        var copy = Path.Join(_folder.Path, "copy.txt");
        (await api.Artifacts.DownloadAsync(node.Digest, copy, Cancel)).ShouldBe(6);
        (await api.Logs.FollowAsync(id, "write", null, Cancel).Select(line => line.Text).ToListAsync(Cancel)).ShouldContain(
            text => text.Contains("accuracy", StringComparison.Ordinal));
        var next = await api.Runs.StartAsync(
            new StartRunRequest { Folder = project, Pipeline = "main", Parameters = new MapValue([new("write.rate", Value.Of(0.25))]) },
            "a-key",
            Cancel);
        (await api.Runs.WaitAsync(next.RunId, Cancel)).State.ShouldBe("succeeded");
    }

    private static async Task UntilNothingRunsAsync(Uri address)
    {
        using var api = new GyreApi(address.ToString());
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while ((await api.Triggers.GetAsync("often", cancellationToken: Cancel)).Running.Count > 0)
            await timer.WaitForNextTickAsync(Cancel);
    }

    private async Task<JsonNode> AskAsync(params string[] arguments) =>
        JsonNode.Parse((await GyreProgram.AskAsync([.. arguments, "--home", Home])).GetRawText())!;

    private async Task<Uri> ServeAsync()
    {
        _server = GyreProgram.Start(new Dictionary<string, string>(StringComparer.Ordinal), "serve", "--home", Home, "--port", "0");
        var line = await _server.ReadLineAsync(Cancel);
        return new Uri(line[(line.LastIndexOf(' ') + 1)..]);
    }
}
