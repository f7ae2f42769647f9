using System.Text.Json;

namespace Gyre.Cli.Tests;

/// <summary>The commands about triggers, over a real home in which nothing carries runs out.</summary>
public sealed class TriggerCommandTests : IDisposable
{
    private const string Yaml = """
        - step: {name: train, command: echo hello}
        - pipeline:
            name: main
            nodes: [{name: train, type: execution, step: train}]
            edges: []
        - triggers:
            - {name: nightly, pipeline: main, cron: "0 3 * * *", timezone: Europe/Berlin}
            - {name: pushed, pipeline: main, webhook: {secret: HOOK_SECRET}, concurrency: queue}

        """;

    private readonly TestHost _host = new();

    public TriggerCommandTests() => _host.Write("project/gyre.yaml", Yaml);

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task Triggers_of_a_project_are_added_listed_and_shown()
    {
        (await AddAsync()).ShouldBe(CliExitCodes.Done, _host.Error);
        _host.Out.ShouldContain("nightly");
        _host.Error.ShouldContain("gyre serve");
        (await RunAsync("list")).ShouldBe(CliExitCodes.Done);
        _host.Out.ShouldContain("cron 0 3 * * * (Europe/Berlin)");
        (await RunAsync("list", "--format", "json")).ShouldBe(CliExitCodes.Done);
        var listed = _host.Json.GetProperty("triggers").EnumerateArray().ToList();
        listed.Select(trigger => trigger.GetProperty("name").GetString()).ShouldBe(["nightly", "pushed"]);
        listed[0].GetProperty("project").GetString().ShouldBe("project");
        listed[0].GetProperty("next_due").ValueKind.ShouldBe(JsonValueKind.String);
        listed[1].GetProperty("next_due").ValueKind.ShouldBe(JsonValueKind.Null);
        (await RunAsync("show", "nightly", "--format", "json")).ShouldBe(CliExitCodes.Done);
        _host.Json.GetProperty("occurrences").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Firing_with_a_key_starts_one_run()
    {
        await AddAsync();
        (await RunAsync("fire", "nightly", "--key", "k", "--format", "json")).ShouldBe(CliExitCodes.Done, _host.Error);
        var run = _host.Json.GetProperty("run_id").GetString();
        _host.Json.GetProperty("outcome").GetString().ShouldBe("started");
        (await RunAsync("fire", "nightly", "--key", "k")).ShouldBe(CliExitCodes.Done);
        _host.Out.Trim().ShouldBe(run);
        (await RunAsync("fire", "nightly")).ShouldBe(CliExitCodes.Failed, "its run is still in progress");
        _host.Error.ShouldContain("still in progress");
        (await RunAsync("fire", "pushed", "--key", "a")).ShouldBe(CliExitCodes.Done);
        (await RunAsync("fire", "pushed", "--key", "b")).ShouldBe(CliExitCodes.Failed);
        _host.Error.ShouldContain("The start is waiting");
        (await RunAsync("show", "nightly")).ShouldBe(CliExitCodes.Done);
        _host.Out.ShouldContain(run!);
        _host.Out.ShouldContain("hand:k");
    }

    [Fact]
    public async Task A_trigger_is_switched_off_and_on()
    {
        await AddAsync();
        (await RunAsync("disable", "nightly")).ShouldBe(CliExitCodes.Done);
        _host.Out.Trim().ShouldBe("trigger nightly off");
        (await RunAsync("fire", "nightly")).ShouldBe(CliExitCodes.Failed);
        _host.Error.ShouldContain("the trigger is disabled");
        (await RunAsync("enable", "nightly", "--format", "json")).ShouldBe(CliExitCodes.Done);
        _host.Json.GetProperty("enabled").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task A_test_lists_the_times_of_a_month()
    {
        await AddAsync();
        (await RunAsync("test", "nightly", "--from", "2026-03-01", "--to", "2026-04-01", "--format", "json")).ShouldBe(CliExitCodes.Done, _host.Error);
        _host.Json.GetProperty("firings").GetArrayLength().ShouldBe(31);
        (await RunAsync("test", "nightly", "--from", "2026-03-01", "--to", "2026-03-02")).ShouldBe(CliExitCodes.Done);
        _host.Out.ShouldContain("2026-03-01 02:00:00");
        (await RunAsync("test", "nightly", "--from", "soon")).ShouldBe(CliExitCodes.BadInput);
    }

    [Fact]
    public async Task What_is_not_there_is_named()
    {
        await AddAsync();
        (await RunAsync("show", "nigthly")).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain("nightly, pushed");
        _host.Write("project/gyre-other.yaml", Yaml);
        (await _host.RunAsync("trigger", "add", "project/gyre-other.yaml", "--home", "home")).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain("gyre.yaml");
        _host.Write("project/gyre.yaml", Yaml.Replace("0 3 * * *", "0 30 * * *", StringComparison.Ordinal));
        (await AddAsync()).ShouldBe(CliExitCodes.BadInput);
        _host.Error.ShouldContain("gyre.yaml:7:");
    }

    private Task<int> AddAsync() => _host.RunAsync("trigger", "add", "project", "--home", "home");

    private Task<int> RunAsync(params string[] arguments) => _host.RunAsync(["trigger", .. arguments, "--home", "home"]);
}
