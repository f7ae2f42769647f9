using System.Collections.Immutable;
using Gyre.Experiments.Evaluation;
using Gyre.Learning;

namespace Gyre.Experiments.Steps;

/// <summary>The figures of continual learning that a matrix alone gives, under the names of <see cref="ContinualMetrics.Summary"/>.</summary>
internal static class MatrixFigures
{
    /// <param name="metric">Name of the metric; counts and sums have no figures, and errors count as negative scores.</param>
    /// <param name="matrix">R: row i is the model after experience i, column j the test set j.</param>
    /// <param name="baseline">Scores before anything was learned; empty where they are not known.</param>
    public static IEnumerable<(string Name, double Value)> Of(string metric, DenseMatrix matrix, ImmutableArray<double> baseline)
    {
        if (MetricDirections.Of(metric) is not { } isGreaterBetter)
            return [];
        // The figures take scores: what is an error is turned, and those that are a mean of scores are turned back.
        var figures = Scores(isGreaterBetter ? matrix : Negative(matrix), isGreaterBetter || baseline.IsDefault
            ? baseline
            : [.. baseline.Select(static value => -value)]);
        return figures.Select(figure => (figure.Name, isGreaterBetter || !IsMean(figure.Name) ? figure.Value : -figure.Value));
    }

    private static bool IsMean(string name) => name is "acc" or "aaa" or "la" or "upper_triangle" or "lower_triangle";

    private static DenseMatrix Negative(DenseMatrix matrix) =>
        new(matrix.Rows, matrix.Columns, [.. matrix.Values.ToArray().Select(static value => -value)]);

    private static IEnumerable<(string Name, double Value)> Scores(DenseMatrix matrix, ImmutableArray<double> baseline)
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
