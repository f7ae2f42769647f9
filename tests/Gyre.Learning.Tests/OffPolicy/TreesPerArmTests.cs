using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Learning.Boosting;
using Gyre.Learning.OffPolicy;
using Gyre.Learning.Tests.Trees;

namespace Gyre.Learning.Tests.OffPolicy;

/// <summary>
/// Trees as the reward model: three arms, two numbers of context, rewards of 0 or 1 by quadrant and noise of deviation 0.3.
/// </summary>
public sealed class TreesPerArmTests
{
    private static readonly OffPolicyOptions Robust = new();

    private static readonly CrossFitOptions Trees = new() { Model = RewardRegression.Trees };

    [Fact]
    public void Trees_explain_rewards_that_no_ridge_explains()
    {
        NativeTrees.Require();
        var (log, truth) = Draw(4000, new SeededRandom(1));
        var ridge = OffPolicyEvaluation.Estimate(log, Robust, new SeededRandom(2));
        var trees = OffPolicyEvaluation.Estimate(log, Robust, new SeededRandom(2), Trees);
        var direct = Robust with { Method = OffPolicyMethod.Direct };

        trees.StandardError.ShouldBeLessThan(0.75 * ridge.StandardError);
        trees.Value.ShouldBe(truth, 4 * trees.StandardError);
        // The ridge sees no difference between quadrants, and so none between policies.
        var bias = Math.Abs(OffPolicyEvaluation.Estimate(log, direct, new SeededRandom(2)).Value - truth);
        Math.Abs(OffPolicyEvaluation.Estimate(log, direct, new SeededRandom(2), Trees).Value - truth).ShouldBeLessThan(bias / 4);
    }

    [Fact]
    public void Intervals_cover_and_no_row_teaches_its_own_prediction()
    {
        NativeTrees.Require();
        var errors = Enumerable.Range(0, 40).Select(repeat =>
        {
            var (log, truth) = Draw(800, new SeededRandom(7).Fork($"{repeat}"));
            var estimate = OffPolicyEvaluation.Estimate(log, Robust, new SeededRandom(2), Trees);
            return (estimate.Value - truth) / estimate.StandardError;
        }).ToList();
        var (one, _) = Draw(600, new SeededRandom(3));
        var before = OffPolicyEvaluation.CrossFit(one, Trees, new SeededRandom(1));
        var after = OffPolicyEvaluation.CrossFit(one with { Rewards = one.Rewards.SetItem(17, 1000) }, Trees, new SeededRandom(1));

        // Mean and spread of 40 standardised errors: three standard errors are 0.47 and 0.34.
        Math.Abs(errors.Average()).ShouldBeLessThan(0.47);
        Math.Sqrt(errors.Average(error => error * error)).ShouldBe(1, 0.34);
        after.Predictions[17].ShouldBe(before.Predictions[17]);
        Enumerable.Range(0, one.Count).Count(row => after.Predictions[row] != before.Predictions[row]).ShouldBeGreaterThan(50);
    }

    [Fact]
    public void Arms_with_too_few_rows_are_drawn_towards_the_mean_of_all()
    {
        var (log, _) = Draw(60, new SeededRandom(4));
        // Arm 0 has 10 rows of reward 1, arm 1 has 30 of reward 0 and arm 2 none: the mean is 0.25.
        int[] arms = [.. Enumerable.Range(0, 60).Select(row => row < 10 ? 0 : 1)];
        var few = log with { Arms = [.. arms], Rewards = [.. arms.Select(arm => arm == 0 ? 1.0 : 0)] };
        var weights = Enumerable.Repeat(1.0, 60).ToArray();
        var options = new GradientBoostingOptions { LeafRows = 20 };
        var model = TreesPerArm.Fit(few, [.. Enumerable.Range(0, 40)], weights, options, new NoBooster());
        var rewards = new double[3];

        model.Predict([0.3, 0.7], rewards);

        // 10 rows of 1 and 20 of 0.25; 30 rows of 0 and 20 of 0.25.
        rewards.ShouldBe([15.0 / 30, 5.0 / 50, 0.25], 1e-12);
    }

    [Fact]
    public void A_policy_is_evaluated_and_gated_with_trees()
    {
        NativeTrees.Require();
        var world = BanditJobs.ReadEnvironment("wheel:delta=0.3,deviation=0.3", null, 1);
        DecisionLog Log(long first) => BanditJobs.Generate(world, null, 3000, first, 5, null, TestContext.Current.CancellationToken);
        var policy = BanditJobs.Train(Log(0), BanditJobs.ReadOptions("softmax:temperature=5,bias=1"));
        ImmutableArray<OffPolicyMethod> methods = [OffPolicyMethod.DoublyRobust];
        var test = Log(100_000);

        var ridge = BanditJobs.Evaluate(policy, test, methods, Robust, 1).Estimates[0];
        var trees = BanditJobs.Evaluate(policy, test, methods, Robust, 1, RewardRegression.Trees).Estimates[0];
        var gate = BanditJobs.Gate(
            policy, BanditJobs.CreatePolicy(world, new UniformOptions()), test, new GateOptions(), 1, RewardRegression.Trees);

        trees.StandardError.ShouldBeLessThan(0.7 * ridge.StandardError);
        gate.Outcome.ShouldBe(GateOutcome.Promote);
    }

    /// <summary>A uniform log; the target takes the arm that pays in the quadrant with probability 0.8.</summary>
    private static (InteractionLog Log, double Truth) Draw(int rows, SeededRandom random)
    {
        var (contexts, logged, target) = (new DenseMatrix(rows, 2), new DenseMatrix(rows, 3), new DenseMatrix(rows, 3));
        var (arms, rewards) = (new int[rows], new double[rows]);
        for (var row = 0; row < rows; row++)
        {
            contexts.Row(row)[0] = random.NextDouble();
            contexts.Row(row)[1] = random.NextDouble();
            var best = (contexts[row, 0] > 0.5) == (contexts[row, 1] > 0.5) ? 0 : 1;
            logged.Row(row).Fill(1 / 3.0);
            target.Row(row).Fill(0.1);
            target.Row(row)[best] = 0.8;
            arms[row] = random.NextInt(0, 3);
            rewards[row] = (arms[row] == best ? 1 : 0) + random.NextGaussian(0, 0.3);
        }
        var log = new InteractionLog
        {
            ArmNames = ["a", "b", "c"],
            Contexts = contexts,
            Logged = logged,
            Target = target,
            Arms = [.. arms],
            Rewards = [.. rewards],
        };
        return (log, 0.8);
    }

    private sealed class NoBooster : IBooster
    {
        public string Train(
            BoostingProblem problem,
            GradientBoostingOptions options,
            Action<int, double, double>? progress,
            CancellationToken cancellationToken) => throw new InvalidOperationException("There are too few rows for trees.");
    }
}
