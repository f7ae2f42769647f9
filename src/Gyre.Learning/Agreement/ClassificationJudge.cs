using System.Collections.Immutable;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Agreement;

/// <summary>Computes the figures of predictions over a fixed list of classes.</summary>
internal sealed class ClassificationJudge
{
    private const int Bins = 10;

    private readonly IReadOnlyList<string> _classes;
    private readonly IReadOnlyList<int> _truth;
    private readonly long[,] _counts;
    private readonly ImmutableArray<ClassReport> _reports;

    public ClassificationJudge(IReadOnlyList<string> classes, IReadOnlyList<int> truth, IReadOnlyList<int> predicted)
    {
        (_classes, _truth, _counts) = (classes, truth, new long[classes.Count, classes.Count]);
        for (var i = 0; i < truth.Count; i++)
            _counts[truth[i], predicted[i]]++;
        _reports = [.. Enumerable.Range(0, classes.Count).Select(Describe)];
    }

    private IEnumerable<int> Numbers => Enumerable.Range(0, _classes.Count);

    public ClassificationFigures Judge(DenseMatrix? probabilities)
    {
        var rows = _truth.Count;
        var accuracy = Ratio(Numbers.Sum(c => _counts[c, c]), rows);
        var figures = new ClassificationFigures
        {
            Accuracy = rows == 0 ? null : accuracy,
            Confusion = [.. Numbers.Select(t => Numbers.Select(p => (int)_counts[t, p]).ToImmutableArray())],
            Classes = _reports,
            Macro = Mean(static _ => 1),
            Micro = new(accuracy, accuracy, accuracy),
            Weighted = Mean(static report => report.Support),
            BalancedAccuracy = _reports.Where(static report => report.Support > 0).Select(static report => (double?)report.Recall)
                .Average(),
            Matthews = Matthews(),
            Kappa = PairTable.Of(_counts).Kappa().Unweighted,
        };
        return probabilities is null || rows == 0 ? figures : WithProbabilities(figures, probabilities);
    }

    private ClassificationFigures WithProbabilities(ClassificationFigures figures, DenseMatrix probabilities)
    {
        int[] best = [.. Enumerable.Range(0, _truth.Count).Select(i => Kernels.IndexOfMax(probabilities.Row(i)))];
        return figures with
        {
            LogLoss = _truth.Select((label, i) =>
                -Math.Log(Math.Clamp(probabilities[i, label], ClassificationReport.SmallestProbability,
                1 - ClassificationReport.SmallestProbability))).Average(),
            Brier = _truth.Select((label, i) => Numbers.Sum(c => Math.Pow(probabilities[i, c] - (c == label ? 1 : 0), 2))).Average(),
            CalibrationError = ProbabilityMetrics.CalibrationError(
                [.. best.Select((c, i) => probabilities[i, c])], [.. best.Select((c, i) => c == _truth[i])], Bins),
            Probabilities = [.. Numbers.Select(c => OneClass(c, [.. Enumerable.Range(0, _truth.Count).Select(i => probabilities[i, c])]))],
        };
    }

    private ClassProbability OneClass(int c, double[] scores)
    {
        bool[] isPositive = [.. _truth.Select(label => label == c)];
        var hasBoth = isPositive.Contains(true) && isPositive.Contains(false);
        return new(
            ProbabilityMetrics.AveragePrecision(scores, isPositive),
            ProbabilityMetrics.AreaUnderRoc(scores, isPositive),
            hasBoth ? Trapezoid(ProbabilityMetrics.PrecisionRecallCurve(scores, isPositive)) : null);
    }

    private static double Trapezoid(ImmutableArray<CurvePoint> curve)
    {
        var (area, recall, precision) = (0.0, 0.0, 1.0);
        foreach (var point in curve)
        {
            area += (point.X - recall) * (point.Y + precision) / 2;
            (recall, precision) = (point.X, point.Y);
        }
        return area;
    }

    private ClassReport Describe(int c)
    {
        var (right, support, called) = (_counts[c, c], Numbers.Sum(p => _counts[c, p]), Numbers.Sum(t => _counts[t, c]));
        return new(_classes[c], Ratio(right, called), Ratio(right, support), Ratio(2 * right, support + called), (int)support);
    }

    private MeanScores Mean(Func<ClassReport, double> weight)
    {
        var whole = _reports.Sum(weight);
        double Of(Func<ClassReport, double> score) => whole == 0 ? 0 : _reports.Sum(report => weight(report) * score(report)) / whole;
        return new(Of(static report => report.Precision), Of(static report => report.Recall), Of(static report => report.F1));
    }

    private double Matthews()
    {
        double[] truth = [.. Numbers.Select(t => (double)Numbers.Sum(p => _counts[t, p]))];
        double[] called = [.. Numbers.Select(p => (double)Numbers.Sum(t => _counts[t, p]))];
        double rows = _truth.Count, right = Numbers.Sum(c => _counts[c, c]);
        double Spread(double[] x, double[] y) => (rows * rows) - x.Zip(y, static (a, b) => a * b).Sum();
        var scale = Math.Sqrt(Spread(truth, truth) * Spread(called, called));
        return scale == 0 ? 0 : ((right * rows) - truth.Zip(called, static (a, b) => a * b).Sum()) / scale;
    }

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
