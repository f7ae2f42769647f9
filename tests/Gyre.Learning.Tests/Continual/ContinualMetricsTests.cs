using Gyre.Core;

namespace Gyre.Learning.Tests.Continual;

public sealed class ContinualMetricsTests
{
    private static readonly DenseMatrix Three = new(3, 3, [0.9, 0.1, 0.3, 0.95, 0.8, 0.2, 0.5, 0.6, 0.7]);

    [Fact]
    public void Figures_of_a_small_matrix_are_those_computed_on_paper()
    {
        ContinualMetrics.AverageAccuracy(Three).ShouldBe(0.6, 1e-12);
        ContinualMetrics.AverageAnytimeAccuracy(Three).ShouldBe((0.9 + 0.875 + 0.6) / 3, 1e-12);
        ContinualMetrics.LearningAccuracy(Three).ShouldBe(0.8, 1e-12);
        ContinualMetrics.BackwardTransfer(Three)!.Value.ShouldBe((-0.4 - 0.2) / 2, 1e-12);
        ContinualMetrics.Forgetting(Three)!.Value.ShouldBe((0.45 + 0.2) / 2, 1e-12);
        ContinualMetrics.ForgettingSinceLearned(Three)!.Value.ShouldBe(0.3, 1e-12);
        ContinualMetrics.Remembering(Three)!.Value.ShouldBe(0.7, 1e-12);
        ContinualMetrics.PositiveBackwardTransfer(Three)!.Value.ShouldBe(0, 1e-12);
        ContinualMetrics.ForwardTransfer(Three, [0.5, 0.2, 0.1], ContinualScenario.DomainIncremental)!.Value
            .ShouldBe((-0.1 + 0.1) / 2, 1e-12);
        ContinualMetrics.UpperTriangleTransfer(Three)!.Value.ShouldBe(0.2, 1e-12);
        ContinualMetrics.LowerTriangleAccuracy(Three).ShouldBe((0.9 + 0.95 + 0.8 + 0.5 + 0.6 + 0.7) / 6, 1e-12);
        ContinualMetrics.Intransigence(Three, new DenseMatrix(3, 3, [0.9, 0, 0, 0, 0.9, 0, 0, 0, 0.9])).ShouldBe(0.1, 1e-12);
    }

    [Fact]
    public void Identities_hold_for_any_matrix()
    {
        var random = new SeededRandom(8);
        for (var round = 0; round < 300; round++)
        {
            var tasks = random.NextInt(2, 12);
            var matrix = new DenseMatrix(tasks, tasks, [.. Enumerable.Range(0, tasks * tasks).Select(_ => random.NextDouble())]);

            ContinualMetrics.AverageAccuracy(matrix).ShouldBe(
                ContinualMetrics.LearningAccuracy(matrix)
                + ((tasks - 1.0) / tasks * ContinualMetrics.BackwardTransfer(matrix)!.Value), 1e-12);
            ContinualMetrics.Forgetting(matrix)!.Value
                .ShouldBeGreaterThanOrEqualTo(ContinualMetrics.ForgettingSinceLearned(matrix)!.Value - 1e-12);
        }
    }

    [Fact]
    public void What_compares_tasks_is_left_out_with_one_task()
    {
        var stream = ContinualSamples.Clouds(ContinualScenario.DomainIncremental, tasks: 1);

        var summary = ContinualMetrics.Summary(ContinualSamples.Run(stream, new ContinualOptions()));

        summary.Keys.ShouldNotContain("bwt");
        summary.Keys.ShouldNotContain("forgetting");
        summary.Keys.ShouldNotContain("fwt");
        summary.Keys.ShouldNotContain("upper_triangle");
        summary["acc"].ShouldBe(summary["la"]);
    }

    [Fact]
    public void Forward_transfer_is_refused_where_classes_arrive()
    {
        Should.Throw<InvalidInputException>(() => ContinualMetrics.ForwardTransfer(Three, [0, 0, 0], ContinualScenario.ClassIncremental));
        ContinualMetrics.Summary(ContinualSamples.Run(ContinualSamples.Clouds(), new ContinualOptions())).Keys.ShouldNotContain("fwt");
    }

    [Fact]
    public void Prequential_accuracy_fades()
    {
        ContinualMetrics.Prequential([true, false, true, true]).ShouldBe([1, 0.5, 2.0 / 3, 0.75]);
        ContinualMetrics.Prequential([true, false, true], 0.5)[^1].ShouldBe((1 + (0.5 * (0 + (0.5 * 1)))) / (1 + (0.5 * 1.5)), 1e-12);
    }

    [Fact]
    public void The_area_weighs_points_by_the_examples_before_them() =>
        ContinualMetrics.AreaUnderAccuracy([new(0, 10, [0.5], 0.5), new(0, 30, [0.8], 0.8)])
            .ShouldBe(((10 * 0.5) + (20 * 0.8)) / 30, 1e-12);

    [Fact]
    public void The_worst_case_sees_the_gap_between_two_tasks()
    {
        var options = new ContinualOptions { Strategy = "replay", Seed = 2 };

        var result = ContinualSamples.Run(ContinualSamples.Clouds(), options, evaluateEvery: 10);

        var lowest = result.Curve.Where(point => point.Task > 0).Min(point => point.Accuracies[0]);
        var second = result.Curve.Where(point => point.Task > 1).Min(point => point.Accuracies[1]);
        var minimum = (Math.Min(lowest, Math.Min(result.Matrix[1, 0], result.Matrix[2, 0])) + Math.Min(second, result.Matrix[2, 1])) / 2;
        ContinualMetrics.MinimumAccuracy(result)!.Value.ShouldBe(minimum, 1e-12);
        ContinualMetrics.WorstCaseAccuracy(result)!.Value.ShouldBe((result.Matrix[2, 2] / 3) + (2.0 / 3 * minimum), 1e-12);
        result.Curve[^1].Examples.ShouldBeInRange((3 * 36 * 5) - 15, 3 * 36 * 5);
    }

    [Fact]
    public void Restricting_the_classes_to_those_seen_helps_a_class_incremental_learner_before_the_end()
    {
        var result = ContinualSamples.Run(ContinualSamples.Clouds(), new ContinualOptions { Strategy = "cumulative" });

        for (var t = 0; t < 3; t++)
            result.SeenClassesOnly[t].ShouldBeGreaterThanOrEqualTo(ContinualMetrics.AverageAccuracyAt(result.Matrix, t) - 1e-12);
        ContinualMetrics.AverageMeanClassAccuracy(result).ShouldBe(ContinualMetrics.AverageAnytimeAccuracy(result.Matrix), 1e-12);
        result.CarriedBytes.ShouldBe(3 * 36 * ((5 * 8) + 8));
    }

    [Fact]
    public void Figures_over_runs_have_mean_and_deviation()
    {
        var figures = ContinualMetrics.OverRuns(
        [
            new Dictionary<string, double>(StringComparer.Ordinal) { ["acc"] = 0.5, ["bwt"] = -1 },
            new Dictionary<string, double>(StringComparer.Ordinal) { ["acc"] = 0.7 },
        ]);

        figures["acc"].Mean.ShouldBe(0.6, 1e-12);
        figures["acc"].Deviation!.Value.ShouldBe(Math.Sqrt(0.02), 1e-12);
        figures["bwt"].ShouldBe(new ContinualFigure(-1, null, 1));
    }
}
