using Gyre.Core;
using Gyre.Learning;
using Gyre.Storage;

namespace Gyre.Serving.Tests;

/// <summary>Rewards and what becomes of them.</summary>
public abstract class RewardConformance : ServingSuite
{
    private static readonly TimeSpan Wait = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Each_reward_has_one_fate_and_each_decision_one_end()
    {
        await DeployAsync(settings => settings with { RewardAggregation = RewardAggregation.Sum });
        var (joined, defaulted) = (await DecideAsync(), await DecideAsync());
        (await RewardAsync(joined.DecisionId, 2, "a"))!.Fate.ShouldBe(RewardFate.Used);
        (await RewardAsync(joined.DecisionId, 3, "b"))!.Fate.ShouldBe(RewardFate.Aggregated);
        (await RewardAsync(joined.DecisionId, 9, "a"))!.Fate.ShouldBe(RewardFate.Duplicate);
        (await RewardAsync("nobody", 1))!.Fate.ShouldBe(RewardFate.Orphan);
        Place.Clock.Advance(Wait + TimeSpan.FromSeconds(1));
        (await Decisions.SettleAsync(Cancel)).ShouldBe(2);
        (await RewardAsync(defaulted.DecisionId, 5))!.Fate.ShouldBe(RewardFate.Late);

        var books = (await Decisions.BooksAsync(Shop, Cancel)).ShouldNotBeNull();
        books.ShouldBe(new RewardBooks
        {
            Decisions = 2,
            Joined = 1,
            Defaulted = 1,
            Rewards = 5,
            Used = 1,
            Aggregated = 1,
            Duplicate = 1,
            Orphan = 1,
            Late = 1,
        });
        books.Balance.ShouldBeTrue();
        var logged = (await Decisions.FindAsync(Shop, joined.DecisionId, Cancel)).ShouldNotBeNull();
        (logged.Outcome, logged.Reward).ShouldBe((DecisionOutcome.Joined, 5.0));
        logged.Rewards.Select(reward => (reward.RewardId, reward.Value)).ShouldBe([("a", 2), ("b", 3)]);
        var other = (await Decisions.FindAsync(Shop, defaulted.DecisionId, Cancel)).ShouldNotBeNull();
        (other.Outcome, other.Reward).ShouldBe((DecisionOutcome.Defaulted, -1.0));
    }

    [Fact]
    public async Task What_becomes_of_a_reward_does_not_depend_on_when_the_loop_came()
    {
        await DeployAsync();
        var decision = await DecideAsync();
        Place.Clock.Advance(Wait + TimeSpan.FromSeconds(1));
        (await RewardAsync(decision.DecisionId, 1, time: decision.At))!.Fate.ShouldBe(RewardFate.Late);
        (await Decisions.SettleAsync(Cancel)).ShouldBe(0);
        (await Decisions.BooksAsync(Shop, Cancel))!.Defaulted.ShouldBe(1);
    }

    [Fact]
    public async Task A_reward_at_the_end_of_the_wait_is_in_time()
    {
        await DeployAsync();
        var decision = await DecideAsync();
        Place.Clock.Advance(Wait);
        (await RewardAsync(decision.DecisionId, 1))!.Fate.ShouldBe(RewardFate.Used);
    }

    [Fact]
    public async Task A_late_reward_corrects_where_that_is_asked_for()
    {
        await DeployAsync(settings => settings with { LateRewards = LateRewards.Correct, RewardAggregation = RewardAggregation.Sum });
        var (joined, defaulted) = (await DecideAsync(), await DecideAsync());
        await RewardAsync(joined.DecisionId, 1);
        Place.Clock.Advance(Wait + TimeSpan.FromSeconds(1));
        await Decisions.SettleAsync(Cancel);
        await RewardAsync(joined.DecisionId, 10);
        await RewardAsync(defaulted.DecisionId, 20);
        await Place.RestartAsync();
        await RewardAsync(joined.DecisionId, 100);
        (await RewardOfAsync(joined)).ShouldBe((DecisionOutcome.Joined, 111.0));
        (await RewardOfAsync(defaulted)).ShouldBe((DecisionOutcome.Defaulted, 20.0));
        var books = (await Decisions.BooksAsync(Shop, Cancel)).ShouldNotBeNull();
        books.Balance.ShouldBeTrue();
        (books.Corrections, books.Late, books.Defaulted).ShouldBe((3, 3, 1));
    }

