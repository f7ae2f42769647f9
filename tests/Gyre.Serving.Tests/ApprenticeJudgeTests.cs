using Gyre.Core;
using Gyre.Serving.Watching;

namespace Gyre.Serving.Tests;

/// <summary>Apprentices under their rule, without a store.</summary>
public sealed class ApprenticeJudgeTests
{
    private static readonly ApprenticeRule Rule = new() { Share = 0.8, MinDecisions = 4 };

    [Fact]
    public void A_reward_counts_with_the_probability_of_the_same_choice()
    {
        var result = Judge((1, 1), (3, 0.5), (0, 0), (0, 1));
        (result.Achieved, result.Decisions, result.IsGoodEnough).ShouldBe((2.5 / 4, 4, false));
        result.Sentence.ShouldBe(
            "Over the newest 4 decisions the policy would have brought at least 62.5 % of the reward that the callers' choices brought; "
            + "80 % was asked for.");
    }

    [Theory]
    [InlineData(0.8, true)]
    [InlineData(0.79, false)]
    public void It_is_good_enough_from_the_share_on(double probability, bool isGoodEnough) =>
        Judge((1, probability), (1, probability), (1, probability), (1, probability)).IsGoodEnough.ShouldBe(isGoodEnough);

    [Fact]
    public void Too_few_decisions_or_no_reward_say_nothing()
    {
        Judge((1, 1), (1, 1), (1, 1)).IsGoodEnough.ShouldBeFalse();
        var without = Judge((0, 1), (0, 1), (0, 1), (0, 1));
        (without.IsGoodEnough, without.Achieved).ShouldBe((false, 0));
        Judge().Achieved.ShouldBe(0);
    }

    [Fact]
    public void Only_the_newest_count_and_what_is_below_0_as_0()
    {
        Judge((1, 1), (1, 1), (1, 1), (1, 1), (100, 0)).IsGoodEnough.ShouldBeTrue("the fifth is too old");
        Judge((-5, 0), (1, 1), (1, 1), (1, 1)).Achieved.ShouldBe(1);
    }

    [Fact]
    public void It_is_a_lower_bound_of_what_the_policy_would_have_brought()
    {
        // The caller always shows the first of three; the policy spreads, and each arm brings its own reward.
        double[] rewards = [0.6, 0.9, 0.1];
        double[] policy = [0.5, 0.4, 0.1];
        var random = new SeededRandom(5);
        var choices = Enumerable.Range(0, 20_000)
            .Select(_ => new CallerChoice(random.NextUInt64() % 1000 < 1000 * rewards[0] ? 1 : 0, policy[0])).ToList();
        var result = ApprenticeJudge.Judge(new ApprenticeRule { MinDecisions = 20_000 }, choices);
        result.Achieved.ShouldBe(policy[0], 1e-9);
        result.Achieved.ShouldBeLessThan(rewards.Zip(policy, static (reward, share) => reward * share).Sum() / rewards[0]);
    }

    private static ApprenticeResult Judge(params (double Reward, double Probability)[] newest) =>
        ApprenticeJudge.Judge(Rule, [.. newest.Select(static one => new CallerChoice(one.Reward, one.Probability))]);
}
