using System.Text.Json.Nodes;
using Gyre.Core;
using Gyre.Storage;

namespace Gyre.Serving.Tests;

/// <summary>Decisions that are made together, and those that are held, on every engine.</summary>
public abstract class SlateConformance : ServingSuite
{
    private static readonly string[] Arms = ["red", "green", "blue"];
    private static readonly DeploymentSettings Settings = new() { RewardWait = TimeSpan.FromMinutes(10) };

    [Fact]
    public async Task Each_place_gets_an_arm_of_its_own_and_the_log_shows_what_was_left()
    {
        await DeployAsync();
        var made = await SlateAsync("s", Spot("top"), Spot("side"), Spot("foot"));
        made.Select(static one => one.DecisionId).ShouldBe(["top", "side", "foot"]);
        made.Select(static one => one.Arm).Order(StringComparer.Ordinal).ShouldBe(["blue", "green", "red"]);
        made[1].Propensity.ShouldBe(0.5, 1e-9);
        made[2].Propensity.ShouldBe(1);
        var logged = (await Decisions.FindAsync(Shop, "side", Cancel))!;
        JsonNode.Parse(logged.Request)!["mask"]!.AsArray().Count(static open => !open!.GetValue<bool>()).ShouldBe(1);
        (await BooksAsync()).ShouldBe((3, 3));
        (await Decisions.FindSlateAsync(Shop, "s", Cancel)).ShouldNotBeNull().IsHeld.ShouldBeFalse();
    }

    [Fact]
    public async Task Asked_again_it_is_the_same_also_after_a_restart_and_with_another_champion()
    {
        await DeployAsync();
        var first = await SlateAsync("s", Spot("top"), Spot("side"));
        await Place.RestartAsync();
        await Place.DeployAsync(TestPolicies.Prefers("blue"));
        (await SlateAsync("s", Spot("top"), Spot("side"))).ShouldBe(first.Select(static one => one with { IsRepeated = true }));
        await ConflictAsync(() => SlateAsync("s", Spot("top"), Spot("side"), Spot("foot")));
        await ConflictAsync(() => SlateAsync("s", Spot("side"), Spot("top")));
        await ConflictAsync(() => SlateAsync("other", Spot("top"), Spot("foot")), "a decision of it is another's");
        (await BooksAsync()).ShouldBe((2, 2));
    }

