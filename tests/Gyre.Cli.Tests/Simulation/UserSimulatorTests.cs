using Gyre.Cli.Simulation;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Cli.Tests.Simulation;

/// <summary>Simulated users against a deployment that remembers what they did, on a clock that does not wait.</summary>
public sealed class UserSimulatorTests
{
    private readonly JumpingClock _clock = new();

    // The arms of this environment are named 0, 1 and 2; the deployment knows them in another order.
    private readonly BanditEnvironment _environment = BanditJobs.ReadEnvironment("linear:arms=3,fields=4,deviation=0.5", null, 7);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string[] Arms => [.. _environment.Arms.Reverse()];

    [Theory]
    [InlineData("none")]
    [InlineData("fixed:5s")]
    [InlineData("exp:30s")]
    public async Task Every_user_gives_the_reward_of_the_own_decision(string delay)
    {
        var desk = new FakeDesk(_clock, Arms);
        var tally = await PlayAsync(desk, Plan(120) with { FirstRound = 10, Delay = RewardDelay.Read(delay) });
        desk.Given.Select(static given => given.Reward.DecisionId).ShouldBe(desk.Asked.Keys, ignoreOrder: true);
        foreach (var (reward, _) in desk.Given)
        {
            var (context, arm, _) = desk.Asked[reward.DecisionId];
            var round = Enumerable.Range(10, 120).Select(number => _environment.Round(number)).Single(round => round.Context.SequenceEqual(context));
            reward.Value.ShouldBe(round.Reward(_environment.Arms.IndexOf(Arms[arm])));
        }
        (tally.Decisions, tally.RewardsSent, tally.RewardsPending).ShouldBe((120, 120, 0));
        tally.AverageReward.ShouldBe(desk.Given.Average(static given => given.Reward.Value), 1e-12);
        tally.Versions.ShouldBe(new Dictionary<long, long> { [1] = 49, [2] = 50, [3] = 21 }, ignoreOrder: true);
    }

    [Fact]
    public async Task Regret_is_what_the_best_arms_would_have_given_more()
    {
        var desk = new FakeDesk(_clock, Arms);
        var tally = await PlayAsync(desk, Plan(30));
        var expected = Enumerable.Range(0, 30).Select(number => _environment.Round(number))
            .Sum(round => round.OptimalReward - round.ExpectedRewards[2 - (int)(round.Number % 3)]);
        tally.Regret.ShouldBe(expected, 1e-9);
        tally.Regret.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_fixed_delay_is_kept()
    {
        var desk = new FakeDesk(_clock, Arms);
        await PlayAsync(desk, Plan(40) with { Rate = DecisionRate.Read("10/s"), Delay = RewardDelay.Read("fixed:5s") });
        foreach (var (reward, at) in desk.Given)
            (at - desk.Asked[reward.DecisionId].At).ShouldBeInRange(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5.2));
    }

    [Fact]
    public void Random_delays_have_their_mean()
    {
        var random = new SeededRandom(3);
        var delay = RewardDelay.Read("exp:30s");
        var drawn = Enumerable.Range(0, 20_000).Select(_ => delay.Draw(random).TotalSeconds).ToList();
        drawn.Average().ShouldBe(30, 1);
        drawn.Count(static seconds => seconds > 30).ShouldBeInRange(7000, 7700, "a share of 1/e");
    }

    [Fact]
    public async Task A_rate_is_kept_over_a_time()
    {
        var desk = new FakeDesk(_clock, Arms);
        var plan = Plan(0) with { Decisions = null, Time = TimeSpan.FromSeconds(10), Rate = DecisionRate.Read("100/s") };
        var tally = await PlayAsync(desk, plan);
        tally.Decisions.ShouldBeInRange(999, 1001);
        tally.PerSecond.ShouldBe(100, 1);
    }

    [Fact]
    public async Task Users_who_come_while_a_request_is_answered_ask_together()
    {
        var desk = new FakeDesk(_clock, Arms) { Latency = TimeSpan.FromMilliseconds(50) };
        var tally = await PlayAsync(desk, Plan(300) with { Rate = DecisionRate.Read("100/s") });
        desk.Batches.Count.ShouldBeLessThan(80);
        tally.PerSecond.ShouldBe(100, 5);
        var slow = new FakeDesk(_clock, Arms);
        await PlayAsync(slow, Plan(30) with { Rate = DecisionRate.Read("10/s") });
        slow.Batches.ShouldAllBe(static size => size == 1);
    }

    [Fact]
    public async Task A_share_of_the_users_gives_rewards()
    {
        var half = new FakeDesk(_clock, Arms);
        await PlayAsync(half, Plan(1000) with { RewardShare = 0.5 });
        half.Given.Count.ShouldBeInRange(430, 570);
        var again = new FakeDesk(_clock, Arms);
        await PlayAsync(again, Plan(1000) with { RewardShare = 0.5 });
        again.Given.Select(static given => given.Reward.DecisionId).ShouldBe(half.Given.Select(static given => given.Reward.DecisionId));
        var none = new FakeDesk(_clock, Arms);
        (await PlayAsync(none, Plan(100) with { RewardShare = 0 })).RewardsSent.ShouldBe(0);
    }

    [Fact]
    public async Task A_stop_ends_it_between_two_requests_and_all_answers_are_counted()
    {
        using var stop = new CancellationTokenSource();
        var desk = new FakeDesk(_clock, Arms)
        {
            Deciding = batches =>
            {
                if (batches == 3)
                    stop.Cancel();
            },
        };
        var plan = Plan(1000) with { Rate = DecisionRate.Read("10/s"), Delay = RewardDelay.Read("fixed:1h") };
        var simulator = new UserSimulator(desk, "shop", _environment, plan, _clock);
        await simulator.RunAsync(static () => { }, stop.Token, Cancel);
        (simulator.Tally.Decisions, simulator.Tally.RewardsSent, simulator.Tally.RewardsPending).ShouldBe((desk.Asked.Count, 0, 4));
    }

    [Fact]
    public async Task An_arm_that_the_environment_lacks_is_refused()
    {
        var desk = new FakeDesk(_clock, "beach");
        var refusal = await Should.ThrowAsync<InvalidInputException>(() => PlayAsync(desk, Plan(3)));
        refusal.Message.ShouldContain("'beach'");
    }

    [Theory]
    [InlineData("200/s", 200)]
    [InlineData("30/m", 0.5)]
    [InlineData("max", double.PositiveInfinity)]
    public void Rates_are_read(string text, double perSecond) => DecisionRate.Read(text).PerSecond.ShouldBe(perSecond);

    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("1.5s", 1.5)]
    [InlineData("2m", 120)]
    [InlineData("1d", 86400)]
    public void Durations_are_read(string text, double seconds) => SpanText.Read("--for", text).TotalSeconds.ShouldBe(seconds);

    private static SimulationPlan Plan(int decisions) => new()
    {
        FirstRound = 0,
        Decisions = decisions,
        Rate = DecisionRate.Read("max"),
        Delay = RewardDelay.None,
        Seed = 1,
    };

    private async Task<SimulationTally> PlayAsync(FakeDesk desk, SimulationPlan plan)
    {
        var simulator = new UserSimulator(desk, "shop", _environment, plan, _clock);
        await simulator.RunAsync(static () => { }, CancellationToken.None, Cancel);
        return simulator.Tally;
    }
}
