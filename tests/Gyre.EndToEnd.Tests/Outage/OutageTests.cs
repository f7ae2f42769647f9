using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Gyre.Testing;
using Gyre.Testing.Storage;
using Microsoft.Data.Sqlite;

namespace Gyre.EndToEnd.Tests.Outage;

/// <summary>
/// The store is away for a while under runs, writers and a trigger at work: requests are told so, health says which loop waits for what, and when it is back everything
/// goes on, with nothing lost and nothing done twice.
/// </summary>
public sealed class OutageTests(ITestOutputHelper output)
{
    private const string WaitsForDatabase = "Waiting: the database cannot be reached.";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Three short outages in a row; nightly a long one as well.</summary>
    [Fact]
    public async Task PostgreSql_is_away_again_and_again()
    {
        var server = await PostgresServer.TryStartAsync(Cancel);
        Assert.SkipWhen(server is null, PostgresServer.MissingReason);
        await using var _ = server;
        await using var home = new OutageHome(await server.CreateDatabaseAsync(Cancel));
        await home.ServeAsync();
        await WorkAsync(home, Budget.DatabaseOutages, () => server.StopAsync(Cancel), () => server.RestartAsync(Cancel));
    }

    /// <summary>A loop that waits has waited for the lock for as long as a statement does; nightly leases run out as well.</summary>
    [Fact]
    public async Task Another_process_holds_the_write_lock_of_sqlite()
    {
        await using var home = new OutageHome();
        await home.ServeAsync();
        SQLitePCL.Batteries_V2.Init();
        using var other = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Join(home.Home, "gyre.db"), Pooling = false }.ToString());
        other.Open();
        await WorkAsync(
            home,
            [Budget.LockSeconds],
            () => Task.Run(() => Execute(other, "PRAGMA busy_timeout = 30000; BEGIN IMMEDIATE"), Cancel),
            () => Task.Run(() => Execute(other, "ROLLBACK"), Cancel));
    }

    /// <summary>Outputs of steps wait for it; what needs no artifacts goes on meanwhile.</summary>
    [Fact]
    public async Task The_artifact_store_is_away_while_steps_end()
    {
        var server = await S3Server.TryStartAsync(Cancel);
        Assert.SkipWhen(server is null, S3Server.MissingReason);
        await using var _ = server;
        await using var line = new UnreliableLine(server.Endpoint);
        await using var home = new OutageHome(artifacts: server.Through(await server.CreateBucketAsync(Cancel), line));
        await home.ServeAsync();
        var writer = await BatchWriter.StartAsync(home.Client);
        var run = await home.StartRunAsync();
        await OutageHome.UntilAsync("the run is at work", () => Task.FromResult(home.ReadEffects().Any(line => line.StartsWith(run, StringComparison.Ordinal))));
        line.Cut();
        // More than the S3 client's own tries.
        await OutageHome.UntilAsync("steps have asked in vain", () => Task.FromResult(line.Broken >= Budget.BrokenConnections));
        line.Mend();
        var back = await OutageHome.UntilAsync("the run ends", async () => (await home.GetAsync($"/api/v1/runs/{run}"))["state"]!.GetValue<string>() != "running");
        output.WriteLine($"the run ended {back.TotalSeconds:F1} s after the artifact store was back");
        var ended = await home.GetAsync($"/api/v1/runs/{run}");
        ended["state"]!.GetValue<string>().ShouldBe("succeeded", ended.ToJsonString());
        await home.AskAsync("trigger", "disable", "often");
        await OutageHome.UntilAsync("started runs end", async () => (await home.TriggerAsync())["running"]!.AsArray().Count == 0);
        await writer.StopAsync();
        writer.Refused.ShouldBe(0);
        await CheckAsync(home, [run], [writer]);
        (await home.InterruptAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_run_of_the_command_line_outlasts_an_outage_and_says_so()
    {
        var server = await PostgresServer.TryStartAsync(Cancel);
        Assert.SkipWhen(server is null, PostgresServer.MissingReason);
        await using var _ = server;
        await using var home = new OutageHome(await server.CreateDatabaseAsync(Cancel));
        using var program = home.Start("run", "--pipeline", "chain");
        await OutageHome.UntilAsync("a step runs", () => Task.FromResult(home.ReadEffects().Count > 0 || program.HasExited));
        await server.StopAsync(Cancel);
        await OutageHome.UntilAsync("it says that it waits", () => Task.FromResult(program.Said.Contains(WaitsForDatabase, StringComparison.Ordinal)));
        await server.RestartAsync(Cancel);
        var (code, _, errors) = await program.EndAsync();
        output.WriteLine(errors);
        code.ShouldBe(0, errors);
        errors.ShouldContain("Available again; continuing.");
        home.ReadEffects().Select(NodeOf).Order(StringComparer.Ordinal).ShouldBe(home.ReadEffects().Select(NodeOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        home.ReadEffects().Count.ShouldBe(4);
    }

    /// <summary>Takes something away while everything is at work, gives it back, and looks at what came of it; as often as there are lengths.</summary>
    private async Task WorkAsync(OutageHome home, IReadOnlyList<int> seconds, Func<Task> takeAway, Func<Task> giveBack)
    {
        var writers = new List<BatchWriter>();
        for (var i = 0; i < 3; i++)
            writers.Add(await BatchWriter.StartAsync(home.Client));
        var runs = new List<string>();
        foreach (var length in seconds)
        {
            runs.Add(await home.StartRunAsync());
            await OutageHome.UntilAsync("the run is at work", () => Task.FromResult(home.ReadEffects().Any(line => line.StartsWith(runs[^1], StringComparison.Ordinal))));
            await OutageHome.UntilAsync("the trigger has started runs", async () => Started(await home.TriggerAsync()).Count > 0);
            var away = Stopwatch.StartNew();
            await takeAway();
            await ExpectRefusalAsync(home);
            await OutageHome.UntilAsync("health says what waits", async () => IsDegraded(await home.HealthAsync()));
            await home.UntilWaitedAsync(TimeSpan.FromSeconds(length));
            await giveBack();
            var back = await OutageHome.UntilAsync("everything goes on", async () => (await home.HealthAsync())["status"]!.GetValue<string>() == "ok");
            var before = writers.Sum(writer => writer.Acknowledged);
            await OutageHome.UntilAsync("writers go on", () => Task.FromResult(writers.Sum(writer => writer.Acknowledged) > before));
            output.WriteLine($"away for {away.Elapsed.TotalSeconds:F1} s; everything went on after {back.TotalSeconds:F1} s");
        }
        foreach (var run in runs)
            await OutageHome.UntilAsync("the run ends", async () => (await home.GetAsync($"/api/v1/runs/{run}"))["state"]!.GetValue<string>() == "succeeded");
        await home.AskAsync("trigger", "disable", "often");
        await OutageHome.UntilAsync("started runs end", async () => (await home.TriggerAsync())["running"]!.AsArray().Count == 0);
        foreach (var writer in writers)
            await writer.StopAsync();
        await CheckAsync(home, runs, writers);
        (await home.InterruptAsync()).ShouldBe(0);
    }

    private async Task CheckAsync(OutageHome home, List<string> runs, List<BatchWriter> writers)
    {
        foreach (var writer in writers)
            await writer.CheckAsync();
        var trigger = await home.AskAsync("trigger", "show", "often", "--limit", "1000");
        var started = trigger.GetProperty("occurrences").EnumerateArray().Select(occurrence => occurrence.GetProperty("run_id").GetString()).OfType<string>().ToList();
        started.Distinct(StringComparer.Ordinal).Count().ShouldBe(started.Count, "an occurrence has one run");
        var all = (await home.AskAsync("runs", "--limit", "1000")).GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("run_id").GetString()!).ToList();
        all.Order(StringComparer.Ordinal).ShouldBe(runs.Concat(started).Order(StringComparer.Ordinal), "no run but those that were asked for");
        var effects = home.ReadEffects().Select(NodeOf).ToList();
        effects.Distinct(StringComparer.Ordinal).Count().ShouldBe(effects.Count, "no node ran twice");
        effects.Count.ShouldBe((4 * runs.Count) + started.Count, "each node ran");
        output.WriteLine($"{writers.Sum(writer => writer.Acknowledged)} batches acknowledged, {writers.Sum(writer => writer.Refused)} refused; {started.Count} runs by the trigger");
    }

    /// <summary>A request that writes is refused with a reason that programs can read.</summary>
    private static async Task ExpectRefusalAsync(OutageHome home) => await OutageHome.UntilAsync("requests are refused", async () =>
    {
        using var answer = await home.PostAsync("/api/v1/projects", new JsonObject { ["folder"] = home.Project, ["name"] = "other" });
        if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
            return false;
        JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!["code"]!.GetValue<string>().ShouldBe("store.unavailable");
        answer.Headers.RetryAfter.ShouldNotBeNull();
        return true;
    });

    private static bool IsDegraded(JsonNode health) => health["status"]!.GetValue<string>() == "degraded"
        && health["loops"]!.AsArray().Any(loop => loop!["state"]!.GetValue<string>() == "waiting" && loop["waiting_for"]?.GetValue<string>() is { Length: > 0 });

    private static List<string> Started(JsonNode trigger) => [.. trigger["occurrences"]!.AsArray().Select(occurrence => occurrence!["run_id"]?.GetValue<string>()).OfType<string>()];

    /// <summary>Run and node of an effect.</summary>
    private static string NodeOf(string effect) => effect[..effect.LastIndexOf(' ')];

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
