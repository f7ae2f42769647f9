using Gyre.Core;

namespace Gyre.Learning.Tests.OffPolicy;

public sealed class InteractionLogTests
{
    private static readonly double[] Greedy = [0, 0, 1];

    // 200 repeats of 20,000 uniform decisions; nominal 95% +- 3%.
    [Fact]
    public void Ips_on_a_uniform_log_covers_the_value_of_a_greedy_policy()
    {
        var covered = 0;
        for (var repeat = 0; repeat < 200; repeat++)
        {
            var (log, truth) = Draw(20_000, new SeededRandom(100).Fork($"{repeat}"));
            var estimate = OffPolicyEvaluation.Estimate(log, new() { Method = OffPolicyMethod.Ips }, new SeededRandom(1));
            covered += estimate.Normal.Contains(truth) ? 1 : 0;
        }

        (covered / 200.0).ShouldBeInRange(0.92, 0.98);
    }

    [Fact]
    public void A_cross_fitted_model_halves_the_error_and_no_row_teaches_its_own_prediction()
    {
        var (log, _) = Draw(2_000, new SeededRandom(3));
        var plain = OffPolicyEvaluation.Estimate(log, new() { Method = OffPolicyMethod.Ips }, new SeededRandom(1));
        var robust = OffPolicyEvaluation.Estimate(log, new(), new SeededRandom(1));
        var changed = log with { Rewards = log.Rewards.SetItem(17, 1000) };
        var before = OffPolicyEvaluation.CrossFit(log, new(), new SeededRandom(1));
        var after = OffPolicyEvaluation.CrossFit(changed, new(), new SeededRandom(1));

        robust.StandardError.ShouldBeLessThan(plain.StandardError / 2);
        after.Predictions[17].ShouldBe(before.Predictions[17]);
        Enumerable.Range(0, log.Count).Count(row => after.Predictions[row] != before.Predictions[row]).ShouldBeGreaterThan(1_000);
    }

    [Fact]
    public void A_ridge_of_nothing_predicts_the_mean()
    {
        // Arm 2 is never logged: around the mean of the rewards, its ridge has no evidence.
        var log = Small();
        var model = Learning.OffPolicy.RidgePerArm.Fit(log, [0, 1, 2, 3], [1, 1, 1, 1], 0.5);
        var rewards = new double[3];

        model.Predict([4.0], rewards);

        rewards[2].ShouldBe(2.5, 1e-12);
    }

    [Fact]
    public void A_ridge_equals_the_normal_equations()
    {
        // Arm 0 has rows x = 1, 2 with rewards 1, 2 around the mean 2.5: A = [[2.5, 3], [3, 5.5]], b = (-2, -2.5), theta = (-14/19,
        // -1/19).
        var model = Learning.OffPolicy.RidgePerArm.Fit(Small(), [0, 1, 2, 3], [1, 1, 1, 1], 0.5);
        var rewards = new double[3];

        model.Predict([3.0], rewards);

        rewards[0].ShouldBe(2.5 - 14 / 19.0 - 3 / 19.0, 1e-12);
    }

    [Fact]
    public void A_fit_for_least_variance_is_unbiased_too()
    {
        var fit = new CrossFitOptions { LeastVariance = true };
        var errors = Enumerable.Range(0, 60).Select(repeat =>
        {
            var (log, truth) = Draw(1_000, new SeededRandom(5).Fork($"{repeat}"));
            var estimate = OffPolicyEvaluation.Estimate(log, new(), new SeededRandom(2), fit);
            return (estimate.Value - truth) / estimate.StandardError;
        }).ToList();

        // Mean of 60 standardised errors: three standard errors are 0.39.
        Math.Abs(errors.Average()).ShouldBeLessThan(0.39);
    }

    [Fact]
    public void A_hole_in_the_support_is_named_with_its_arm()
    {
        var (log, _) = Draw(1_000, new SeededRandom(6), never: 2);

        var overlap = OffPolicyEvaluation.Estimate(log, new(), new SeededRandom(1)).Overlap;

        overlap.Passed.ShouldBeFalse();
        overlap.Unsupported.ShouldBe(1.0);
        overlap.UnsupportedArm.ShouldBe("c");
        overlap.Verdict.ShouldContain("'c'");
    }

