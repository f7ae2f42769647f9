using System.Collections.Immutable;

namespace Gyre.Learning;

/// <summary>A point of a curve.</summary>
/// <param name="X">False positive rate (ROC) or recall (precision-recall), 0 to 1.</param>
/// <param name="Y">True positive rate (ROC) or precision (precision-recall), 0 to 1.</param>
/// <param name="Threshold">Scores from here up are called positive; infinity for none.</param>
public sealed record CurvePoint(double X, double Y, double Threshold);

/// <summary>Predictions of about the same confidence.</summary>
/// <param name="Confidence">Their mean confidence.</param>
/// <param name="Accuracy">The share of them that is right.</param>
/// <param name="Count">How many; at least 1.</param>
public sealed record CalibrationBin(double Confidence, double Accuracy, int Count);

/// <summary>What scores and probabilities are worth. All are O(n log n) or less.</summary>
public static class ProbabilityMetrics
{
    /// <summary>
    /// Area under the ROC curve: the chance that a positive has a higher score than a negative, equal scores counting half (J. Hanley and
    /// B. McNeil, "The meaning and use of the area under a receiver operating characteristic curve", 1982). Null when one of the two is
    /// missing.
    /// </summary>
    /// <param name="scores">Higher is more positive; not NaN.</param>
    /// <param name="isPositive">One per score.</param>
    public static double? AreaUnderRoc(IReadOnlyList<double> scores, IReadOnlyList<bool> isPositive)
    {
        var area = 0.0;
        var curve = RocCurve(scores, isPositive);
        for (var i = 1; i < curve.Length; i++)
            area += (curve[i].X - curve[i - 1].X) * (curve[i].Y + curve[i - 1].Y) / 2;
        return curve.IsEmpty ? null : area;
    }

    /// <summary>
    /// The ROC curve from (0, 0) to (1, 1), one point per different score; empty when positives or negatives are missing.
    /// </summary>
    /// <inheritdoc cref="AreaUnderRoc"/>
    public static ImmutableArray<CurvePoint> RocCurve(IReadOnlyList<double> scores, IReadOnlyList<bool> isPositive)
    {
        var steps = Steps(scores, isPositive);
        var (positives, negatives) = (steps[^1].Right, steps[^1].Called - steps[^1].Right);
        return positives == 0 || negatives == 0
            ? []
            : [.. steps.Select(step => new CurvePoint(
                (step.Called - step.Right) / (double)negatives, step.Right / (double)positives, step.Threshold))];
    }

    /// <summary>Precision by recall, from the highest score down, one point per different score; empty without positives.</summary>
    /// <inheritdoc cref="AreaUnderRoc"/>
    public static ImmutableArray<CurvePoint> PrecisionRecallCurve(IReadOnlyList<double> scores, IReadOnlyList<bool> isPositive)
    {
        var steps = Steps(scores, isPositive);
        return steps[^1].Right == 0
            ? []
            : [.. steps.Skip(1).Select(step => new CurvePoint(
                step.Right / (double)steps[^1].Right, step.Right / (double)step.Called, step.Threshold))];
    }

    /// <summary>Average precision: precision times gained recall, summed over the curve. Null without positives.</summary>
    /// <inheritdoc cref="AreaUnderRoc"/>
    public static double? AveragePrecision(IReadOnlyList<double> scores, IReadOnlyList<bool> isPositive)
    {
        var (sum, recall) = (0.0, 0.0);
        var curve = PrecisionRecallCurve(scores, isPositive);
        foreach (var point in curve)
        {
            sum += (point.X - recall) * point.Y;
            recall = point.X;
        }
        return curve.IsEmpty ? null : sum;
    }

    /// <summary>Confidence beside accuracy in bins of equal width; empty bins are left out.</summary>
    /// <param name="confidences">Probability of the predicted class, 0 to 1.</param>
    /// <param name="isRight">One per confidence.</param>
    /// <param name="bins">At least 1. Default 15.</param>
    public static ImmutableArray<CalibrationBin> Calibration(IReadOnlyList<double> confidences, IReadOnlyList<bool> isRight, int bins = 15)
    {
        Check(confidences, isRight);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        return
        [
            .. confidences.Zip(isRight)
                .GroupBy(pair => Math.Clamp((int)Math.Ceiling(pair.First * bins) - 1, 0, bins - 1))
                .OrderBy(bin => bin.Key)
                .Select(bin => new CalibrationBin(
                    bin.Average(pair => pair.First), bin.Average(pair => pair.Second ? 1.0 : 0), bin.Count())),
        ];
    }

    /// <summary>
    /// ECE, expected calibration error (C. Guo et al., "On calibration of modern neural networks", 2017): mean distance of confidence and
    /// accuracy over the bins, weighted by their counts.
    /// </summary>
    /// <inheritdoc cref="Calibration"/>
    public static double CalibrationError(IReadOnlyList<double> confidences, IReadOnlyList<bool> isRight, int bins = 15) =>
        Calibration(confidences, isRight, bins).Sum(bin => Math.Abs(bin.Confidence - bin.Accuracy) * bin.Count) / confidences.Count;

    /// <summary>How many are called positive, and how many of those rightly, at each threshold from infinity down.</summary>
    private static List<(double Threshold, int Called, int Right)> Steps(IReadOnlyList<double> scores, IReadOnlyList<bool> isPositive)
    {
        Check(scores, isPositive);
        var steps = new List<(double, int, int)> { (double.PositiveInfinity, 0, 0) };
        var (called, right) = (0, 0);
        foreach (var group in scores.Zip(isPositive).GroupBy(pair => pair.First).OrderByDescending(group => group.Key))
        {
            called += group.Count();
            right += group.Count(pair => pair.Second);
            steps.Add((group.Key, called, right));
        }
        return steps;
    }

    private static void Check(IReadOnlyList<double> numbers, IReadOnlyList<bool> marks)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        ArgumentNullException.ThrowIfNull(marks);
        if (numbers.Count == 0 || numbers.Count != marks.Count || numbers.Any(double.IsNaN))
            throw new ArgumentException(
                $"There are {numbers.Count} numbers and {marks.Count} marks; both counts must be the same and above 0, and no number NaN.",
                nameof(numbers));
    }
}
