using System.Collections.Frozen;
using System.Collections.Immutable;
using Gyre.Learning;

namespace Gyre.Experiments.Evaluation;

/// <summary>The metrics that come with Gyre, by the name of their component.</summary>
internal static class TrialMetrics
{
    private static readonly FrozenDictionary<string, ITrialMetric> OfPredictions =
        new Dictionary<string, ITrialMetric>(StringComparer.Ordinal)
        {
            ["accuracy"] = new UsualMetric("accuracy", "accuracy_score", greaterIsBetter: true),
            ["precision"] = new UsualMetric("precision", "precision_score", greaterIsBetter: true),
            ["recall"] = new UsualMetric("recall", "recall_score", greaterIsBetter: true),
            ["f1"] = new UsualMetric("f1", "f1_score", greaterIsBetter: true),
            ["auc"] = new UsualMetric("auc", "roc_auc", greaterIsBetter: true),
            ["log-loss"] = new UsualMetric("log_loss", "log_loss", greaterIsBetter: false),
            ["mae"] = new UsualMetric("mae", "mean_absolute_error", greaterIsBetter: false),
            ["rmse"] = new UsualMetric("rmse", "root_mean_squared_error", greaterIsBetter: false),
            ["r2"] = new UsualMetric("r2", "r2_score", greaterIsBetter: true),
            ["calibration-error"] = new UsualMetric("calibration_error", "calibration_error", greaterIsBetter: false),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, ITrialMatrixMetric> OfMatrices =
        new Dictionary<string, ITrialMatrixMetric>(StringComparer.Ordinal)
        {
            ["average-accuracy"] = One("average_accuracy", static matrix => ContinualMetrics.AverageAccuracy(matrix)),
            ["average-accuracy-by-experience"] = new MatrixMetric("average_accuracy_by_experience", greaterIsBetter: true, ByExperience),
            ["average-anytime-accuracy"] = One(
                "average_anytime_accuracy", static matrix => ContinualMetrics.AverageAnytimeAccuracy(matrix)),
            ["learning-accuracy"] = One("learning_accuracy", static matrix => ContinualMetrics.LearningAccuracy(matrix)),
            ["backward-transfer"] = One("backward_transfer", ContinualMetrics.BackwardTransfer),
            ["positive-backward-transfer"] = One("positive_backward_transfer", ContinualMetrics.PositiveBackwardTransfer),
            ["remembering"] = One("remembering", ContinualMetrics.Remembering),
            ["forgetting"] = One("forgetting", ContinualMetrics.Forgetting, greaterIsBetter: false),
            ["forgetting-first"] = One("forgetting_since_learned", ContinualMetrics.ForgettingSinceLearned, greaterIsBetter: false),
            // Lopez-Paz and Ranzato's needs the scores of the untrained model, which are not in the matrix.
            ["forward-transfer"] = One("forward_transfer_upper_triangle", ContinualMetrics.UpperTriangleTransfer),
            ["lower-triangle-accuracy"] = One("lower_triangle_accuracy", static matrix => ContinualMetrics.LowerTriangleAccuracy(matrix)),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Names of all components.</summary>
    public static IEnumerable<string> Components => OfPredictions.Keys.Concat(OfMatrices.Keys);

    /// <summary>Names in results, and whether more is better.</summary>
    public static IEnumerable<(string Name, bool GreaterIsBetter)> Directions =>
        OfPredictions.Values.Select(static metric => (metric.Name, metric.GreaterIsBetter))
            .Concat(OfMatrices.Values.Select(static metric => (metric.Name, metric.GreaterIsBetter)));

    /// <summary>A metric of predictions, or null.</summary>
    public static ITrialMetric? Find(string component) => OfPredictions.GetValueOrDefault(component);

    /// <summary>A metric of the matrix of results, or null.</summary>
    public static ITrialMatrixMetric? FindMatrix(string component) => OfMatrices.GetValueOrDefault(component);

    private static MatrixMetric One(string name, Func<DenseMatrix, double?> figure, bool greaterIsBetter = true) =>
        new(name, greaterIsBetter, figure);

    private static ImmutableArray<double> ByExperience(DenseMatrix matrix) =>
        [.. Enumerable.Range(0, matrix.Rows).Select(experience => ContinualMetrics.AverageAccuracyAt(matrix, experience))];
}
