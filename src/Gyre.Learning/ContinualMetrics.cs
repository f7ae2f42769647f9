using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Learning;

/// <summary>A figure over several runs.</summary>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation with n - 1; null for one run.</param>
/// <param name="Runs">How many runs have the figure.</param>
public sealed record ContinualFigure(double Mean, double? Deviation, int Runs);

/// <summary>
/// Figures of a run. R is T x T, R[i, j] the score on task j after task i, higher is better. A figure that compares tasks is null with one
/// task. All are O(T²).
/// </summary>
public static class ContinualMetrics
{
    /// <summary>ACC: mean of the last row of R.</summary>
    public static double AverageAccuracy(DenseMatrix matrix) => AverageAccuracyAt(matrix, Tasks(matrix) - 1);

    /// <summary>A_t: mean of R[t, j] over j up to t.</summary>
    /// <param name="matrix">R.</param>
    /// <param name="task">t, from 0.</param>
    public static double AverageAccuracyAt(DenseMatrix matrix, int task) => Mean(Enumerable.Range(0, task + 1), j => Of(matrix)[task, j]);

    /// <summary>AAA, average anytime accuracy: mean of A_t over all t. Also called average incremental accuracy.</summary>
    public static double AverageAnytimeAccuracy(DenseMatrix matrix) =>
        Mean(Enumerable.Range(0, Tasks(matrix)), t => AverageAccuracyAt(matrix, t));

    /// <summary>LA, learning accuracy: mean of R[j, j].</summary>
    public static double LearningAccuracy(DenseMatrix matrix) => Mean(Enumerable.Range(0, Tasks(matrix)), j => matrix[j, j]);

    /// <summary>I, intransigence (A. Chaudhry et al., "Riemannian walk for incremental learning", 2018): mean of a*_t - R[t, t].</summary>
    /// <param name="matrix">R.</param>
    /// <param name="reference">
    /// R of a run that at each task was trained on all examples so far (strategy <c>cumulative</c>); its diagonal is a*.
    /// </param>
    public static double Intransigence(DenseMatrix matrix, DenseMatrix reference) =>
        LearningAccuracy(reference) - LearningAccuracy(Same(matrix, reference));

    /// <summary>
    /// BWT, backward transfer (D. Lopez-Paz and M. Ranzato, "Gradient episodic memory for continual learning", 2017): mean of R[T, j] -
    /// R[j, j] over j before T.
    /// </summary>
    public static double? BackwardTransfer(DenseMatrix matrix) => OverEarlier(matrix, (last, j) => matrix[last, j] - matrix[j, j]);

    /// <summary>
    /// F, forgetting (Chaudhry et al., 2018): mean over j before T of the largest R[l, j], l from j to T - 1, minus R[T, j]. At least
    /// -BWT.
    /// </summary>
    public static double? Forgetting(DenseMatrix matrix) =>
        OverEarlier(matrix, (last, j) => Enumerable.Range(j, last - j).Max(l => matrix[l, j]) - matrix[last, j]);

    /// <summary>
    /// Forgetting against the value right after learning, as Avalanche computes it: mean of R[j, j] - R[T, j] over j before T, which is
    /// -BWT.
    /// </summary>
    public static double? ForgettingSinceLearned(DenseMatrix matrix) => -BackwardTransfer(matrix);

    /// <summary>
    /// REM, remembering (N. Díaz-Rodríguez et al., "Don't forget, there is more than forgetting", 2018): 1 - |min(BWT, 0)|.
    /// </summary>
    public static double? Remembering(DenseMatrix matrix) =>
        BackwardTransfer(matrix) is { } transfer ? 1 - Math.Abs(Math.Min(transfer, 0)) : null;

    /// <summary>BWT+ (Díaz-Rodríguez et al., 2018): max(BWT, 0).</summary>
    public static double? PositiveBackwardTransfer(DenseMatrix matrix) =>
        BackwardTransfer(matrix) is { } transfer ? Math.Max(transfer, 0) : null;

    /// <summary>FWT, forward transfer (Lopez-Paz and Ranzato, 2017): mean of R[j - 1, j] - b[j] over j from the second task.</summary>
    /// <param name="matrix">R.</param>
    /// <param name="baseline">b: the score of the untrained model on each task.</param>
    /// <param name="scenario">Not class-incremental: a class that was never seen cannot be predicted there.</param>
    /// <exception cref="InvalidInputException">The scenario is class-incremental.</exception>
    public static double? ForwardTransfer(DenseMatrix matrix, ImmutableArray<double> baseline, ContinualScenario scenario)
    {
        if (scenario == ContinualScenario.ClassIncremental)
            throw new InvalidInputException(
                "learn.forward-transfer",
                "Forward transfer is not defined in class-incremental learning: classes that were not seen cannot be predicted.");
        if (baseline.Length != Tasks(matrix))
            throw new ArgumentException($"There are {baseline.Length} baselines for {Tasks(matrix)} tasks.", nameof(baseline));
        return baseline.Length < 2 ? null : Mean(Enumerable.Range(1, baseline.Length - 1), j => matrix[j - 1, j] - baseline[j]);
    }