    [Fact]
    public async Task The_same_slate_at_once_is_decided_once()
    {
        await DeployAsync();
        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SlateAsync("s", Spot("top"), Spot("side"))));
        all.Select(static made => (made[0].Seed, made[1].Seed)).Distinct().ShouldHaveSingleItem();
        (await BooksAsync()).ShouldBe((2, 2));
    }

    [Fact]
    public async Task A_slate_whose_answer_was_lost_is_answered_again()
    {
        await DeployAsync();
        var store = new UnreliableStore(Place.Store);
        await using var other = Place.Other(store: store);
        store.LosesAnswer = true;
        var request = new SlateRequest { SlateId = "s", Requests = [Spot("top"), Spot("side")] };
        await Should.ThrowAsync<StoreUnavailableException>(() => other.Decisions.DecideAsync(Shop, request, Cancel));
        (await SlateAsync("s", Spot("top"), Spot("side"))).ShouldAllBe(static one => one.IsRepeated);
        (await BooksAsync()).ShouldBe((2, 2));
    }

    [Fact]
    public async Task What_is_no_slate_is_refused_whole()
    {
        await DeployAsync();
        await RefusedAsync("requests/1/arms", Spot("a"), Ask("b"));
        await RefusedAsync("requests/1/decisionId", Spot("a"), Spot("a"));
        await RefusedAsync("requests/3/arms", Spot("a"), Spot("b"), Spot("c"), Spot("d"));
        await RefusedAsync("requests/1/context/0", Spot("a"), Spot("b") with { Context = [double.NaN, 1] });
        await RefusedAsync("requests");
        (await BooksAsync()).ShouldBe((0, 0));
    }

    [Fact]
    public async Task A_held_decision_counts_nowhere_until_it_is_activated()
    {
        await DeployAsync();
        var made = (await HoldAsync("s")).Single();
        (await Decisions.FindAsync(Shop, "s", Cancel)).ShouldBeNull();
        (await BooksAsync()).ShouldBe((0, 0));
        (await RewardAsync("s", 1))!.Fate.ShouldBe(Gyre.Learning.RewardFate.Orphan);
        await Place.RestartAsync();
        (await HoldAsync("s")).Single().ShouldBe(made with { IsRepeated = true });
        (await Decisions.ActivateAsync(Shop, "s", Cancel)).ShouldBeTrue();
        (await Decisions.ActivateAsync(Shop, "s", Cancel)).ShouldBeTrue("once more changes nothing");
        (await Decisions.FindAsync(Shop, "s", Cancel))!.Decision.ShouldBe(made);
        (await BooksAsync()).ShouldBe((1, 1));
        (await RewardAsync("s", 1))!.Fate.ShouldBe(Gyre.Learning.RewardFate.Used);
        (await HoldAsync("s")).Single().IsRepeated.ShouldBeTrue();
        Place.Clock.Advance(Settings.RewardWait + TimeSpan.FromSeconds(1));
        (await Decisions.SettleAsync(Cancel)).ShouldBe(1);
        (await Decisions.ExportAsync(Shop, new DecisionQuery(), 10, Cancel))!.Ids.ShouldBe(["s"]);
    }

    [Fact]
    public async Task An_id_stands_for_one_request_whether_it_is_held_or_not()
    {
        await DeployAsync();
        await HoldAsync("s");
        await ConflictAsync(() => Decisions.DecideAsync(Shop, new SlateRequest { SlateId = "s", Requests = [Ask("s")] }, Cancel));
        await ConflictAsync(() => Decisions.DecideAsync(Shop, Ask("s"), Cancel));
        await ConflictAsync(() => Decisions.DecideAsync(
            Shop, new SlateRequest { SlateId = "s", Requests = [Ask("s") with { Context = [1, 1] }], IsHeld = true }, Cancel));
        await DecideAsync("logged");
        (await HoldAsync("logged")).Single().IsRepeated.ShouldBeTrue("it is in the log");
        (await BooksAsync()).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_held_decision_whose_id_was_used_since_is_not_activated()
    {
        await DeployAsync();
        await Decisions.DecideAsync(Shop, new SlateRequest { SlateId = "s", Requests = [Spot("a"), Spot("b")], IsHeld = true }, Cancel);
        await Decisions.DecideAsync(Shop, Ask("b"), Cancel);
        await ConflictAsync(() => Decisions.ActivateAsync(Shop, "s", Cancel));
        (await BooksAsync()).ShouldBe((1, 1));
    }

    [Fact]
    public async Task What_was_not_activated_within_the_wait_is_dropped()
    {
        await DeployAsync();
        await HoldAsync("kept");
        await Decisions.ActivateAsync(Shop, "kept", Cancel);
        await HoldAsync("s");
        Place.Clock.Advance(Settings.RewardWait + TimeSpan.FromSeconds(1));
        (await Decisions.ActivateAsync(Shop, "s", Cancel)).ShouldBeFalse("the loop has not come by yet");
        (await Decisions.FindSlateAsync(Shop, "s", Cancel)).ShouldBeNull();
        (await HoldAsync("s")).Single().IsRepeated.ShouldBeFalse("it is a new one");
        Place.Clock.Advance(Settings.RewardWait + TimeSpan.FromSeconds(1));
        await Decisions.SettleAsync(Cancel);
        (await SlatesAsync()).ShouldBe(["kept"]);
        (await Decisions.ActivateAsync(Shop, "none", Cancel)).ShouldBeFalse();
        (await Decisions.ActivateAsync("none", "s", Cancel)).ShouldBeFalse();
    }

    [Fact]
    public async Task Slates_go_with_their_decisions_and_with_their_deployment()
    {
        await DeployAsync();
        await SlateAsync("old", Spot("a"), Spot("b"));
        Place.Clock.Advance(TimeSpan.FromDays(10));
        await Decisions.SettleAsync(Cancel);
        await SlateAsync("new", Spot("c"), Spot("d"));
        (await Place.Service.Expiring.RemoveAsync(Place.Clock.GetUtcNow() - TimeSpan.FromDays(1), dryRun: false, Cancel)).Count.ShouldBe(2);
        (await SlatesAsync()).ShouldBe(["new"]);
        await Deployments.DeleteAsync(Shop, Cancel);
        (await SlatesAsync()).ShouldBeEmpty();
    }

    private static DecisionRequest Spot(string id) => Ask(id) with { Arms = Arms };

    private Task<long> DeployAsync() =>
        Place.DeployAsync(TestPolicies.Uniform(), change: static version => version with { Settings = Settings });

    private async Task<IReadOnlyList<Decision>> SlateAsync(string id, params DecisionRequest[] places) =>
        (await Decisions.DecideAsync(Shop, new SlateRequest { SlateId = id, Requests = places }, Cancel))!;

    private async Task<IReadOnlyList<Decision>> HoldAsync(string id) =>
        (await Decisions.DecideAsync(Shop, new SlateRequest { SlateId = id, Requests = [Ask(id)], IsHeld = true }, Cancel))!;

    private async Task RefusedAsync(string path, params DecisionRequest[] places) =>
        (await Should.ThrowAsync<InvalidInputException>(() => SlateAsync("s", places))).Diagnostics[0].Path.ShouldBe(path);

    private static async Task ConflictAsync(Func<Task> ask, string? why = null) =>
        (await Should.ThrowAsync<ServingConflictException>(ask, why)).Code.ShouldBe("decision.id-taken");

    private async Task<(long Decisions, long Pending)> BooksAsync()
    {
        var books = (await Decisions.BooksAsync(Shop, Cancel))!;
        books.Balance.ShouldBeTrue();
        return (books.Decisions, books.Pending);
    }

    private Task<IReadOnlyList<string>> SlatesAsync() => Place.Store.Database.ReadAsync(
        static session => session.Query<string>("SELECT id FROM decision_slates ORDER BY id"), Cancel);
}

public sealed class SqliteSlateTests : SlateConformance
{
    protected override DatabaseKind Engine => DatabaseKind.Sqlite;
}

public sealed class PostgreSqlSlateTests : SlateConformance
{
    protected override DatabaseKind Engine => DatabaseKind.PostgreSql;
}