    [Fact]
    public async Task A_decision_is_forgotten_when_its_memory_ends()
    {
        await DeployAsync(settings => settings with { RewardMemory = TimeSpan.FromHours(1) });
        var decision = await DecideAsync();
        Place.Clock.Advance(Wait + TimeSpan.FromMinutes(59));
        (await RewardAsync(decision.DecisionId, 1))!.Fate.ShouldBe(RewardFate.Late);
        Place.Clock.Advance(TimeSpan.FromMinutes(2));
        (await RewardAsync(decision.DecisionId, 1))!.Fate.ShouldBe(RewardFate.Orphan);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1.0001)]
    [InlineData(-0.0001)]
    public async Task A_reward_out_of_range_is_refused_and_not_counted(double value)
    {
        await DeployAsync(settings => settings with { RewardLow = 0, RewardHigh = 1 });
        var decision = await DecideAsync();
        var batch = new NewReward[] { new() { DecisionId = decision.DecisionId, Value = 1 }, new() { DecisionId = decision.DecisionId, Value = value } };
        var refusal = await Should.ThrowAsync<InvalidInputException>(() => Decisions.RewardAsync(Shop, batch, Cancel));
        refusal.Diagnostics.ShouldHaveSingleItem().Path.ShouldBe("rewards/1/value");
        (await Decisions.BooksAsync(Shop, Cancel))!.Rewards.ShouldBe(0);
    }

    [Fact]
    public async Task A_batch_of_rewards_is_taken_in_its_order()
    {
        await DeployAsync();
        var decision = await DecideAsync();
        var batch = new[] { "a", "b", "a" }.Select(id => new NewReward { DecisionId = decision.DecisionId, RewardId = id, Value = 1 }).ToList();
        (await Decisions.RewardAsync(Shop, batch, Cancel))!.Select(receipt => receipt.Fate)
            .ShouldBe([RewardFate.Used, RewardFate.Aggregated, RewardFate.Duplicate]);
        await Should.ThrowAsync<InvalidInputException>(() => Decisions.RewardAsync(Shop, Array.Empty<NewReward>(), Cancel));
    }

    [Fact]
    public async Task Old_decisions_go_with_their_rewards_and_the_books_still_balance()
    {
        await DeployAsync(settings => settings with { RewardMemory = TimeSpan.FromDays(2) });
        var (old, open) = (await DecideAsync(), await DecideAsync("open"));
        await RewardAsync(old.DecisionId, 1);
        Place.Clock.Advance(Wait + TimeSpan.FromSeconds(1));
        await Decisions.SettleAsync(Cancel);
        var young = await DecideAsync();
        var books = await Decisions.BooksAsync(Shop, Cancel);
        var expiring = Place.Service.Expiring;
        (await expiring.RemoveAsync(Place.Clock.GetUtcNow(), dryRun: false, Cancel)).Count.ShouldBe(0, "late rewards are still told from orphans");
        Place.Clock.Advance(TimeSpan.FromDays(3));
        (await expiring.RemoveAsync(Place.Clock.GetUtcNow().AddDays(-4), dryRun: false, Cancel)).Count.ShouldBe(0, "the rule keeps them longer");
        (await expiring.RemoveAsync(Place.Clock.GetUtcNow(), dryRun: true, Cancel)).Count.ShouldBe(2);
        (await Decisions.FindAsync(Shop, old.DecisionId, Cancel)).ShouldNotBeNull();

        (await expiring.RemoveAsync(Place.Clock.GetUtcNow(), dryRun: false, Cancel)).Count.ShouldBe(2);
        (await Decisions.FindAsync(Shop, old.DecisionId, Cancel)).ShouldBeNull();
        (await Decisions.FindAsync(Shop, open.DecisionId, Cancel)).ShouldBeNull();
        (await Decisions.FindAsync(Shop, young.DecisionId, Cancel)).ShouldNotBeNull("its reward is not final");
        (await Decisions.BooksAsync(Shop, Cancel)).ShouldBe(books);
        (await RewardAsync(old.DecisionId, 1))!.Fate.ShouldBe(RewardFate.Orphan);
    }

    [Fact]
    public async Task Settled_decisions_are_rows_to_learn_from()
    {
        await DeployAsync();
        var decisions = (await Decisions.DecideAsync(Shop, [Ask(), Ask(), Ask()], Cancel)).ShouldNotBeNull();
        await RewardAsync(decisions[1].DecisionId, 1);
        Place.Clock.Advance(Wait + TimeSpan.FromSeconds(1));
        await Decisions.SettleAsync(Cancel);
        await DecideAsync();
        var log = (await Decisions.ExportAsync(Shop, new DecisionQuery(), 100, Cancel)).ShouldNotBeNull();
        log.Ids.ShouldBe(decisions.Select(decision => decision.DecisionId));
        log.Rewards.ShouldBe([-1, 1, -1]);
        log.ContextFields.ShouldBe(["age", "mood"]);
        log.Contexts.Row(0).ToArray().ShouldBe(TestPolicies.Context);
        log.Chosen.Select(index => log.Arms[index]).ShouldBe(decisions.Select(decision => decision.Arm));
        await Should.ThrowAsync<InvalidInputException>(() => Decisions.ExportAsync(Shop, new DecisionQuery(), 2, Cancel));
    }

    private async Task<(DecisionOutcome, double?)> RewardOfAsync(Decision decision)
    {
        var logged = (await Decisions.FindAsync(Shop, decision.DecisionId, Cancel)).ShouldNotBeNull();
        return (logged.Outcome, logged.Reward);
    }

    private Task<long> DeployAsync(Func<DeploymentSettings, DeploymentSettings>? change = null)
    {
        var settings = new DeploymentSettings { RewardWait = Wait, RewardDefault = -1 };
        return Place.DeployAsync(TestPolicies.Uniform(), change: version => version with { Settings = change?.Invoke(settings) ?? settings });
    }
}

public sealed class SqliteRewardTests : RewardConformance
{
    protected override DatabaseKind Engine => DatabaseKind.Sqlite;
}

public sealed class PostgreSqlRewardTests : RewardConformance
{
    protected override DatabaseKind Engine => DatabaseKind.PostgreSql;
}