    /// <summary>Forward transfer of Díaz-Rodríguez et al. (2018): mean of R above the diagonal.</summary>
    public static double? UpperTriangleTransfer(DenseMatrix matrix) =>
        Tasks(matrix) < 2 ? null : Mean(Cells(matrix, (i, j) => i < j), cell => matrix[cell.I, cell.J]);

    /// <summary>Accuracy of Díaz-Rodríguez et al. (2018): mean of R on and below the diagonal.</summary>
    public static double LowerTriangleAccuracy(DenseMatrix matrix) => Mean(Cells(matrix, (i, j) => i >= j), cell => matrix[cell.I, cell.J]);

    /// <summary>
    /// Prequential accuracy after each example (J. Gama, R. Sebastião and P. Rodrigues, "On evaluating stream learning algorithms", 2013).
    /// O(n).
    /// </summary>
    /// <param name="hits">Whether each example was predicted rightly before it was learned.</param>
    /// <param name="fading">Weight of the past per example, above 0, at most 1; 1 is the plain running share.</param>
    public static ImmutableArray<double> Prequential(IReadOnlyList<bool> hits, double fading = 1)
    {
        ArgumentNullException.ThrowIfNull(hits);
        if (fading is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(fading), fading, "The fading factor must be above 0 and at most 1.");
        var (sum, weight) = (0.0, 0.0);
        var shares = ImmutableArray.CreateBuilder<double>(hits.Count);
        foreach (var hit in hits)
        {
            sum = (hit ? 1 : 0) + (fading * sum);
            weight = 1 + (fading * weight);
            shares.Add(sum / weight);
        }
        return shares.MoveToImmutable();
    }

    /// <summary>
    /// A_AUC (H. Koh et al., "Online continual learning on class incremental blurry task configuration with anytime inference", 2022):
    /// area under the accuracy on the tasks so far by the number of examples, divided by that number; each point counts for the examples
    /// since the one before it.
    /// </summary>
    /// <param name="curve">At least one point, in order.</param>
    public static double AreaUnderAccuracy(IReadOnlyList<ContinualPoint> curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        if (curve.Count == 0)
            throw new ArgumentException("The area requires at least one point.", nameof(curve));
        var (area, examples) = (0.0, 0L);
        foreach (var point in curve)
        {
            area += point.SeenAccuracy * (point.Examples - examples);
            examples = point.Examples;
        }
        return area / examples;
    }

    /// <summary>
    /// min-ACC at the end (M. De Lange, G. van de Ven and T. Tuytelaars, "Continual evaluation for lifelong learning: identifying the
    /// stability gap", 2023): mean over the tasks before the last of the smallest accuracy that was measured after they were learned.
    /// </summary>
    public static double? MinimumAccuracy(ContinualResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return OverEarlier(result.Matrix, (last, j) => Math.Min(
            Enumerable.Range(j + 1, last - j).Min(i => result.Matrix[i, j]),
            result.Curve.Where(point => point.Task > j).Select(point => point.Accuracies[j])
                .DefaultIfEmpty(double.PositiveInfinity).Min()));
    }

    /// <summary>WC-ACC at the end (De Lange et al., 2023): R[T, T] / T + (1 - 1 / T) min-ACC.</summary>
    public static double? WorstCaseAccuracy(ContinualResult result)
    {
        if (MinimumAccuracy(result) is not { } minimum)
            return null;
        var tasks = result.Matrix.Rows;
        return (result.Matrix[tasks - 1, tasks - 1] / tasks) + ((1 - (1.0 / tasks)) * minimum);
    }

    /// <summary>
    /// Cumulative accuracy (A. Soutif-Cormerais et al., "On the importance of cross-task features for class-incremental learning", 2021):
    /// accuracy on all test sets when only classes seen so far compete, mean over the tasks.
    /// </summary>
    public static double CumulativeAccuracy(ContinualResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.SeenClassesOnly.Average();
    }

