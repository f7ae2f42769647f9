using Gyre.Core;

namespace Gyre.Learning.Tests.Bandits;

public sealed class BanditJobsTests
{
    private static readonly BanditEnvironment World = BanditJobs.ReadEnvironment("linear:arms=4,fields=5,deviation=0.2", null, 3);

    [Fact]
    public void Training_in_parts_gives_what_training_at_once_gives_and_forgetting_takes_it_back()
    {
        var (first, second) = (Log(400, 1), Log(300, 2));
        var policy = BanditJobs.Train(first, BanditJobs.ReadOptions("greedy"));
        var before = policy.Copy();
        BanditJobs.Continue(policy, second, addArms: false);
        policy.Rows.ShouldBe(700);

        BanditJobs.Forget(policy, second);

        policy.Rows.ShouldBe(400);
        var context = World.Round(5).Context.AsSpan();
        var (means, widths, expected) = (new double[4], new double[4], new double[4]);
        policy.Predict(new PolicyContext(context), means, widths);
        before.Predict(new PolicyContext(context), expected, widths);
        for (var arm = 0; arm < 4; arm++)
            means[arm].ShouldBe(expected[arm], 1e-9);
    }

    [Fact]
    public void Rows_that_were_not_learned_cannot_be_forgotten() =>
        Should.Throw<InvalidInputException>(
            () => BanditJobs.Forget(BanditJobs.Train(Log(100, 1), BanditJobs.ReadOptions("greedy")), Log(200, 2)))
            .Diagnostics[0].Code.ShouldBe("bandit.forget");

    // The true value is the mean over all rows of the log; six standard errors with fixed seeds.
    [Fact]
    public void An_estimate_from_a_log_meets_the_value_in_the_environment()
    {
        var policy = BanditJobs.Train(Log(2000, 1), BanditJobs.ReadOptions("softmax:temperature=0.2"));
        var log = Log(6000, 2);
        var (truth, probabilities) = (0.0, new double[4]);
        for (var i = 0; i < log.Count; i++)
        {
            var round = World.Round(First(2) + i);
            policy.Probabilities(new PolicyContext(round.Context.AsSpan()), 1, probabilities);
            truth += probabilities.Zip(round.ExpectedRewards, (p, r) => p * r).Sum() / log.Count;
        }

        var evaluation = BanditJobs.Evaluate(policy, log, [OffPolicyMethod.DoublyRobust, OffPolicyMethod.Ips], new OffPolicyOptions(), 1);

        evaluation.Estimates[0].StandardError.ShouldBeLessThan(evaluation.Estimates[1].StandardError);
        foreach (var estimate in evaluation.Estimates)
            estimate.Value.ShouldBe(truth, 6 * estimate.StandardError);
        evaluation.Estimates[0].Overlap.Passed.ShouldBeTrue();
        truth.ShouldBeGreaterThan(evaluation.LoggedReward + 0.2);
    }

    [Fact]
    public void The_gate_promotes_a_policy_that_learned_and_not_the_same_policy_again()
    {
        var candidate = BanditJobs.Train(Log(2000, 1), BanditJobs.ReadOptions("softmax:temperature=0.2"));
        var champion = BanditJobs.CreatePolicy(World, new UniformOptions());
        var test = Log(3000, 2);

        BanditJobs.Gate(candidate, champion, test, new GateOptions(), 1).Outcome.ShouldBe(GateOutcome.Promote);
        BanditJobs.Gate(candidate, null, test, new GateOptions(), 1).Outcome.ShouldBe(GateOutcome.Promote);
        BanditJobs.Gate(candidate, candidate, test, new GateOptions(), 1).Outcome.ShouldNotBe(GateOutcome.Promote);
        BanditJobs.Gate(champion, candidate, test, new GateOptions(), 1).Outcome.ShouldNotBe(GateOutcome.Promote);
    }

    [Fact]
    public void An_arm_that_was_never_logged_is_refused_by_name()
    {
        var policy = BanditJobs.Train(Log(1000, 1), BanditJobs.ReadOptions("uniform"));
        policy.AddArm("new");

        var gate = BanditJobs.Gate(policy, null, Log(1000, 2), new GateOptions(), 1);
        var evaluation = BanditJobs.Evaluate(policy, Log(1000, 2), [OffPolicyMethod.Ips], new OffPolicyOptions(), 1);

        evaluation.Estimates[0].Overlap.Unsupported!.Value.ShouldBe(0.2, 1e-9);
        evaluation.Estimates[0].Overlap.UnsupportedArm.ShouldBe("new");
        evaluation.Estimates[0].Overlap.Passed.ShouldBeFalse();
        gate.Outcome.ShouldNotBe(GateOutcome.Promote);
    }

