using System.Collections.Immutable;
using Gyre.Learning;

namespace Gyre.Experiments.Steps;

/// <summary>The figures of continual learning that a matrix alone gives, under the names of <see cref="ContinualMetrics.Summary"/>.</summary>
internal static class MatrixFigures
{
    /// <param name="matrix">R: row i is the model after experience i, column j the test set j.</param>
    /// <param name="baseline">Scores before anything was learned; empty where they are not known.</param>
    public static IEnumerable<(string Name, double Value)> Of(DenseMatrix matrix, ImmutableArray<double> baseline)
    {
        (string Name, double? Value)[] figures =
        [
            ("acc", ContinualMetrics.AverageAccuracy(matrix)),
            ("aaa", ContinualMetrics.AverageAnytimeAccuracy(matrix)),
            ("la", ContinualMetrics.LearningAccuracy(matrix)),
            ("bwt", ContinualMetrics.BackwardTransfer(matrix)),
            ("forgetting", ContinualMetrics.Forgetting(matrix)),
            ("forgetting_since_learned", ContinualMetrics.ForgettingSinceLearned(matrix)),
            ("rem", ContinualMetrics.Remembering(matrix)),
            ("bwt_plus", ContinualMetrics.PositiveBackwardTransfer(matrix)),
            ("fwt", baseline.IsDefaultOrEmpty
                ? null
                : ContinualMetrics.ForwardTransfer(matrix, baseline, ContinualScenario.DomainIncremental)),
            ("upper_triangle", ContinualMetrics.UpperTriangleTransfer(matrix)),
            ("lower_triangle", ContinualMetrics.LowerTriangleAccuracy(matrix)),
        ];
        return figures.Where(static figure => figure.Value is not null).Select(static figure => (figure.Name, figure.Value!.Value));
    }
}