    /// <summary>AMCA, average mean class accuracy: mean over the tasks of the mean accuracy of the classes seen so far.</summary>
    public static double AverageMeanClassAccuracy(ContinualResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return Mean(Enumerable.Range(0, result.Matrix.Rows), t => result.SeenClasses[t]
            .Select(label => result.PerClass[t, label]).Where(accuracy => !double.IsNaN(accuracy)).DefaultIfEmpty(0).Average());
    }

    /// <summary>
    /// All figures of a run by name: <c>acc</c>, <c>aaa</c>, <c>la</c>, <c>bwt</c>, <c>forgetting</c>, <c>forgetting_since_learned</c>,
    /// <c>rem</c>, <c>bwt_plus</c>, <c>fwt</c>, <c>upper_triangle</c>, <c>lower_triangle</c>, <c>prequential</c>, <c>a_auc</c>,
    /// <c>min_acc</c>, <c>wc_acc</c>, <c>cumulative_accuracy</c>, <c>amca</c>, <c>parameters</c>, <c>carried_bytes</c>. What is not
    /// defined for the run is left out.
    /// </summary>
    public static ImmutableSortedDictionary<string, double> Summary(ContinualResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var matrix = result.Matrix;
        (string Name, double? Value)[] figures =
        [
            ("acc", AverageAccuracy(matrix)),
            ("aaa", AverageAnytimeAccuracy(matrix)),
            ("la", LearningAccuracy(matrix)),
            ("bwt", BackwardTransfer(matrix)),
            ("forgetting", Forgetting(matrix)),
            ("forgetting_since_learned", ForgettingSinceLearned(matrix)),
            ("rem", Remembering(matrix)),
            ("bwt_plus", PositiveBackwardTransfer(matrix)),
            ("fwt", result.Scenario == ContinualScenario.ClassIncremental
                ? null
                : ForwardTransfer(matrix, result.Baseline, result.Scenario)),
            ("upper_triangle", UpperTriangleTransfer(matrix)),
            ("lower_triangle", LowerTriangleAccuracy(matrix)),
            ("prequential", Prequential(result.Hits)[^1]),
            ("a_auc", result.Curve.IsEmpty ? null : AreaUnderAccuracy(result.Curve)),
            ("min_acc", MinimumAccuracy(result)),
            ("wc_acc", WorstCaseAccuracy(result)),
            ("cumulative_accuracy", CumulativeAccuracy(result)),
            ("amca", AverageMeanClassAccuracy(result)),
            ("parameters", result.Parameters),
            ("carried_bytes", result.CarriedBytes),
        ];
        return figures.Where(figure => figure.Value is not null)
            .ToImmutableSortedDictionary(figure => figure.Name, figure => figure.Value!.Value, StringComparer.Ordinal);
    }

    /// <summary>Mean and standard deviation of each figure over the summaries of several runs, usually seeds.</summary>
    public static ImmutableSortedDictionary<string, ContinualFigure> OverRuns(IEnumerable<IReadOnlyDictionary<string, double>> summaries)
    {
        ArgumentNullException.ThrowIfNull(summaries);
        return summaries.SelectMany(summary => summary).GroupBy(figure => figure.Key, figure => figure.Value, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(group => group.Key, group => Figure([.. group]), StringComparer.Ordinal);
    }

    private static ContinualFigure Figure(double[] values)
    {
        var mean = values.Average();
        double? deviation = values.Length < 2
            ? null
            : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
        return new ContinualFigure(mean, deviation, values.Length);
    }

    private static double? OverEarlier(DenseMatrix matrix, Func<int, int, double> term)
    {
        var tasks = Tasks(matrix);
        return tasks < 2 ? null : Mean(Enumerable.Range(0, tasks - 1), j => term(tasks - 1, j));
    }

    private static IEnumerable<(int I, int J)> Cells(DenseMatrix matrix, Func<int, int, bool> isWanted)
    {
        var tasks = Tasks(matrix);
        return Enumerable.Range(0, tasks).SelectMany(i => Enumerable.Range(0, tasks).Where(j => isWanted(i, j)).Select(j => (i, j)));
    }

    private static double Mean<T>(IEnumerable<T> items, Func<T, double> value) => items.Average(value);

    private static DenseMatrix Of(DenseMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return matrix;
    }

    private static DenseMatrix Same(DenseMatrix matrix, DenseMatrix other) => Tasks(matrix) == Tasks(other)
        ? matrix
        : throw new ArgumentException($"The runs have {matrix.Rows} and {other.Rows} tasks.", nameof(other));

    private static int Tasks(DenseMatrix matrix) => Of(matrix).Rows > 0 && matrix.Rows == matrix.Columns
        ? matrix.Rows
        : throw new ArgumentException($"R is {matrix.Rows} x {matrix.Columns}; it must be square and not empty.", nameof(matrix));
}
