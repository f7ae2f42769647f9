namespace Gyre.Learning.Tests;

public sealed class ProbabilityMetricsTests
{
    // scikit-learn's own example: roc_auc_score 0.75, average_precision_score 0.83.
    private static readonly double[] Scores = [0.1, 0.4, 0.35, 0.8];
    private static readonly bool[] Positive = [false, false, true, true];

    [Fact]
    public void Areas_equal_published_ones()
    {
        ProbabilityMetrics.AreaUnderRoc(Scores, Positive)!.Value.ShouldBe(0.75, 1e-12);
        ProbabilityMetrics.AveragePrecision(Scores, Positive)!.Value.ShouldBe(5.0 / 6, 1e-12);
        ProbabilityMetrics.RocCurve(Scores, Positive).Select(point => (point.X, point.Y))
            .ShouldBe([(0, 0), (0, 0.5), (0.5, 0.5), (0.5, 1), (1, 1)]);
    }

    [Fact]
    public void Equal_scores_count_half_and_missing_classes_have_no_area()
    {
        ProbabilityMetrics.AreaUnderRoc([1, 1], [true, false])!.Value.ShouldBe(0.5);
        ProbabilityMetrics.AreaUnderRoc([1, 2], [true, true]).ShouldBeNull();
        ProbabilityMetrics.AveragePrecision([1, 2], [false, false]).ShouldBeNull();
    }

    [Fact]
    public void Calibration_compares_confidence_with_accuracy()
    {
        ProbabilityMetrics.CalibrationError([0.9, 0.9, 0.6, 0.6], [true, false, true, true], 10).ShouldBe((0.4 + 0.4) / 2, 1e-12);
        ProbabilityMetrics.Calibration([0, 1, 1], [false, true, true], 10)
            .ShouldBe([new CalibrationBin(0, 0, 1), new CalibrationBin(1, 1, 2)]);
    }
}
