using Gyre.Storage;

namespace Gyre.Serving.Tests;

/// <summary>Canaries that are judged by their rewards, on every engine.</summary>
public abstract class CanaryConformance : ServingSuite
{
    private static readonly DeploymentSettings Settings = new()
    {
        RewardWait = TimeSpan.FromMinutes(10),
        RewardLow = 0,
        RewardHigh = 1,
        CanaryRule = new CanaryRule(),
    };

    [Fact]
    public async Task A_canary_that_does_harm_is_taken_out_with_the_evidence()
    {
        await StartAsync("red", "blue", Settings);
        await RoundsAsync(300, "red");
        (await Place.Service.JudgeCanariesAsync(Cancel)).ShouldBe(1);
        var found = (await Deployments.FindAsync(Shop, Cancel))!;
        (found.Route.Champion, found.Route.Canaries.Length).ShouldBe((1, 0));
        var change = (await Deployments.ChangesAsync(Shop, 1, Cancel))!.Single();
        (change.Kind, change.By).ShouldBe((RouteChangeKind.Configured, "canary rule"));
        change.Reason.ShouldNotBeNull().ShouldContain("the difference is between");
        change.Evidence.Single(static one => one.Metric == "reward_difference").Value.ShouldBe(-1, 0.2);
        (await Place.Service.JudgeCanariesAsync(Cancel)).ShouldBe(0, "it is over");
    }

    [Fact]
    public async Task A_canary_that_is_better_becomes_the_champion_where_the_rule_says_so()
    {
        await StartAsync("red", "blue", Settings with { CanaryRule = new CanaryRule { Promote = true, HoldBack = 0.25 } });
        await RoundsAsync(300, "blue");
        (await Place.Service.JudgeCanariesAsync(Cancel)).ShouldBe(1);
        var route = (await Deployments.FindAsync(Shop, Cancel))!.Route;
        (route.Champion, route.Canaries.Single()).ShouldBe((2, new Canary(1, 0.25)));
    }

    [Fact]
    public async Task A_champion_that_a_person_promoted_and_that_is_worse_is_rolled_back()
    {
        await StartAsync("red", "blue", Settings with { CanaryRule = new CanaryRule { HoldBack = 0.5 } });
        await Deployments.ConfigureAsync(Shop, new Configuration { Canaries = [] }, Cancel);
        await Deployments.PromoteAsync(Shop, new Promotion { Version = 2 }, Cancel);
        await RoundsAsync(300, "red");
        (await Place.Service.JudgeCanariesAsync(Cancel)).ShouldBe(1);
        var route = (await Deployments.FindAsync(Shop, Cancel))!.Route;
        (route.Champion, route.Canaries.Length).ShouldBe((1, 0));
        (await Deployments.ChangesAsync(Shop, 1, Cancel))!.Single().Kind.ShouldBe(RouteChangeKind.RolledBack);
        (await DecideAsync()).Version.ShouldBe(1, "what decides has changed with the route");
    }

    [Fact]
    public async Task What_was_seen_counts_once_also_after_a_restart_and_nothing_counts_that_is_waited_for()
    {
        await StartAsync("red", "blue", Settings);
        await RoundsAsync(20, "red");
        await Place.Service.JudgeCanariesAsync(Cancel);
        await Place.RestartAsync();
        await Place.Service.JudgeCanariesAsync(Cancel);
        (await SeenAsync()).ShouldBe(20);
        var open = await DecideAsync();
        await RoundsAsync(20, "red", settle: false);
        await Place.Service.JudgeCanariesAsync(Cancel);
        (await SeenAsync()).ShouldBe(20, "the oldest of them is still waited for");
        await SettleAsync();
        await Place.Service.JudgeCanariesAsync(Cancel);
        (await SeenAsync()).ShouldBe(41);
        open.Version.ShouldBeInRange(1, 2);
    }

    [Fact]
    public async Task Decisions_that_programs_made_before_the_canary_and_told_later_say_nothing_about_it()
    {
        await StartAsync("red", "blue", Settings);
        await TellAsync("before", 50, TimeSpan.FromHours(-1));
        await RoundsAsync(20, "red", settle: false);
        await TellAsync("since", 10, TimeSpan.Zero);
        await TellAsync("late", 50, TimeSpan.FromHours(-1));
        await SettleAsync();
        await Place.Service.JudgeCanariesAsync(Cancel);
        (await SeenAsync()).ShouldBe(30);
    }

    [Fact]
    public async Task Without_a_rule_nobody_judges()
    {
        await StartAsync("red", "blue", Settings with { CanaryRule = null });
        await RoundsAsync(300, "red");
        (await Place.Service.JudgeCanariesAsync(Cancel)).ShouldBe(0);
    }

    /// <summary>Both counts of the watch together: decisions that were judged.</summary>
    private Task<long> SeenAsync() => Place.Store.Database.ReadAsync(
        static session =>
        {
            var state = session.QuerySingleOrDefault<string>("SELECT state FROM canary_watches") ?? "{}";
            using var document = System.Text.Json.JsonDocument.Parse(state);
            return document.RootElement.EnumerateObject().Sum(static side => side.Value.GetProperty("count").GetInt64());
        },
        Cancel);

    private Task<IReadOnlyList<RecordReceipt>?> TellAsync(string name, int count, TimeSpan ago) => Decisions.RecordAsync(
        Shop,
        [.. Enumerable.Range(0, count).Select(i => new MadeDecision
        {
            Request = Ask($"{name}-{i}"),
            Arm = "red",
            Propensity = 1,
            Version = 1,
            Seed = 1,
            At = Place.Clock.GetUtcNow() + ago,
        })],
        Cancel);

    private async Task StartAsync(string champion, string canary, DeploymentSettings settings)
    {
        await Place.DeployAsync(TestPolicies.Prefers(champion), change: version => version with { Settings = settings });
        await Place.DeployAsync(
            TestPolicies.Prefers(canary), change: static version => version with { Role = VersionRole.Canary, Share = 0.5 });
        Place.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    /// <summary>Decides, gives one arm a reward of 1 and the others 0, and lets the waits end.</summary>
    private async Task RoundsAsync(int count, string good, bool settle = true)
    {
        var made = (await Decisions.DecideAsync(Shop, [.. Enumerable.Range(0, count).Select(static _ => Ask())], Cancel))!;
        await Decisions.RewardAsync(
            Shop, [.. made.Select(one => new NewReward { DecisionId = one.DecisionId, Value = one.Arm == good ? 1 : 0 })], Cancel);
        if (settle)
            await SettleAsync();
    }

    private async Task SettleAsync()
    {
        Place.Clock.Advance(Settings.RewardWait + TimeSpan.FromSeconds(1));
        await Decisions.SettleAsync(Cancel);
    }
}

public sealed class SqliteCanaryTests : CanaryConformance
{
    protected override DatabaseKind Engine => DatabaseKind.Sqlite;
}

public sealed class PostgreSqlCanaryTests : CanaryConformance
{
    protected override DatabaseKind Engine => DatabaseKind.PostgreSql;
}
