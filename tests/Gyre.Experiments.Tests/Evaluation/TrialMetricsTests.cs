using System.Collections.Immutable;
using Gyre.Experiments.Evaluation;
using Gyre.Learning;

namespace Gyre.Experiments.Tests.Evaluation;

public sealed class TrialMetricsTests
{
    // R of two experiences: 0.9 and 0.8 right after learning, 0.5 of the first at the end.
    private static readonly DenseMatrix Matrix = new(2, 2, [0.9, 0.1, 0.5, 0.8]);

    [Theory]
    [InlineData("average-accuracy", 0.65)]
    [InlineData("average-anytime-accuracy", 0.775)]
    [InlineData("learning-accuracy", 0.85)]
    [InlineData("backward-transfer", -0.4)]
    [InlineData("positive-backward-transfer", 0)]
    [InlineData("remembering", 0.6)]
    [InlineData("forgetting", 0.4)]
    [InlineData("forgetting-first", 0.4)]
    [InlineData("forward-transfer", 0.1)]
    [InlineData("lower-triangle-accuracy", 2.2 / 3)]
    public async Task Figures_of_the_matrix_are_those_of_continual_learning(string component, double expected) =>
        (await TrialMetrics.FindMatrix(component)!.ComputeAsync(Matrix, TestContext.Current.CancellationToken)).ShouldHaveSingleItem()
            .ShouldBe(expected, 1e-12);

    [Fact]
    public async Task Some_figures_have_one_number_per_experience_and_some_need_two()
    {
        var token = TestContext.Current.CancellationToken;
        (await TrialMetrics.FindMatrix("average-accuracy-by-experience")!.ComputeAsync(Matrix, token)).ShouldBe([0.9, 0.65]);
        (await TrialMetrics.FindMatrix("forgetting")!.ComputeAsync(new DenseMatrix(1, 1, [0.9]), token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Metrics_of_predictions_are_the_usual_ones_by_short_names()
    {
        var usual = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("log_loss", 0.25)]);
        var part = new EvaluatedPart([], new LabelPredictions([]), usual);
        (await TrialMetrics.Find("log-loss")!.ComputeAsync(part, TestContext.Current.CancellationToken)).ShouldBe(0.25);
        (await TrialMetrics.Find("auc")!.ComputeAsync(part, TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public void Every_component_is_found_and_names_are_different()
    {
        TrialMetrics.Components.ShouldAllBe(component =>
            TrialMetrics.Find(component) != null || TrialMetrics.FindMatrix(component) != null);
        TrialMetrics.Directions.Select(one => one.Name).ShouldBeUnique();
        TrialMetrics.Find("nothing").ShouldBeNull();
        TrialMetrics.FindMatrix("accuracy").ShouldBeNull();
    }

    [Theory]
    [InlineData("species_tst_accuracy_score", true)]
    [InlineData("mass_val_root_mean_squared_error", false)]
    [InlineData("species_tst_log_loss", false)]
    [InlineData("forgetting_since_learned", false)]
    [InlineData("train_loss", false)]
    [InlineData("species_tst_example_count", null)]
    [InlineData("closest_distance", null)]
    public void Directions_are_told_from_tracked_names(string name, bool? expected) => MetricDirections.Of(name).ShouldBe(expected);
}
