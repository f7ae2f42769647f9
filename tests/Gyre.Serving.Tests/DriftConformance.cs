using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Storage;
using Gyre.Tracking;

namespace Gyre.Serving.Tests;

/// <summary>Drift is found and reported, on every engine.</summary>
public abstract class DriftConformance : ServingSuite
{
    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Contexts_that_move_are_reported_once_by_whichever_process_looks()
    {
        await DeployAsync();
        var random = new SeededRandom(1);
        await DecideAsync(random, 2000, shift: 0);
        (await Place.Service.WatchDriftAsync(Cancel)).ShouldBe(0);
        await DecideAsync(random, 1000, shift: 2);
        await using var other = Place.Other();
        var found = await Task.WhenAll(Place.Service.WatchDriftAsync(Cancel), other.WatchDriftAsync(Cancel));
        found.Sum().ShouldBe(1);
        await Place.RestartAsync();
        (await Place.Service.WatchDriftAsync(Cancel)).ShouldBe(0);
        var data = (await DriftedAsync()).ShouldHaveSingleItem();
        (data.Find("name"), data.Find("detector"), data.Find("field"), data.Find("version")).ShouldBe(
            (Value.Of(Shop), Value.Of("psi"), Value.Of("mood"), Value.Of(1L)));
    }

    [Fact]
    public async Task Rewards_that_fall_are_reported_and_a_new_champion_begins_from_nothing()
    {
        await DeployAsync();
        await RoundAsync(600, reward: 1);
        (await Place.Service.WatchDriftAsync(Cancel)).ShouldBe(0);
        await RoundAsync(300, reward: 0);
        (await Place.Service.WatchDriftAsync(Cancel)).ShouldBe(1);
        (await DriftedAsync()).ShouldHaveSingleItem().Find("detector").ShouldBe(Value.Of("cusum"));
        var second = await Place.DeployAsync(TestPolicies.Uniform(), Shop, static version => version with { Role = VersionRole.Idle });
        await Deployments.PromoteAsync(Shop, new Promotion { Version = second }, Cancel);
        Place.Clock.Advance(TimeSpan.FromHours(2));
        await RoundAsync(900, reward: 0);
        (await Place.Service.WatchDriftAsync(Cancel)).ShouldBe(0);
        await Deployments.DeleteAsync(Shop, Cancel);
        (await Place.Service.WatchDriftAsync(Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task A_champion_below_what_its_gate_promised_is_reported_before_it_has_a_past()
    {
        await DeployAsync();
        var second = await Place.DeployAsync(TestPolicies.Uniform(), Shop, static version => version with { Role = VersionRole.Idle });
        var cause = new RouteCause
        {
            Evidence = [new AliasEvidence("gate.value", 0.95, null), new AliasEvidence("gate.value_low", 0.9, null)],
        };
        await Deployments.PromoteAsync(Shop, new Promotion { Version = second, Cause = cause }, Cancel);
        await RoundAsync(300, reward: 0);
        (await Place.Service.WatchDriftAsync(Cancel)).ShouldBe(1);
        var reason = (await DriftedAsync()).ShouldHaveSingleItem().Find("reason").ShouldBeOfType<TextValue>();
        reason.Text.ShouldStartWith("The rewards are below what the gate promised.");
    }

    [Fact]
    public async Task Decisions_that_a_reward_settles_are_reported_as_settled_too()
    {
        await DeployAsync();
        await DecideAsync("a");
        await DecideAsync("b");
        await RewardAsync("a", 1);
        Place.Clock.Advance(Wait + TimeSpan.FromSeconds(1));
        await RewardAsync("a", 1, "late");
        await Decisions.SettleAsync(Cancel);
        var settled = await EventsAsync(DeploymentEvents.Settled);
        settled.Select(static data => (data.Find("joined"), data.Find("defaulted"))).ShouldBe(
            [(Value.Of(1L), Value.Of(0L)), (Value.Of(0L), Value.Of(1L))]);
    }

    private Task<long> DeployAsync() => Place.DeployAsync(TestPolicies.Uniform(), Shop, static version => version with
    {
        Settings = new DeploymentSettings { RewardWait = Wait, RewardLow = 0, RewardHigh = 1 },
    });

    private async Task DecideAsync(SeededRandom random, int count, double shift)
    {
        foreach (var some in Enumerable.Range(0, count).Chunk(500))
        {
            DecisionRequest[] requests =
                [.. some.Select(_ => new DecisionRequest { Context = [random.NextDouble(), random.NextDouble() + shift] })];
            await Decisions.DecideAsync(Shop, requests, Cancel);
        }
    }

    private async Task RoundAsync(int count, double reward)
    {
        foreach (var some in Enumerable.Range(0, count).Chunk(300))
        {
            var made = (await Decisions.DecideAsync(Shop, [.. some.Select(static _ => Ask())], Cancel))!;
            await Decisions.RewardAsync(
                Shop, [.. made.Select(one => new NewReward { DecisionId = one.DecisionId, Value = reward })], Cancel);
        }
        Place.Clock.Advance(Wait + TimeSpan.FromSeconds(1));
        await Decisions.SettleAsync(Cancel);
    }

    private Task<List<MapValue>> DriftedAsync() => EventsAsync(DeploymentEvents.Drifted);

    private async Task<List<MapValue>> EventsAsync(EventType type)
    {
        var events = await Place.Store.Events.ReadAsync(0, 1000, $"deployment/{Shop}", Cancel);
        return [.. events.Where(one => one.Type == type.Name).Select(static one => (MapValue)ValueJson.Parse(one.Data))];
    }
}

public sealed class SqliteDriftTests : DriftConformance
{
    protected override DatabaseKind Engine => DatabaseKind.Sqlite;
}

public sealed class PostgreSqlDriftTests : DriftConformance
{
    protected override DatabaseKind Engine => DatabaseKind.PostgreSql;
}
