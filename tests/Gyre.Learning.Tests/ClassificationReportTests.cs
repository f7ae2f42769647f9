namespace Gyre.Learning.Tests;

public sealed class ClassificationReportTests
{
    // Worked by hand. True classes a a a b b c, predicted a a b b c c:
    //   a: called 2, right 2, is 3 -> precision 1, recall 2/3, F1 4/5
    //   b: called 2, right 1, is 2 -> 1/2, 1/2, 1/2
    //   c: called 2, right 1, is 1 -> 1/2, 1, 2/3
    [Fact]
    public void A_table_worked_by_hand_comes_out()
    {
        var report = ClassificationReport.Create(["a", "a", "a", "b", "b", "c"], ["a", "a", "b", "b", "c", "c"], [0.9, 0.5, 0.25, 1, 0.1, 0.8]);

        report.Accuracy.ShouldBe(4.0 / 6, 1e-15);
        report.MacroPrecision.ShouldBe((1 + 0.5 + 0.5) / 3, 1e-15);
        report.MacroRecall.ShouldBe((2.0 / 3 + 0.5 + 1) / 3, 1e-15);
        report.MacroF1.ShouldBe((0.8 + 0.5 + 2.0 / 3) / 3, 1e-15);
        report.Classes.Select(c => (c.Name, c.Support)).ShouldBe([("a", 3), ("b", 2), ("c", 1)]);
        report.Confusion.Select(row => row.ToArray()).ToArray().ShouldBe([[2, 1, 0], [0, 1, 1], [0, 0, 1]]);
        // -(ln 0.9 + ln 0.5 + ln 0.25 + ln(1 - 1e-15) + ln 0.1 + ln 0.8) / 6 = -ln(0.009) / 6
        report.LogLoss!.Value.ShouldBe(-Math.Log(0.009) / 6, 1e-12);
    }

    [Fact]
    public void A_class_never_predicted_or_never_true_counts_as_zero_and_is_in_the_mean()
    {
        var report = ClassificationReport.Create(["a", "b"], ["a", "z"]);

        report.Classes.ShouldBe(
        [
            new ClassReport("a", 1, 1, 1, 1),
            new ClassReport("b", 0, 0, 0, 1),
            new ClassReport("z", 0, 0, 0, 0),
        ]);
        report.MacroF1.ShouldBe(1.0 / 3, 1e-15);
        report.LogLoss.ShouldBeNull();
    }

    [Fact]
    public void A_certain_error_costs_a_bounded_log_loss()
    {
        var report = ClassificationReport.Create(["a", "b"], ["b", "b"], [0, 1]);

        report.LogLoss!.Value.ShouldBe(-Math.Log(1e-15) / 2, 1e-9);
    }

    [Fact]
    public void Numbers_sort_as_numbers_and_words_as_words()
    {
        TrainingSet.SortClasses(["10", "9", "-1", "9"]).ShouldBe(["-1", "9", "10"]);
        TrainingSet.SortClasses(["10", "9", "x"]).ShouldBe(["10", "9", "x"]);
    }

    [Fact]
    public void A_class_the_model_does_not_know_has_probability_zero()
    {
        var predictions = new PredictionSet
        {
            Classes = ["a", "b"],
            Ids = ["1"],
            Predicted = ["a"],
            Labels = ["new"],
            Probabilities = new DenseMatrix(1, 2, [0.7, 0.3]),
        };

        var report = predictions.Evaluate();

        report.Accuracy.ShouldBe(0);
        report.LogLoss!.Value.ShouldBe(-Math.Log(1e-15), 1e-9);
    }

    [Fact]
    public void Nothing_to_judge_is_the_callers_mistake() =>
        Should.Throw<ArgumentException>(() => ClassificationReport.Create([], []));
}
