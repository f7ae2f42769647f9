namespace Gyre.Learning.Tests;

/// <summary>The trainings under test, stopped with the test.</summary>
internal static class Train
{
    public static TrainingResult<LayeredModel> Softmax(TrainingSet set, SoftmaxRegressionOptions options, Action<TrainingProgress>? progress = null) =>
        SoftmaxRegression.Fit(set, options, progress, TestContext.Current.CancellationToken);

    public static TrainingResult<LayeredModel> Mlp(TrainingSet set, MlpClassifierOptions options, Action<TrainingProgress>? progress = null) =>
        MlpClassifier.Fit(set, options, progress, TestContext.Current.CancellationToken);
}