    [Fact]
    public void A_simulated_policy_learns_and_the_same_seed_gives_the_same_result()
    {
        var options = new SimulationOptions { Decisions = 2000, GreedyRounds = 500 };
        SimulationResult Run(string text) =>
            BanditJobs.Simulate(
                BanditJobs.CreatePolicy(World, BanditJobs.ReadOptions(text)), World, options, null, TestContext.Current.CancellationToken);

        var (learned, uniform) = (Run("lin-ucb"), Run("uniform"));

        Run("lin-ucb").ShouldBe(learned);
        learned.AverageReward.ShouldBeGreaterThan(uniform.AverageReward + 0.2);
        learned.Regret.ShouldBeLessThan(uniform.Regret / 4);
        learned.GreedyValue!.Value.ShouldBe(learned.Figures.Optimal, 0.05);
        (uniform.GreedyValue, uniform.MinPropensity).ShouldBe((null, 0.25));
    }

    [Fact]
    public void A_log_for_another_policy_is_refused_with_the_field_or_the_arm()
    {
        var policy = BanditJobs.Train(Log(100, 1), BanditJobs.ReadOptions("greedy"));
        var (fields, arms) = (
            Log(100, 1) with { ContextFields = ["a", "b", "c", "d", "e"] }, Log(100, 1) with { Arms = ["1", "2", "3", "other"] });

        Should.Throw<InvalidInputException>(() => BanditJobs.Continue(policy, fields, false)).Diagnostics[0].Code.ShouldBe("bandit.context");
        Should.Throw<InvalidInputException>(() => BanditJobs.Continue(policy, arms, false)).Diagnostics[0].Message.ShouldContain("arm");
        policy.Rows.ShouldBe(100);
        BanditJobs.Continue(policy, arms, addArms: true);
        policy.Specification.Arms.ShouldContain("other");
    }

    [Fact]
    public void A_log_of_one_arm_that_was_not_certain_is_refused() =>
        Should.Throw<InvalidInputException>(() => BanditJobs.Evaluate(
            BanditJobs.Train(OneArm(), BanditJobs.ReadOptions("uniform")), OneArm(), [OffPolicyMethod.Ips], new OffPolicyOptions(), 1))
            .Diagnostics[0].Code.ShouldBe("bandit.one-arm");

    [Theory]
    [InlineData("lin-ucb:width=0.5,ridge=0.01,bias=1")]
    [InlineData("bootstrap:members=3")]
    [InlineData("neural-linear:hidden=4,epochs=2")]
    [InlineData("linear-thompson:draws=7,explorationFloor=0.1")]
    public void Settings_in_a_text_change_the_options(string text) =>
        BanditJobs.ReadOptions(text).ShouldNotBe(BanditJobs.ReadOptions(text.Split(':')[0]));

    [Theory]
    [InlineData("lin-ucp", "lin-ucb")]
    [InlineData("lin-ucb:epsilom=1", "epsilon")]
    [InlineData("lin-ucb:epsilon=2", "from 0 to 1")]
    [InlineData("lin-ucb:epsilon", "name=value")]
    [InlineData("lin-ucb:width=1,width=2", "once")]
    [InlineData("uniform:bias=1", "explorationFloor")]
    public void A_policy_that_is_none_is_refused_with_what_there_is(string text, string remedy) =>
        Should.Throw<InvalidInputException>(() => BanditJobs.ReadOptions(text)).Diagnostics[0].Remedy!.ShouldContain(remedy);

    [Theory]
    [InlineData("movies", "ratings")]
    [InlineData("wheel:delta=2", "from 0 to 1")]
    [InlineData("ratings:rank=21", "from 1 to 20")]
    public void An_environment_that_is_none_is_refused_with_what_there_is(string text, string remedy) =>
        Should.Throw<InvalidInputException>(() => BanditJobs.ReadEnvironment(text, null, 1)).Diagnostics[0].Remedy!.ShouldContain(remedy);

    private static DecisionLog Log(int rows, ulong seed) => BanditJobs.Generate(
        World, null, rows, First(seed), seed, null, TestContext.Current.CancellationToken);

    // Two logs share no users.
    private static long First(ulong seed) => (long)seed * 10_000;

    private static DecisionLog OneArm() => new()
    {
        ContextFields = [],
        Contexts = new DenseMatrix(2, 0),
        Arms = ["a"],
        Chosen = [0, 0],
        Propensities = [0.5, 0.5],
        Rewards = [1, 0],
    };
}
