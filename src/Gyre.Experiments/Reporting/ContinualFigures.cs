using System.Collections.Immutable;
using Gyre.Learning;

namespace Gyre.Experiments.Reporting;

/// <summary>A figure of a matrix of results.</summary>
/// <param name="Name">Short and like no other.</param>
/// <param name="Meaning">What it is.</param>
/// <param name="GreaterIsBetter">Whether more is better, where more of the metric is; null where neither is.</param>
/// <param name="IsLevel">Whether it is a mean of the metric itself, not a difference.</param>
/// <param name="Compute">Of R with higher is better, and of the untrained model's results if there are any.</param>
internal sealed record MatrixFigure(
    string Name, string Meaning, bool? GreaterIsBetter, bool IsLevel, Func<DenseMatrix, ImmutableArray<double>, double?> Compute)
{
    /// <summary>Whether it has a meaning only for metrics from 0 to 1 where more is better.</summary>
    public bool IsOfShares { get; init; }
}

/// <summary>The figures of continual learning, in all variants that are in use.</summary>
internal static class ContinualFigures
{
    public static ImmutableArray<MatrixFigure> All { get; } =
    [
        new("ACC", "mean over all test sets after the last experience", true, true, static (r, _) => ContinualMetrics.AverageAccuracy(r)),
        new("AAA", "average anytime accuracy: mean over experiences of the mean over the test sets so far", true, true,
            static (r, _) => ContinualMetrics.AverageAnytimeAccuracy(r)),
        new("LA", "learning accuracy: mean over test sets right after their experience", true, true,
            static (r, _) => ContinualMetrics.LearningAccuracy(r)),
        new("BWT",
            "backward transfer (Lopez-Paz and Ranzato): after the last experience minus right after learning, mean over earlier test sets",
            true, false, static (r, _) => ContinualMetrics.BackwardTransfer(r)),
        new("F max", "forgetting (Chaudhry): the best so far minus the last, mean over earlier test sets", false, false,
            static (r, _) => ContinualMetrics.Forgetting(r)),
        new("F learned", "forgetting since learned (Avalanche): right after learning minus the last; it is -BWT", false, false,
            static (r, _) => ContinualMetrics.ForgettingSinceLearned(r)),
        new("REM", "remembering: 1 - |min(BWT, 0)|", true, false, static (r, _) => ContinualMetrics.Remembering(r)) { IsOfShares = true },
        new("BWT+", "max(BWT, 0)", true, false, static (r, _) => ContinualMetrics.PositiveBackwardTransfer(r)),
        new("FWT untrained", "forward transfer (Lopez-Paz and Ranzato): before learning minus the untrained model", true, false,
            // Baselines are given only where forward transfer is defined.
            static (r, b) => b.Length == r.Rows ? ContinualMetrics.ForwardTransfer(r, b, ContinualScenario.DomainIncremental) : null),
        new("FWT upper", "forward transfer (Díaz-Rodríguez): mean above the diagonal, test sets before they are learned", true, true,
            static (r, _) => ContinualMetrics.UpperTriangleTransfer(r)),
        new("A lower", "accuracy (Díaz-Rodríguez): mean on and below the diagonal", true, true,
            static (r, _) => ContinualMetrics.LowerTriangleAccuracy(r)),
    ];

    /// <summary>Figures of a matrix by their names; those that are not defined are left out.</summary>
    public static ImmutableSortedDictionary<string, double> Of(ResultMatrix matrix)
    {
        if (ToDense(matrix.Values, matrix.GreaterIsBetter ? 1 : -1) is not { } r)
            return ImmutableSortedDictionary<string, double>.Empty;
        ImmutableArray<double> baseline = [.. matrix.Baseline.Select(number => matrix.GreaterIsBetter ? number : -number)];
        return All.Where(figure => matrix.GreaterIsBetter || !figure.IsOfShares)
            .Select(figure => (figure.Name, Value: figure.Compute(r, baseline) * (figure.IsLevel && !matrix.GreaterIsBetter ? -1 : 1)))
            .Where(static figure => figure.Value is not null)
            .ToImmutableSortedDictionary(static figure => figure.Name, static figure => figure.Value!.Value, StringComparer.Ordinal);
    }

    /// <summary>A_t of each experience; empty for a matrix that is not square.</summary>
    public static ImmutableArray<double> Anytime(ResultMatrix matrix) => ToDense(matrix.Values, 1) is { } r
        ? [.. Enumerable.Range(0, r.Rows).Select(t => ContinualMetrics.AverageAccuracyAt(r, t))]
        : [];

    private static DenseMatrix? ToDense(ImmutableArray<ImmutableArray<double>> values, double sign) =>
        values.Length == 0 || values.Any(row => row.Length != values.Length)
            ? null
            : new DenseMatrix(values.Length, values.Length, [.. values.SelectMany(static row => row).Select(number => sign * number)]);
}
