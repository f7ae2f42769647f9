using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Experiments.Evaluation;
using Gyre.Learning;

namespace Gyre.Experiments.Tests.Evaluation;

public sealed class UsualMetricsTests
{
    private static readonly ImmutableArray<string> Two = ["no", "yes"];

    [Fact]
    public void Two_labels_have_counts_and_the_second_is_positive()
    {
        var metrics = UsualMetrics.Of(Labels("no", "no", "yes", "yes", "yes"), Predicted("no", "yes", "yes", "yes", "no"), Two);
        metrics.ShouldBe(new Dictionary<string, double>
        {
            ["accuracy_score"] = 0.6,
            ["example_count"] = 5,
            ["f1_score"] = 2.0 / 3,
            ["false_negatives"] = 1,
            ["false_positives"] = 1,
            ["precision_score"] = 2.0 / 3,
            ["recall_score"] = 2.0 / 3,
            ["true_negatives"] = 1,
            ["true_positives"] = 2,
        }, ignoreOrder: true);
    }

    [Fact]
    public void More_labels_are_weighted_by_their_examples()
    {
        // scikit-learn's own example of precision_recall_fscore_support(y, p, average="weighted").
        var metrics = UsualMetrics.Of(Labels("0", "1", "2", "0", "1", "2"), Predicted("0", "2", "1", "0", "0", "1"), ["0", "1", "2"]);
        metrics["precision_score"].ShouldBe(2.0 / 9, 1e-12);
        metrics["recall_score"].ShouldBe(1.0 / 3, 1e-12);
        metrics["f1_score"].ShouldBe(0.8 / 3, 1e-12);
        metrics.ShouldNotContainKey("true_positives");
    }

    [Fact]
    public void Two_labels_of_three_are_still_weighted() =>
        UsualMetrics.Of(Labels("a", "b"), Predicted("a", "b"), ["a", "b", "c"]).Keys
            .ShouldBe(["accuracy_score", "example_count", "f1_score", "precision_score", "recall_score"]);

    [Fact]
    public void Probabilities_add_loss_areas_and_calibration()
    {
        // The scores of scikit-learn's example of roc_auc_score (0.75) and average_precision_score (0.83).
        var metrics = UsualMetrics.Of(
            Labels("no", "no", "yes", "yes"), Predicted("no", "no", "no", "yes") with
            {
                Classes = Two,
                Probabilities = new DenseMatrix(4, 2, [0.9, 0.1, 0.6, 0.4, 0.65, 0.35, 0.2, 0.8]),
            }, Two);
        metrics["roc_auc"].ShouldBe(0.75, 1e-12);
        metrics["precision_recall_auc"].ShouldBe(5.0 / 6, 1e-12);
        metrics["log_loss"].ShouldBe(-(Math.Log(0.9) + Math.Log(0.6) + Math.Log(0.35) + Math.Log(0.8)) / 4, 1e-12);
        metrics["calibration_error"].ShouldBe((0.1 + 0.4 + 0.65 + 0.2) / 4, 1e-12);
    }

    [Fact]
    public void The_order_of_the_columns_does_not_matter()
    {
        var metrics = UsualMetrics.Of(
            Labels("no", "yes"), Predicted("no", "yes") with
            {
                Classes = ["yes", "no"],
                Probabilities = new DenseMatrix(2, 2, [0.1, 0.9, 0.8, 0.2]),
            }, Two);
        metrics["roc_auc"].ShouldBe(1);
        metrics["log_loss"].ShouldBe(-(Math.Log(0.9) + Math.Log(0.8)) / 2, 1e-12);
    }

    [Fact]
    public void Areas_of_more_labels_are_means_of_each_against_the_rest()
    {
        var metrics = UsualMetrics.Of(
            Labels("a", "a", "b", "c"), Predicted("a", "b", "b", "c") with
            {
                Classes = ["a", "b", "c"],
                Probabilities = new DenseMatrix(4, 3, [0.7, 0.2, 0.1, 0.3, 0.4, 0.3, 0.4, 0.5, 0.1, 0.1, 0.2, 0.7]),
            }, ["a", "b", "c"]);
        // a: 0.7, 0.3 against 0.4, 0.1; three of four pairs are right. b and c: all are.
        metrics["roc_auc"].ShouldBe(((2 * 0.75) + 1 + 1) / 4, 1e-12);
    }

