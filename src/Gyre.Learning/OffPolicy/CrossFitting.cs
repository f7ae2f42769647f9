using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Learning.Boosting;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.OffPolicy;

/// <summary>Predictions for every row by a model that has not seen the row.</summary>
/// <remarks>V. Chernozhukov and others, "Double/debiased machine learning for treatment and structural parameters", 2018.</remarks>
internal static class CrossFitting
{
    /// <summary>Predicted rewards, n x K.</summary>
    public static DenseMatrix Predict(InteractionLog log, CrossFitOptions options, SeededRandom random)
    {
        var order = Enumerable.Range(0, log.Count).ToArray();
        random.Shuffle<int>(order);
        var weights = Weights(log, options.LeastVariance);
        var predictions = new DenseMatrix(log.Count, log.ArmNames.Length);
        for (var fold = 0; fold < options.Folds; fold++)
        {
            var others = order.Where((_, place) => place % options.Folds != fold).Order().ToList();
            var model = Fit(log, others, weights, options);
            for (var place = fold; place < order.Length; place += options.Folds)
                model.Predict(log.Contexts.Row(order[place]), predictions.Row(order[place]));
        }
        if (options.RewardRange is { } range)
        {
            foreach (ref var value in predictions.Values)
                value = Math.Clamp(value, range.Low, range.High);
        }
        return predictions;
    }

    /// <summary>Of each row the entry of the chosen arm.</summary>
    public static ImmutableArray<double> OfChosen(DenseMatrix table, ImmutableArray<int> arms) =>
        [.. arms.Select((arm, row) => table[row, arm])];

    /// <summary>The mean of each row under a policy.</summary>
    public static ImmutableArray<double> Under(DenseMatrix policy, DenseMatrix predictions) =>
        [.. Enumerable.Range(0, policy.Rows).Select(row => Kernels.Dot(policy.Row(row), predictions.Row(row)))];

    private static IRewardModel Fit(InteractionLog log, IReadOnlyList<int> rows, double[] weights, CrossFitOptions options) =>
        options.Model == RewardRegression.Trees
            ? TreesPerArm.Fit(log, rows, weights, options.Trees, LightGbm.Instance)
            : RidgePerArm.Fit(log, rows, weights, options.Penalty);

    private static double[] Weights(InteractionLog log, bool leastVariance)
    {
        var weights = new double[log.Count];
        Array.Fill(weights, 1);
        for (var row = 0; leastVariance && row < weights.Length; row++)
        {
            var logged = log.Logged[row, log.Arms[row]];
            var weight = log.Target[row, log.Arms[row]] / logged;
            weights[row] = weight * weight * (1 - logged);
        }
        return weights;
    }
}
