using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gyre.EndToEnd.Tests.Crash;
using Gyre.Testing;

namespace Gyre.EndToEnd.Tests;

/// <summary>Triggers under real servers that are killed.</summary>
public sealed class TriggerTests : IDisposable
{
    private const string Secret = "a secret of many characters";

    private const string Yaml = """
        - step: {name: hello, command: echo hello, cache: false}
        - pipeline:
            name: main
            nodes: [{name: hello, type: execution, step: hello}]
            edges: []
        - triggers:
            - {name: pushed, pipeline: main, webhook: {secret: GYRE_TEST_HOOK}}
            - {name: often, pipeline: main, every: 1s, concurrency: {mode: queue, max-running: 5}, limits: {starts-per-hour: 3600}}

        """;

    private readonly ShortLivedFolder _folder = new();
    private readonly List<GyreProgram> _servers = [];
    private readonly HttpClient _client = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Home => Path.Join(_folder.Path, "home");

    public void Dispose()
    {
        _client.Dispose();
        foreach (var server in _servers)
            server.Dispose();
        CrashHome.EndProcessesOf(_folder.Path);
        _folder.Dispose();
    }

    [Fact]
    public async Task A_signed_request_starts_one_run_also_when_it_comes_again_after_a_crash()
    {
        await RegisterAsync();
        await GyreProgram.AskAsync("trigger", "disable", "often", "--home", Home);
        var (server, address) = await ServeAsync();
        var at = TimeProvider.System.GetUtcNow();
        (await HookAsync(address, at)).ShouldBe(HttpStatusCode.Accepted);
        await UntilAsync(address, "pushed", trigger => trigger["occurrences"]!.AsArray() is [{ } only] && only["run_state"]?.GetValue<string>() == "succeeded");
        await server.KillAsync();
        (_, address) = await ServeAsync();
        (await HookAsync(address, at)).ShouldBe(HttpStatusCode.OK);
        (await GyreProgram.AskAsync("runs", "--home", Home)).GetProperty("runs").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Two_servers_of_which_one_is_killed_start_one_run_per_occurrence()
    {
        await RegisterAsync();
        var (first, _) = await ServeAsync();
        var (_, address) = await ServeAsync();
        await UntilAsync(address, "often", trigger => Started(trigger) >= 2);
        await first.KillAsync();
        var before = Started(await GetAsync(address, "often"));
        await UntilAsync(address, "often", trigger => Started(trigger) >= before + 3);
        await GyreProgram.AskAsync("trigger", "disable", "often", "--home", Home);
        await UntilAsync(address, "often", trigger => trigger["running"]!.AsArray().Count == 0);
        var trigger = await GyreProgram.AskAsync("trigger", "show", "often", "--limit", "1000", "--home", Home);
        var started = trigger.GetProperty("occurrences").EnumerateArray().Select(occurrence => occurrence.GetProperty("run_id").GetString()).OfType<string>().ToList();
        started.Distinct(StringComparer.Ordinal).Count().ShouldBe(started.Count);
        (await GyreProgram.AskAsync("runs", "--limit", "1000", "--home", Home)).GetProperty("runs").GetArrayLength().ShouldBe(started.Count);
    }

    private static int Started(JsonNode trigger) => trigger["occurrences"]!.AsArray().Count(occurrence => occurrence!["outcome"]!.GetValue<string>() == "started");

    private async Task RegisterAsync()
    {
        var project = Directory.CreateDirectory(Path.Join(_folder.Path, "project")).FullName;
        await File.WriteAllTextAsync(Path.Join(project, "gyre.yaml"), Yaml, Cancel);
        (await GyreProgram.AskAsync("trigger", "add", project, "--home", Home)).GetProperty("triggers").GetArrayLength().ShouldBe(2);
    }

    private async Task<(GyreProgram Server, Uri Address)> ServeAsync()
    {
        var server = GyreProgram.Start(new Dictionary<string, string> { ["GYRE_TEST_HOOK"] = Secret }, "serve", "--home", Home, "--port", "0");
        _servers.Add(server);
        var line = await server.ReadLineAsync(Cancel);
        return (server, new Uri(line[(line.LastIndexOf(' ') + 1)..]));
    }

    private async Task<HttpStatusCode> HookAsync(Uri address, DateTimeOffset at)
    {
        const string Body = """{"version": 3}""";
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"{timestamp}.d-1.{Body}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/api/v1/triggers/pushed/hook")) { Content = new StringContent(Body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Gyre-Timestamp", timestamp);
        request.Headers.Add("X-Gyre-Delivery", "d-1");
        request.Headers.Add("X-Gyre-Signature", "sha256=" + Convert.ToHexStringLower(mac));
        using var answer = await _client.SendAsync(request, Cancel);
        return answer.StatusCode;
    }

    private async Task<JsonNode> GetAsync(Uri address, string trigger) => JsonNode.Parse(await _client.GetStringAsync(new Uri(address, $"/api/v1/triggers/{trigger}"), Cancel))!;

    private Task UntilAsync(Uri address, string trigger, Func<JsonNode, bool> isSo) => Patience.UntilAsync(async () => isSo(await GetAsync(address, trigger)), Cancel, trigger);
}
