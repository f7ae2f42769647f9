using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Experiments.Evaluation;

/// <summary>
/// The metrics that every prediction gets, by the names of <c>mlflow.evaluate</c>. What is not defined for the examples is left out:
/// an area with one class, a share of zero, a variance of equal numbers.
/// </summary>
internal static class UsualMetrics
{
    /// <summary>All that are defined.</summary>
    /// <param name="targets">The truth, one per prediction; examples whose truth is null do not count.</param>
    /// <param name="predictions">What was predicted.</param>
    /// <param name="classes">
    /// Labels of the output in the whole dataset; of two, the second is the positive one. With more, precision, recall, F1 and areas are
    /// means over the labels weighted by their examples.
    /// </param>
    /// <exception cref="InvalidInputException">The predictions do not belong to the examples.</exception>
    public static ImmutableSortedDictionary<string, double> Of(
        ImmutableArray<Value> targets, TrialPredictions predictions, ImmutableArray<string> classes)
    {
        var figures = predictions switch
        {
            LabelPredictions labels => OfLabels(JudgedLabels.Of(targets, labels, classes)),
            AmountPredictions amounts => OfAmounts(JudgedAmounts.Of(targets, amounts)),
            _ => throw new ArgumentException($"{predictions.GetType().Name} cannot be judged.", nameof(predictions)),
        };
        return figures.Where(static figure => figure.Value is not null)
            .ToImmutableSortedDictionary(static figure => figure.Name, static figure => figure.Value!.Value, StringComparer.Ordinal);
    }

    private static IEnumerable<(string Name, double? Value)> OfLabels(JudgedLabels labels)
    {
        if (labels.Report() is not { } report)
            return [("example_count", 0)];
        return
        [
            ("example_count", report.Rows),
            ("accuracy_score", report.Accuracy),
            .. labels.Positive is { } positive ? OfTwo(report, positive, labels.Classes[0]) : OfMany(report),
            .. labels.HasProbabilities ? OfProbabilities(labels, report) : [],
        ];
    }

    private static IEnumerable<(string Name, double? Value)> OfTwo(ClassificationReport report, string positive, string negative)
    {
        var figures = report.Classes.FirstOrDefault(one => one.Name == positive);
        return
        [
            ("precision_score", figures?.Precision),
            ("recall_score", figures?.Recall),
            ("f1_score", figures?.F1),
            ("true_negatives", Count(report, negative, negative)),
            ("false_positives", Count(report, negative, positive)),
            ("false_negatives", Count(report, positive, negative)),
            ("true_positives", Count(report, positive, positive)),
        ];
    }

    private static int Count(ClassificationReport report, string truth, string predicted)
    {
        int Place(string label) => report.Classes.Select(static one => one.Name).ToList().IndexOf(label);
        var (row, column) = (Place(truth), Place(predicted));
        return row < 0 || column < 0 ? 0 : report.Confusion[row][column];
    }

    private static IEnumerable<(string Name, double? Value)> OfMany(ClassificationReport report)
    {
        double Weighted(Func<ClassReport, double> figure) => report.Classes.Sum(one => figure(one) * one.Support) / report.Rows;
        return
        [
            ("precision_score", Weighted(static one => one.Precision)),
            ("recall_score", Weighted(static one => one.Recall)),
            ("f1_score", Weighted(static one => one.F1)),
        ];
    }

    private static IEnumerable<(string Name, double? Value)> OfProbabilities(JudgedLabels labels, ClassificationReport report) =>
    [
        ("log_loss", report.LogLoss),
        ("roc_auc", Area(labels, report, ProbabilityMetrics.AreaUnderRoc)),
        ("precision_recall_auc", Area(labels, report, ProbabilityMetrics.AveragePrecision)),
        ("calibration_error", ProbabilityMetrics.CalibrationError(labels.Confidences(), labels.Hits())),
    ];

    /// <summary>The area of the positive label, or of each against the rest, weighted by its examples.</summary>
    private static double? Area(
        JudgedLabels labels, ClassificationReport report, Func<IReadOnlyList<double>, IReadOnlyList<bool>, double?> area)
    {
        ClassReport[] present = [.. report.Classes.Where(static one => one.Support > 0)];
        if (present.Length < 2)
            return null;
        return labels.Positive is { } positive
            ? area(labels.Scores(positive), labels.Is(positive))
            : present.Sum(one => one.Support * area(labels.Scores(one.Name), labels.Is(one.Name))) / report.Rows;
    }

    private static IEnumerable<(string Name, double? Value)> OfAmounts(JudgedAmounts amounts)
    {
        var (truth, count) = (amounts.Truth, amounts.Truth.Length);
        if (count == 0)
            return [("example_count", 0)];
        double[] errors = [.. truth.Zip(amounts.Predicted, static (target, predicted) => predicted - target)];
        var (mean, square) = (truth.Average(), errors.Average(static error => error * error));
        var variance = truth.Average(target => (target - mean) * (target - mean));
        return
        [
            ("example_count", count),
            ("mean_absolute_error", errors.Average(Math.Abs)),
            ("mean_squared_error", square),
            ("root_mean_squared_error", Math.Sqrt(square)),
            ("sum_on_target", truth.Sum()),
            ("mean_on_target", mean),
            ("r2_score", variance == 0 ? null : 1 - (square / variance)),
            ("max_error", errors.Max(Math.Abs)),
            ("mean_absolute_percentage_error",
                truth.Contains(0) ? null : errors.Zip(truth, static (error, target) => Math.Abs(error / target)).Average()),
        ];
    }
}
