using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Gyre.EndToEnd.Tests.Crash;

namespace Gyre.EndToEnd.Tests.Outage;

/// <summary>A home with <c>gyre serve</c>, a project whose steps write down that they ran, a trigger that fires each second, and whoever waits for things to happen.</summary>
internal sealed class OutageHome : IAsyncDisposable
{
    private const string Yaml = """
        - step:
            name: work
            command:
              - echo "$GYRE_RUN $GYRE_NODE $GYRE_ATTEMPT" >> "$EFFECTS"
              - sleep 0.5
              - echo content > "$VH_OUTPUTS_DIR/left.txt"
            cache: false
            inputs: [{name: before, optional: true}]
            environment-variables: [{name: EFFECTS, default: EFFECTS_FILE}]
        - pipeline:
            name: chain
            nodes:
              - {name: a, type: execution, step: work}
              - {name: b, type: execution, step: work}
              - {name: c, type: execution, step: work}
              - {name: d, type: execution, step: work}
            edges:
              - [a.output.*, b.input.before]
              - [b.output.*, c.input.before]
              - [c.output.*, d.input.before]
        - pipeline:
            name: short
            nodes: [{name: a, type: execution, step: work}]
            edges: []
        - triggers:
            - {name: often, pipeline: short, every: 2s, concurrency: {mode: queue, max-running: 5}, limits: {starts-per-hour: 3600}}

        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly ShortLivedFolder _folder = new();
    private readonly string[] _places;
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(90) };
    private GyreProgram? _server;

    /// <param name="store">As <c>--store</c>; null for the usual one.</param>
    /// <param name="artifacts">As <c>--artifacts</c>; null for the usual place.</param>
    public OutageHome(string? store = null, string? artifacts = null)
    {
        _places = ["--home", Home, .. store is null ? [] : new[] { "--store", store }, .. artifacts is null ? [] : new[] { "--artifacts", artifacts }];
        Directory.CreateDirectory(Project);
        File.WriteAllText(Path.Join(Project, "gyre.yaml"), Yaml.Replace("EFFECTS_FILE", Effects, StringComparison.Ordinal));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public HttpClient Client => _client;

    public string Home => Path.Join(_folder.Path, "home");

    public string Project => Path.Join(_folder.Path, "project");

    private string Effects => Path.Join(_folder.Path, "effects.txt");

    /// <summary>Run, node and attempt of each step that ran.</summary>
    public IReadOnlyList<string> ReadEffects() => File.Exists(Effects) ? File.ReadAllLines(Effects) : [];

    /// <summary>Starts the server, with the trigger at work.</summary>
    public async Task ServeAsync()
    {
        await AskAsync("trigger", "add", Project);
        _server = GyreProgram.Start(new Dictionary<string, string>(), ["serve", .. _places, "--port", "0"]);
        var line = await _server.ReadLineAsync(Cancel);
        _client.BaseAddress = new Uri(line[(line.LastIndexOf(' ') + 1)..]);
        using var answer = await PostAsync("/api/v1/projects", new JsonObject { ["folder"] = Project, ["name"] = "outage" });
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    /// <summary>Starts a program of this home beside the server.</summary>
    public GyreProgram Start(params string[] arguments) => GyreProgram.Start(new Dictionary<string, string>(), [arguments[0], .. arguments[0] == "run" ? new[] { Path.Join(Project, "gyre.yaml") } : [], .. arguments[1..], .. _places]);

    public Task<System.Text.Json.JsonElement> AskAsync(params string[] arguments) => GyreProgram.AskAsync([.. arguments, .. _places]);

    /// <summary>Starts a run over the API; gives its id.</summary>
    public async Task<string> StartRunAsync()
    {
        using var answer = await PostAsync("/api/v1/runs", new JsonObject { ["project"] = "outage", ["pipeline"] = "chain" });
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonNode.Parse(text)!["run_id"]!.GetValue<string>();
    }

    public async Task<HttpResponseMessage> PostAsync(string path, JsonObject body)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        return await _client.PostAsync(path, content, Cancel);
    }

    public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await _client.GetStringAsync(path, Cancel))!;

    /// <summary>How the server says it is.</summary>
    public async Task<JsonNode> HealthAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health");
        request.Headers.Add("Accept", "application/json");
        using var answer = await _client.SendAsync(request, Cancel);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!;
    }

    /// <summary>Waits until the server says that one of its loops has been waiting for so long without a turn that went well.</summary>
    public Task UntilWaitedAsync(TimeSpan length) => UntilAsync(
        "a loop has waited long enough",
        async () => (await HealthAsync())["loops"]!.AsArray().Any(
            loop => loop!["state"]!.GetValue<string>() == "waiting" && TimeProvider.System.GetUtcNow() - loop["since"]!.GetValue<DateTimeOffset>() >= length));

    public async Task<JsonNode> TriggerAsync() => await GetAsync("/api/v1/triggers/often");

    /// <summary>Asks again and again until it is so; gives how long that took.</summary>
    public static async Task<TimeSpan> UntilAsync(string what, Func<Task<bool>> isSo)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await isSo())
        {
            (watch.Elapsed < Patience).ShouldBeTrue($"not within {Patience.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s: {what}");
            await timer.WaitForNextTickAsync(Cancel);
        }
        return watch.Elapsed;
    }

    /// <summary>Ends the server as Ctrl-C does; gives its exit code.</summary>
    public async Task<int> InterruptAsync()
    {
        await Signals.InterruptAsync(_server!.Id);
        var (code, _, errors) = await _server.EndAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(errors);
        return code;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_server is not null)
        {
            if (!_server.HasExited)
                await _server.KillAsync();
            _server.Dispose();
        }
        CrashHome.EndProcessesOf(_folder.Path);
        _folder.Dispose();
    }
}
