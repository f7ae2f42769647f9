using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gyre.Cli.Homes;
using Gyre.Cli.Serving;
using Gyre.Home;
using Gyre.Storage;
using Gyre.Testing;

namespace Gyre.Cli.Tests.Modules;

/// <summary>A module is one project and one line of registration: everything else of it lies in itself.</summary>
public sealed class ModuleTests : IDisposable
{
    private static readonly ProgramHomes Homes = new([new PostcardModule()]); // The one line.

    private const string Project =
        """
        - step: {name: write, uses: gyre/postcard}
        - pipeline: {name: main, nodes: [{name: write, type: execution, step: write}], edges: []}

        """;

    private readonly TestHost _host = new();

    public ModuleTests() =>
        _host.Host = _host.Host with
        {
            Homes = Homes,
            OpenHome = Homes.OpenAsync,
            Server = new ServerAccess(TimeProvider.System, Homes, TextWriter.Null)
        };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Its_table_loop_route_and_health_are_those_of_the_home()
    {
        await using var server = await ServingAsync();

        (await server.Client.PostAsJsonAsync("/api/v1/postcards", new { words = "hello", stamped = false },
            Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await Patience.UntilAsync(async () => (bool)(await server.GetAsync("/api/v1/postcards"))["postcards"]![0]!["stamped"]!, Cancel);
        var health = await server.GetAsync("/health");
        health["loops"]!.AsArray().Select(static loop => (string)loop!["name"]!).ShouldContain("postcards");
        ((string)health["status"]!).ShouldBe("ok");

        await server.Client.PostAsJsonAsync("/api/v1/postcards", new { words = "fire", stamped = false }, Cancel);
        var burning = await server.GetAsync("/health");
        ((string)burning["status"]!).ShouldBe("degraded");
        ((string)burning["reason"]!).ShouldBe("postcards: there is a fire in the post office");
    }

    [Fact]
    public async Task Its_command_is_among_the_others_and_sees_what_it_keeps()
    {
        await using (var server = await ServingAsync())
            await server.Client.PostAsJsonAsync("/api/v1/postcards", new { words = "hello", stamped = false }, Cancel);

        (await _host.RunAsync("--help")).ShouldBe(0);
        _host.Out.ShouldContain("postcards");
        (await _host.RunAsync("postcards", "--home", "home")).ShouldBe(0, _host.Error);
        _host.Out.ShouldStartWith("hello (");
    }

    [Fact]
    public async Task Its_component_is_used_by_its_name()
    {
        _host.Write("gyre.yaml", Project);
        (await _host.RunAsync("lint", "gyre.yaml")).ShouldBe(0, _host.Error);
        (await _host.RunAsync("component", "list")).ShouldBe(0, _host.Error);
        _host.Out.ShouldContain("gyre/postcard");
    }

    [Fact]
    public async Task Triggers_wait_for_its_events_and_homes_without_it_refuse_them_by_name()
    {
        _host.Write("gyre.yaml", Project + "- trigger: {name: greet, event: {type: postcard.written}, pipeline: main}\n");
        (await _host.RunAsync("lint", "gyre.yaml")).ShouldBe(0, _host.Error);
        _host.Host = _host.Host with { Homes = ProgramHomes.Standard };
        (await _host.RunAsync("lint", "gyre.yaml")).ShouldBe(2);
        (_host.Out + _host.Error).ShouldContain("postcard.written");
    }

    [Fact]
    public async Task A_node_of_its_kind_waits_for_an_answer()
    {
        _host.Write("gyre.yaml", "- pipeline: {name: main, nodes: [{name: ask, type: postcard, to: grandmother}], edges: []}\n");
        await using var server = await ServingAsync();

        var started = await server.Client.PostAsJsonAsync("/api/v1/runs", new { folder = _host.Folder, pipeline = "main" }, Cancel);
        started.StatusCode.ShouldBe(HttpStatusCode.Created, await started.Content.ReadAsStringAsync(Cancel));
        var run = $"/api/v1/runs/{JsonNode.Parse(await started.Content.ReadAsStringAsync(Cancel))!["run_id"]}";
        await Patience.UntilAsync(async () => (string)(await server.GetAsync($"{run}/nodes/ask"))["state"]! == "awaiting-answer", Cancel);
        var answered = await server.Client.PostAsJsonAsync($"{run}/answers", new { key = "ask", document = new { } }, Cancel);
        answered.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answered.Content.ReadAsStringAsync(Cancel));
        await Patience.UntilAsync(async () => (string)(await server.GetAsync(run))["state"]! == "succeeded", Cancel);
        ((string)(await server.GetAsync($"{run}/nodes/ask"))["reason"]!).ShouldEndWith(" wrote back");
    }

    [Fact]
    public async Task Two_of_one_name_are_refused()
    {
        var settings = new HomeSettings { Storage = new StorageOptions { Home = Path.Join(_host.Folder, "home") } };
        var refusal = await Should.ThrowAsync<ArgumentException>(() =>
            GyreHome.OpenAsync(settings, [new PostcardModule(), new PostcardModule()], Cancel));
        refusal.Message.ShouldContain("postcards");
        Directory.Exists(settings.Storage.Home).ShouldBeFalse();
    }

    private async Task<Serving> ServingAsync()
    {
        var storage = new StorageOptions { Home = Path.Join(_host.Folder, "home") };
        var stop = new CancellationTokenSource();
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var serving = _host.Host.Server!.ServeAsync(new ServeSettings(storage, "127.0.0.1", 0), listening.SetResult, stop.Token);
        await Task.WhenAny(listening.Task, serving).WaitAsync(Cancel);
        if (serving.IsFaulted)
            await serving;
        return new Serving(new HttpClient { BaseAddress = await listening.Task }, serving, stop);
    }

    private sealed record Serving(HttpClient Client, Task Work, CancellationTokenSource Stop) : IAsyncDisposable
    {
        public async Task<JsonNode> GetAsync(string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Accept.ParseAdd("application/json");
            using var answer = await Client.SendAsync(request, Cancel);
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!;
        }

        public async ValueTask DisposeAsync()
        {
            await Stop.CancelAsync();
            await Work;
            Client.Dispose();
            Stop.Dispose();
        }
    }
}