    [Fact]
    public void Propensities_that_were_not_those_of_the_draw_are_noticed_by_the_mean_weight()
    {
        // The policy chooses arm c with probability 0.8, but the log says that it chose uniformly.
        var random = new SeededRandom(7);
        var rows = Enumerable.Range(0, 2_000).Select(_ => random.NextDouble() < 0.8).ToList();
        var log = new EvaluationLog
        {
            Propensities = [.. rows.Select(_ => 1 / 3.0)],
            Targets = [.. rows.Select(chosen => chosen ? 0.9 : 0.05)],
            Rewards = [.. rows.Select(chosen => chosen ? 1.0 : 0)],
        };

        var overlap = OffPolicyEvaluation.Estimate(log, new() { Method = OffPolicyMethod.Snips }).Overlap;

        overlap.MeanWeight.ShouldBeGreaterThan(2);
        overlap.Failures.ShouldContain(failure => failure.StartsWith("The mean weight is 2.", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_halves_that_disagree_are_noticed()
    {
        var log = new EvaluationLog
        {
            Propensities = [.. Enumerable.Repeat(0.5, 400)],
            Targets = [.. Enumerable.Repeat(0.5, 400)],
            Rewards = [.. Enumerable.Range(0, 400).Select(row => row < 200 ? row % 2 : row % 2 + 5.0)],
        };

        var overlap = OffPolicyEvaluation.Estimate(log, new() { Method = OffPolicyMethod.Ips }).Overlap;

        overlap.FirstHalf.ShouldBe(0.5);
        overlap.SecondHalf.ShouldBe(5.5);
        overlap.Verdict.ShouldStartWith("The two halves of the log disagree: 0.5 and 5.5");
    }

    [Fact]
    public void A_log_that_supports_its_target_passes_in_words()
    {
        var (log, _) = Draw(1_000, new SeededRandom(6));

        var overlap = OffPolicyEvaluation.Estimate(log, new(), new SeededRandom(1)).Overlap;

        overlap.Passed.ShouldBeTrue();
        overlap.Unsupported.ShouldBe(0.0);
        overlap.Verdict.ShouldStartWith("The diagnostics pass: the effective sample size is ");
    }

    /// <summary>Three arms, the last the best by far; one number of context; a uniform log; the greedy target.</summary>
    internal static (InteractionLog Log, double Truth) Draw(int rows, SeededRandom random, int never = -1)
    {
        var contexts = new DenseMatrix(rows, 1);
        var logged = new DenseMatrix(rows, 3);
        var target = new DenseMatrix(rows, 3);
        var arms = new int[rows];
        var rewards = new double[rows];
        for (var row = 0; row < rows; row++)
        {
            contexts.Row(row)[0] = random.NextDouble();
            logged.Row(row).Fill(never < 0 ? 1 / 3.0 : 0.5);
            if (never >= 0)
                logged.Row(row)[never] = 0;
            Greedy.CopyTo(target.Row(row));
            arms[row] = random.NextInt(0, never < 0 ? 3 : 2);
            rewards[row] = Mean(arms[row], contexts[row, 0]) + random.NextGaussian(0, 0.3);
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
        return (log, Mean(2, 0.5));
    }

    private static double Mean(int arm, double x) => 0.5 * arm + x;

    private static InteractionLog Small() => new()
    {
        ArmNames = ["a", "b", "c"],
        Contexts = new DenseMatrix(4, 1, [1, 2, 1, 2]),
        Logged = new DenseMatrix(4, 3, [0.5, 0.5, 0, 0.5, 0.5, 0, 0.5, 0.5, 0, 0.5, 0.5, 0]),
        Target = new DenseMatrix(4, 3, [0.5, 0.5, 0, 0.5, 0.5, 0, 0.5, 0.5, 0, 0.5, 0.5, 0]),
        Arms = [0, 0, 1, 1],
        Rewards = [1, 2, 3, 4],
    };
}
