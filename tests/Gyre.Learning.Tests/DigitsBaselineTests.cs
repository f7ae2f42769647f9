namespace Gyre.Learning.Tests;

public sealed class DigitsBaselineTests
{
    // The number is scikit-learn's, over the same folds; half a point is what different optimisers may differ by.
    [Fact]
    public async Task Softmax_regression_reaches_the_published_accuracy_over_the_ten_folds()
    {
        var table = await Digits.ReadAsync();
        var folds = Digits.Folds();
        folds.Count.ShouldBe(10);

        var accuracies = folds.ConvertAll(test => Digits.AccuracyOnFold(
            table, test, set => Converged(Train.Softmax(set, new SoftmaxRegressionOptions { C = 1, Scaling = "16", Threads = 2 })).Model));

        accuracies.Average().ShouldBe(Digits.PublishedAccuracy(), 0.005);
    }

    [Fact]
    public async Task One_iteration_leaves_softmax_regression_clearly_worse()
    {
        var table = await Digits.ReadAsync();

        var accuracy = Digits.AccuracyOnFold(
            table, Digits.Folds()[0], set => Train.Softmax(set, new SoftmaxRegressionOptions { MaxIterations = 1, Scaling = "16" }).Model);

        accuracy.ShouldBeInRange(0.3, 0.9);
    }

    [Fact]
    public async Task A_network_does_as_well_as_softmax_regression_or_better()
    {
        var table = await Digits.ReadAsync();
        var options = new MlpClassifierOptions { Hidden = 64, Epochs = 25, LearningRate = 0.004, Scaling = "16", Seed = 1, Threads = 2 };

        var accuracies = Digits.Folds().Take(2).Select(test => Digits.AccuracyOnFold(table, test, set => Train.Mlp(set, options).Model));

        accuracies.Average().ShouldBeGreaterThan(Digits.PublishedAccuracy() - 0.005);
    }

    private static TrainingResult<LayeredModel> Converged(TrainingResult<LayeredModel> result)
    {
        result.Converged.ShouldBeTrue();
        return result;
    }
}
