using System.Collections.Immutable;
using Gyre.Experiments.Drawing;
using Gyre.Learning;

namespace Gyre.Experiments.Evaluation;

/// <summary>Curves of probabilities: of the positive label of two, else of each against the rest.</summary>
internal static class ProbabilityCharts
{
    /// <summary>Labels that can be told apart in one picture; the most frequent ones are drawn.</summary>
    private const int MaxLines = 8;

    private const int Bins = 10;

    /// <summary>The ROC curves; null where none is defined.</summary>
    public static LineChart? Roc(JudgedLabels labels) => Of(
        labels, "ROC curve", "false positive rate", "true positive rate", ProbabilityMetrics.RocCurve, ProbabilityMetrics.AreaUnderRoc,
        "area")
        is { } chart
        ? chart with { Lines = [.. chart.Lines, Diagonal("chance")] }
        : null;

    /// <summary>The curves of precision by recall; null where none is defined.</summary>
    public static LineChart? PrecisionRecall(JudgedLabels labels) => Of(
        labels, "Precision and recall", "recall", "precision", ProbabilityMetrics.PrecisionRecallCurve, ProbabilityMetrics.AveragePrecision,
        "AP");

    /// <summary>Confidence beside accuracy; null without probabilities.</summary>
    public static LineChart? Calibration(JudgedLabels labels)
    {
        if (!labels.HasProbabilities || labels.Truth.IsEmpty)
            return null;
        var (confidences, hits) = (labels.Confidences(), labels.Hits());
        var error = ProbabilityMetrics.CalibrationError(confidences, hits);
        var bins = ProbabilityMetrics.Calibration(confidences, hits, Bins);
        return Unit(
            "Calibration", "probability of the predicted label", "share that is right",
            [
                new ChartLine(
                    $"model, error {Shown.Number(error)}", [.. bins.Select(static bin => new ChartPoint(bin.Confidence, bin.Accuracy))])
                {
                    HasDots = true,
                },
                Diagonal("perfect"),
            ]);
    }

    private static LineChart? Of(
        JudgedLabels labels,
        string title,
        string x,
        string y,
        Func<IReadOnlyList<double>, IReadOnlyList<bool>, ImmutableArray<CurvePoint>> curve,
        Func<IReadOnlyList<double>, IReadOnlyList<bool>, double?> area,
        string areaName)
    {
        if (!labels.HasProbabilities || labels.Truth.IsEmpty)
            return null;
        var lines = ImmutableArray.CreateBuilder<ChartLine>();
        foreach (var label in Drawn(labels))
        {
            var (scores, isPositive) = (labels.Scores(label), labels.Is(label));
            if (curve(scores, isPositive) is { IsEmpty: false } points && area(scores, isPositive) is { } number)
                lines.Add(new ChartLine(
                    $"{Shown.Clean(label, 20)}, {areaName} {Shown.Number(number)}",
                    [.. points.Select(static point => new ChartPoint(point.X, point.Y))]));
        }
        return lines.Count == 0 ? null : Unit(title, x, y, lines.ToImmutable());
    }

    private static IEnumerable<string> Drawn(JudgedLabels labels) => labels.Positive is { } positive
        ? [positive]
        : labels.Truth.GroupBy(static label => label, StringComparer.Ordinal).OrderByDescending(static group => group.Count())
            .Select(static group => group.Key).Take(MaxLines).OrderBy(label => labels.Classes.IndexOf(label));

    private static LineChart Unit(string title, string x, string y, ImmutableArray<ChartLine> lines) =>
        new() { Title = title, XTitle = x, YTitle = y, Lines = lines, IsUnitSquare = true };

    private static ChartLine Diagonal(string name) => new(name, [new ChartPoint(0, 0), new ChartPoint(1, 1)]) { IsReference = true };
}