    [Fact]
    public void One_class_perfectly_predicted_has_no_areas_and_raises_nothing()
    {
        var metrics = UsualMetrics.Of(
            Labels("no", "no"), Predicted("no", "no") with { Classes = Two, Probabilities = new DenseMatrix(2, 2, [1, 0, 1, 0]) }, Two);
        metrics.Keys.ShouldBe([
            "accuracy_score", "calibration_error", "example_count", "false_negatives", "false_positives", "log_loss", "true_negatives",
            "true_positives",
        ]);
        metrics["true_negatives"].ShouldBe(2);
    }

    [Fact]
    public void A_label_that_the_model_does_not_know_has_no_probability() =>
        UsualMetrics.Of(
            Labels("a", "b", "z"), Predicted("a", "b", "a") with
            {
                Classes = ["a", "b"],
                Probabilities = new DenseMatrix(3, 2, [1, 0, 0, 1, 1, 0]),
            }, ["a", "b", "z"])["log_loss"].ShouldBe(-Math.Log(1e-15) / 3, 1e-9);

    [Fact]
    public void Probabilities_that_are_no_numbers_do_not_count() =>
        UsualMetrics.Of(
            Labels("no", "yes"),
            Predicted("no", "yes") with { Classes = Two, Probabilities = new DenseMatrix(2, 2, [1, 0, double.NaN, 1]) },
            Two)
            .ShouldNotContainKey("log_loss");

    [Fact]
    public void Examples_without_a_truth_do_not_count()
    {
        UsualMetrics.Of([Value.Of("yes"), Value.Null], Predicted("yes", "no"), Two)["example_count"].ShouldBe(1);
        UsualMetrics.Of([Value.Null], Predicted("no"), Two).ShouldBe(new Dictionary<string, double> { ["example_count"] = 0 });
        UsualMetrics.Of([], new AmountPredictions([]), []).ShouldBe(new Dictionary<string, double> { ["example_count"] = 0 });
    }

    [Fact]
    public void Numbers_have_errors()
    {
        // scikit-learn's own example of r2_score.
        var metrics = UsualMetrics.Of(Numbers(3, -0.5, 2, 7), new AmountPredictions([2.5, 0.0, 2, 8]), []);
        metrics.Keys.ShouldBe([
            "example_count", "max_error", "mean_absolute_error", "mean_absolute_percentage_error", "mean_on_target", "mean_squared_error",
            "r2_score", "root_mean_squared_error", "sum_on_target",
        ]);
        metrics["mean_absolute_error"].ShouldBe(0.5);
        metrics["mean_squared_error"].ShouldBe(0.375);
        metrics["root_mean_squared_error"].ShouldBe(Math.Sqrt(0.375));
        metrics["r2_score"].ShouldBe(0.9486081370449679, 1e-12);
        metrics["mean_absolute_percentage_error"].ShouldBe(0.3273809523809524, 1e-12);
        metrics["max_error"].ShouldBe(1);
        metrics["sum_on_target"].ShouldBe(11.5);
    }

    [Fact]
    public void Equal_numbers_have_no_share_of_variance_and_zero_no_percentage() =>
        UsualMetrics.Of([Value.Of(0), Value.Of(0)], new AmountPredictions([1, 1]), []).Keys
            .ShouldBe([
                "example_count", "max_error", "mean_absolute_error", "mean_on_target", "mean_squared_error", "root_mean_squared_error",
                "sum_on_target",
            ]);

    [Fact]
    public void Predictions_that_do_not_belong_to_the_examples_are_refused()
    {
        Should.Throw<InvalidInputException>(() => UsualMetrics.Of(Labels("a", "b"), Predicted("a"), [])).Message
            .ShouldContain("predicted 1 labels for 2 examples");
        Should.Throw<InvalidInputException>(() => UsualMetrics.Of(Labels("a"), new AmountPredictions([1]), [])).Message
            .ShouldContain("the output is not a number");
        Should.Throw<InvalidInputException>(
            () => UsualMetrics.Of(Labels("a"), Predicted("a") with { Classes = ["a"], Probabilities = new DenseMatrix(1, 2) }, []));
    }

    internal static ImmutableArray<Value> Labels(params string[] labels) => [.. labels.Select(Value.Of)];

    internal static ImmutableArray<Value> Numbers(params double[] numbers) => [.. numbers.Select(Value.Of)];

    internal static LabelPredictions Predicted(params string[] labels) => new([.. labels]);
}
