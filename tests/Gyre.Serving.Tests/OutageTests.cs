using Gyre.Core.Loops;
using Gyre.Learning;
using Gyre.Storage;

namespace Gyre.Serving.Tests;

/// <summary>P36: serving outlives what it learns from and where it is kept; what was answered is written later, once.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private static readonly DeploymentSettings After = new()
    {
        Durability = DecisionDurability.After,
        DurabilityWindow = TimeSpan.FromSeconds(30),
    };

    private ServingPlace _place = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static DecisionRequest Ask => new() { Context = TestPolicies.Context };

    public async ValueTask InitializeAsync() => _place = await ServingPlace.OpenAsync(DatabaseKind.Sqlite);

    public ValueTask DisposeAsync() => _place.DisposeAsync();

    [Fact]
    public async Task The_last_good_policy_serves_while_a_new_one_cannot_be_read()
    {
        await _place.DeployAsync(TestPolicies.Prefers("red"));
        var blobs = new UnreadableBlobs(_place.Blobs);
        await using var service = _place.Other(blobs);
        (await service.Decisions.DecideAsync("shop", Ask, Cancel))!.Arm.ShouldBe("red");
        blobs.IsAway = true;
        await _place.DeployAsync(TestPolicies.Prefers("green"));
        _place.Clock.Advance(TimeSpan.FromSeconds(5));
        var meanwhile = (await service.Decisions.DecideAsync("shop", Ask, Cancel)).ShouldNotBeNull();
        (meanwhile.Arm, meanwhile.Version).ShouldBe(("red", 1));
        (await service.Decisions.RewardAsync("shop", new NewReward { DecisionId = meanwhile.DecisionId, Value = 1 }, Cancel))!.Fate.ShouldBe(RewardFate.Used);
        blobs.IsAway = false;
        _place.Clock.Advance(TimeSpan.FromSeconds(5));
        (await service.Decisions.DecideAsync("shop", Ask, Cancel))!.Arm.ShouldBe("green");
    }

    [Fact]
    public async Task Answers_are_given_while_the_store_is_away_and_written_once_it_is_back()
    {
        var store = new UnreliableStore(_place.Store);
        await using var service = await StartAsync(store, After);
        var before = (await service.Decisions.DecideAsync("shop", Ask, Cancel)).ShouldNotBeNull();
        await SyncAsync(service, before);
        store.IsAway = true;
        var answered = new List<Decision>();
        for (var i = 0; i < 50; i++)
            answered.Add((await service.Decisions.DecideAsync("shop", Ask, Cancel))!);
        // Behind them in the queue: when this fails, they have been tried.
        await Should.ThrowAsync<StoreUnavailableException>(() => SyncAsync(service, before));
        store.IsAway = false;
        (await SyncAsync(service, answered[^1])).ShouldBe(RewardFate.Used);
        var logged = (await service.Decisions.ListAsync("shop", new DecisionQuery(), Cancel))!.Decisions;
        logged.Select(one => one.Decision).ShouldBe([before, .. answered], ignoreOrder: true);
        (await service.Decisions.BooksAsync("shop", Cancel))!.Decisions.ShouldBe(51);
    }

    [Fact]
    public async Task No_more_answers_are_given_than_the_window_allows()
    {
        var store = new UnreliableStore(_place.Store);
        await using var service = await StartAsync(store, After);
        var first = (await service.Decisions.DecideAsync("shop", Ask, Cancel)).ShouldNotBeNull();
        await SyncAsync(service, first);
        store.IsAway = true;
        var answered = (await service.Decisions.DecideAsync("shop", Ask, Cancel)).ShouldNotBeNull();
        await Should.ThrowAsync<StoreUnavailableException>(() => SyncAsync(service, first));
        _place.Clock.Advance(After.DurabilityWindow + TimeSpan.FromSeconds(1));
        (await Should.ThrowAsync<Exception>(() => service.Decisions.DecideAsync("shop", Ask, Cancel))).ShouldBeAssignableTo<IOutageException>();
        store.IsAway = false;
        await SyncAsync(service, answered);
        (await service.Decisions.DecideAsync("shop", Ask, Cancel)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_decision_that_was_not_answered_can_be_asked_for_again()
    {
        var store = new UnreliableStore(_place.Store);
        await using var service = await StartAsync(store, new DeploymentSettings());
        var named = Ask with { DecisionId = "order-1" };
        await service.Decisions.DecideAsync("shop", Ask, Cancel);
        store.IsAway = true;
        await Should.ThrowAsync<StoreUnavailableException>(() => service.Decisions.DecideAsync("shop", named, Cancel));
        store.IsAway = false;
        store.LosesAnswer = true;
        await Should.ThrowAsync<StoreUnavailableException>(() => service.Decisions.DecideAsync("shop", named, Cancel));
        (await service.Decisions.DecideAsync("shop", named, Cancel))!.IsRepeated.ShouldBeTrue();
        (await service.Decisions.BooksAsync("shop", Cancel))!.Decisions.ShouldBe(2);
    }

    [Fact]
    public async Task An_answer_whose_commit_ended_in_doubt_is_written_once()
    {
        var store = new UnreliableStore(_place.Store);
        await using var service = await StartAsync(store, After);
        store.LosesAnswer = true;
        var answered = (await service.Decisions.DecideAsync("shop", Ask, Cancel)).ShouldNotBeNull();
        // The first may share the doubt with the decision.
        await ((Task)SyncAsync(service, answered)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await SyncAsync(service, answered);
        (await service.Decisions.ListAsync("shop", new DecisionQuery(), Cancel))!.Decisions.ShouldHaveSingleItem().Decision.ShouldBe(answered);
        (await service.Decisions.BooksAsync("shop", Cancel))!.Decisions.ShouldBe(1);
    }

    private async Task<ServingService> StartAsync(UnreliableStore store, DeploymentSettings settings)
    {
        await _place.DeployAsync(TestPolicies.Uniform(), change: version => version with { Settings = settings });
        return _place.Other(store: store);
    }

    /// <summary>Waits until everything before it in the queue has been tried.</summary>
    private static async Task<RewardFate> SyncAsync(ServingService service, Decision decision) =>
        (await service.Decisions.RewardAsync("shop", new NewReward { DecisionId = decision.DecisionId, Value = 1 }, Cancel))!.Fate;
}
