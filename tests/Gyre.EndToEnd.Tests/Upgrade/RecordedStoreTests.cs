using System.Net;
using System.Text.Json.Nodes;
using Gyre.Core.Events;
using Gyre.Testing.Storage;

namespace Gyre.EndToEnd.Tests.Upgrade;

/// <summary>Stores that earlier programs wrote are opened by this one, answer as they did, and go on.</summary>
public sealed class RecordedStoreTests
{
    private const int AtOnce = 2;

    public static TheoryData<string, string> Stores => RecordedStore.All();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Every_command_answers_as_it_did(string name, string engine)
    {
        using var store = await RecordedStore.UnpackAsync(name, engine);
        var differences = new List<string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Cancel };
        await Parallel.ForEachAsync(store.Expected["commands"]!.AsArray(), options, async (recorded, _) =>
        {
            string[] arguments = [.. recorded!["arguments"]!.AsArray().Select(argument => argument!.GetValue<string>())];
            var found = Answers.Differences(recorded["answer"], await store.AskAsync(arguments));
            lock (differences)
                differences.AddRange(found.Select(difference => $"gyre {string.Join(' ', arguments)}: {difference}"));
        });
        differences.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Every_request_is_answered_as_it_was(string name, string engine)
    {
        using var store = await RecordedStore.UnpackAsync(name, engine);
        await using var server = await UpgradedServer.StartAsync(store);
        var differences = new List<string>();
        foreach (var recorded in store.Expected["requests"]!.AsArray())
        {
            var (method, path) = (recorded!["method"]!.GetValue<string>(), recorded["path"]!.GetValue<string>());
            var now = await server.SendAsync(method, path, recorded["body"]);
            differences.AddRange(Answers.Differences(recorded["answer"], now).Select(difference => $"{method} {path}: {difference}"));
        }
        differences.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Every_event_is_of_a_known_type_and_holds_what_the_type_declares(string name, string engine)
    {
        using var store = await RecordedStore.UnpackAsync(name, engine);
        var events = await store.ReadEventsAsync();
        events.ShouldNotBeEmpty();
        events.SelectMany(found => EventChecks.Problems(found[0], found[1], found[2], EventTypes.Standard)).Distinct().ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Opening_it_a_second_time_changes_nothing(string name, string engine)
    {
        using var store = await RecordedStore.UnpackAsync(name, engine);
        await store.AskAsync("runs");
        var first = await store.ReadContentAsync();
        await store.AskAsync("runs");
        (await store.ReadContentAsync()).ShouldBe(first);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task What_was_under_way_goes_on_to_its_end(string name, string engine)
    {
        using var store = await RecordedStore.UnpackAsync(name, engine);
        await using var server = await UpgradedServer.StartAsync(store);

        await server.UntilRunAsync(store.Role("interrupted"), "succeeded", "failed", "cancelled", "stopped");
        var interrupted = await store.AskAsync("runs", "show", store.Role("interrupted"));
        interrupted["state"]!.GetValue<string>().ShouldBe("succeeded", interrupted.ToJsonString());
        interrupted["nodes"]![0]!["metadata"]!["again"]!.GetValue<bool>().ShouldBeTrue("it began anew with what it had written before");

        await store.AskAsync("approve", store.Role("waiting"), "release", "--as", "tom");
        await server.UntilRunAsync(store.Role("waiting"), "succeeded");

        var cycle = store.Role("asking_cycle");
        foreach (var turn in (int[])[2, 3])
        {
            var shown = await server.UntilAsync($"/api/v1/cycles/{cycle}", found => found["turns"]!.AsArray().Count == turn);
            var run = shown["turns"]![turn - 1]!["run_id"]!.GetValue<string>();
            await server.UntilNodeAsync(run, "say", "awaiting-approval");
            await store.AskAsync("approve", run, "say", "--as", "tom");
        }
        await server.UntilAsync($"/api/v1/cycles/{cycle}", found => found["state"]!.GetValue<string>() == "stopped");
        var ended = await store.AskAsync("cycle", "show", cycle);
        ended["stop_reason"]!.GetValue<string>().ShouldBe("max-iterations", ended.ToJsonString());
        ended["turns"]!.AsArray().Select(turn => turn!["metrics"]!["say.turn"]!.GetValue<int>()).ShouldBe([1, 2, 3]);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Triggers_fire(string name, string engine)
    {
        using var store = await RecordedStore.UnpackAsync(name, engine);
        await using var server = await UpgradedServer.StartAsync(store);

        (await server.HookAsync("pushed", "delivery-2")).ShouldBe(HttpStatusCode.Accepted);
        (await server.HookAsync("pushed", "delivery-2")).ShouldBe(HttpStatusCode.OK);
        await server.UntilFiredAsync("pushed");

        await store.AskAsync("trigger", "fire", "by-hand", "--key", "release-8");
        await server.UntilFiredAsync("by-hand");

        await store.AskAsync("run", store.Project, "--pipeline", "main", "--parameter", "how-many=10");
        await server.UntilFiredAsync("moved");
        await store.AskAsync("run", store.Project, "--pipeline", "stops");
        await server.UntilFiredAsync("after-turns");

        await store.AskAsync("trigger", "enable", "often");
        await server.UntilFiredAsync("often");
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task New_work_stands_on_the_old(string name, string engine)
    {
        using var store = await RecordedStore.UnpackAsync(name, engine);
        var again = await store.AskAsync("run", store.Project, "--pipeline", "main");
        Tried(again).ShouldBeEmpty("each step is a hit in the cache that was recorded");
        var other = await store.AskAsync("run", store.Project, "--pipeline", "main", "--parameter", "how-many=11");
        other["nodes"]!.AsArray().Count(node => node!["cache"]!.GetValue<string>() == "miss").ShouldBeGreaterThan(0);
        var reads = await store.AskAsync("run", store.Project, "--pipeline", "reads");
        reads["state"]!.GetValue<string>().ShouldBe("succeeded", "a dataset version and an alias of the recording are its inputs");
        using (var resumed = store.Start("resume", store.Role("failed")))
            (await resumed.EndAsync()).Code.ShouldBe(1, "it is taken up, and breaks again");
        (await store.AskAsync("runs", "show", store.Role("failed")))["executions"]!.GetValue<int>().ShouldBeGreaterThan(4);

        await store.AskAsync("tracking", "log", store.Role("tracked"), "--metric", "accuracy=0.95", "--step", "3");
        var version = await store.AskAsync("model", "register", "churn", "--source", $"models:/{store.Role("logged_model")}");
        version["version"]!.ToString().ShouldBe("4");

        var collected = await store.AskAsync("tracking", "gc", "--older-than", "0");
        collected["runs"]!.GetValue<int>().ShouldBe(1, "the one that was deleted in the recording");
        (await store.AskAsync("tracking", "show", store.Role("tracked")))["artifacts"]!.AsArray().Count.ShouldBe(2);
        var cached = await store.AskAsync("run", store.Project, "--pipeline", "main");
        Tried(cached).ShouldBeEmpty("what was collected was garbage");
    }

    private static IEnumerable<JsonNode?> Tried(JsonNode run) =>
        run["nodes"]!.AsArray().Where(node => node!["attempts"]!.GetValue<int>() > 0);
}
