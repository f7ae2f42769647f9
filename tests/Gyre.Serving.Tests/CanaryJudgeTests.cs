using Gyre.Core;
using Gyre.Learning;
using Gyre.Serving.Schema;
using Gyre.Serving.Watching;

namespace Gyre.Serving.Tests;

/// <summary>Canaries under the rule, without a store.</summary>
public sealed class CanaryJudgeTests
{
    private const long Champion = 1;
    private const long Canary = 2;

    private static readonly DeploymentSettings Settings = new()
    {
        RewardLow = 0,
        RewardHigh = 1,
        CanaryRule = new CanaryRule { Promote = true, MaxDecisions = 4000 },
    };

    [Fact]
    public void Of_2000_canaries_that_are_equal_no_more_than_the_level_allows_are_promoted_or_removed_before_their_end()
    {
        var (promoted, removed) = (0, 0);
        for (var seed = 0UL; seed < 2000; seed++)
        {
            var (verdict, decisions, _) = Run(new SeededRandom(seed), champion: 0.5, canary: 0.5);
            promoted += verdict == CanaryVerdict.Promote ? 1 : 0;
            removed += verdict == CanaryVerdict.Remove && decisions < Settings.CanaryRule!.MaxDecisions ? 1 : 0;
        }
        // Each side errs with at most 5 % by the theory, which is cautious; more than 100 of 2,000 would break it.
        promoted.ShouldBeLessThanOrEqualTo(100);
        removed.ShouldBeLessThanOrEqualTo(100);
    }

    [Fact]
    public void A_bad_canary_is_removed_before_it_has_cost_what_the_plan_states()
    {
        const double Loss = 0.4;
        var plan = new CanaryPlan { RewardRange = new ConfidenceInterval(0, 1), Share = 0.1, MaxDecisions = Settings.CanaryRule!.MaxDecisions };
        var (cost, longest) = (0.0, 0L);
        const int Loops = 200;
        for (var seed = 0UL; seed < Loops; seed++)
        {
            var (verdict, decisions, ofCanary) = Run(new SeededRandom(seed), champion: 0.7, canary: 0.7 - Loss);
            verdict.ShouldBe(CanaryVerdict.Remove);
            cost += Loss * ofCanary / Loops;
            longest = Math.Max(longest, decisions);
        }
        cost.ShouldBeLessThan(plan.ExpectedLoss(Loss));
        longest.ShouldBeLessThan(Settings.CanaryRule.MaxDecisions, "each was found out before its time was over");
    }

    [Fact]
    public void A_good_canary_is_promoted_only_where_the_rule_says_so()
    {
        Run(new SeededRandom(1), 0.2, 0.9).Verdict.ShouldBe(CanaryVerdict.Promote);
        var quiet = Settings with { CanaryRule = Settings.CanaryRule! with { Promote = false } };
        Run(new SeededRandom(1), 0.2, 0.9, quiet).Verdict.ShouldBe(CanaryVerdict.Wait);
    }

    [Fact]
    public void A_new_champion_is_on_trial_against_the_one_that_was_held_back()
    {
        Run(new SeededRandom(1), champion: 0.2, canary: 0.9, isHeldBack: true).Verdict.ShouldBe(CanaryVerdict.RollBack);
        Run(new SeededRandom(1), champion: 0.9, canary: 0.2, isHeldBack: true).Verdict.ShouldBe(CanaryVerdict.Remove);
    }

    [Fact]
    public void Rewards_out_of_bounds_count_as_the_bound_and_other_versions_say_nothing()
    {
        var judge = new CanaryJudge(Settings, Champion, Canary, isHeldBack: false);
        var state = judge.Next(default, [Decision(Canary, 7), Decision(Champion, -7), Decision(3, 1)]);
        state.ShouldBe(judge.Next(default, [Decision(Canary, 1), Decision(Champion, 0)]));
        (state.Champion.Count, state.Challenger.Count).ShouldBe((1, 1));
    }

    [Theory]
    [InlineData(null, 1.0, 0, "deployment.canary-range")]
    [InlineData(1.0, 1.0, 0, "deployment.canary-range")]
    [InlineData(0.0, 1.0, -1, "deployment.number")]
    public void A_rule_that_cannot_judge_is_refused(double? low, double? high, double margin, string code)
    {
        var settings = new DeploymentSettings { RewardLow = low, RewardHigh = high, CanaryRule = new CanaryRule { Margin = margin } };
        Should.Throw<InvalidInputException>(() => SettingsRules.Check(settings)).Diagnostics[0].Code.ShouldBe(code);
    }

    [Fact]
    public void Numbers_of_a_rule_have_ranges()
    {
        foreach (var rule in (CanaryRule[])[new() { Level = 1 }, new() { HoldBack = 1 }, new() { MaxDecisions = 0 }, new() { Margin = double.NaN }])
        {
            Should.Throw<InvalidInputException>(() => SettingsRules.Check(Settings with { CanaryRule = rule })).Diagnostics[0].Path
                .ShouldStartWith("canaryRule/");
        }
    }

    /// <summary>Decides until there is a verdict or the decisions are used up; a tenth is the canary's.</summary>
    private static (CanaryVerdict Verdict, long Decisions, long OfCanary) Run(
        SeededRandom random, double champion, double canary, DeploymentSettings? settings = null, bool isHeldBack = false)
    {
        settings ??= Settings;
        var judge = new CanaryJudge(settings, Champion, Canary, isHeldBack);
        var (state, ofCanary) = (default(CanaryState), 0L);
        for (var decisions = 1L; ; decisions++)
        {
            var isCanary = random.NextDouble() < 0.1;
            ofCanary += isCanary ? 1 : 0;
            var reward = random.NextDouble() < (isCanary ? canary : champion) ? 1 : 0;
            state = judge.Next(state, [Decision(isCanary ? Canary : Champion, reward)]);
            var (verdict, _) = judge.Judge(state);
            if (verdict != CanaryVerdict.Wait || decisions >= settings.CanaryRule!.MaxDecisions)
                return (verdict, decisions, ofCanary);
        }
    }

    private static WatchedDecision Decision(long version, double reward) =>
        new() { Version = version, Outcome = (long)DecisionOutcome.Joined, Reward = reward };
}
