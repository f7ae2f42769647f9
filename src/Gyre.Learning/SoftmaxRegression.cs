using Gyre.Core;
using Gyre.Learning.Numerics;

namespace Gyre.Learning;

/// <summary>Multinomial logistic regression with an L2 penalty, fitted to its optimum.</summary>
/// <remarks>
/// Minimises (1/n) (sum of log-losses + |w|^2 / (2C)) by L-BFGS from zero; the problem is convex, so the start does not
/// matter. Time per iteration: rows x features x classes multiplications, twice; memory: one transposed copy of the data and
/// one row of scores per class. The result is the same bit for bit on any number of threads.
/// </remarks>
public static class SoftmaxRegression
{
    /// <summary>The <see cref="ClassifierModel.Kind"/> of its models.</summary>
    public const string Kind = "softmax-regression";

    /// <summary>Fits a model.</summary>
    /// <param name="data">At least two classes. A class that is not in it gets no probability.</param>
    /// <param name="options">See there.</param>
    /// <param name="progress">Called on the calling thread after each iteration; the loss has the penalty in it.</param>
    /// <param name="cancellationToken">Looked at once per iteration.</param>
    /// <exception cref="InvalidInputException">An option is out of its range.</exception>
    public static TrainingResult Fit(
        TrainingSet data, SoftmaxRegressionOptions options, Action<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        var scaling = FeatureScaling.Fit(options.Scaling, data.Features);
        var objective = new SoftmaxObjective(scaling.Apply(data.Features), data.Labels.AsSpan(), data.Classes.Length, options.C, options.Threads);

        var last = new TrainingProgress(0, Math.Log(data.Classes.Length), 0);
        var result = Lbfgs.Minimise(
            objective.Evaluate,
            new double[objective.Dimension],
            options.MaxIterations,
            options.Tolerance,
            (iteration, place) =>
            {
                last = new TrainingProgress(iteration, place.Value, objective.AccuracyAt(place.Point));
                progress?.Invoke(last);
            },
            cancellationToken);
        return new TrainingResult { Model = ToModel(data, options, scaling, result), Last = last, Converged = result.Converged };
    }

    private static ClassifierModel ToModel(TrainingSet data, SoftmaxRegressionOptions options, FeatureScaling scaling, LbfgsResult result)
    {
        var (features, classes) = (data.FeatureNames.Length, data.Classes.Length);
        var weights = new DenseMatrix(features, classes);
        for (var c = 0; c < classes; c++)
        {
            for (var f = 0; f < features; f++)
                weights.Row(f)[c] = result.Point[c * features + f];
        }

        return new ClassifierModel
        {
            Kind = Kind,
            Classes = data.Classes,
            FeatureNames = data.FeatureNames,
            Scaling = scaling,
            Layers = [new DenseLayer { Weights = weights, Bias = [.. result.Point.AsSpan(classes * features)], Activation = Activation.Softmax }],
            Training = new MapValue(
            [
                new("c", Value.Of(options.C)),
                new("maxIterations", Value.Of(options.MaxIterations)),
                new("tolerance", Value.Of(options.Tolerance)),
                new("scaling", Value.Of(options.Scaling)),
                new("rows", Value.Of(data.Features.Rows)),
                new("iterations", Value.Of(result.Iterations)),
                new("converged", Value.Of(result.Converged)),
                new("loss", Value.Of(result.Value)),
            ]),
        };
    }
}
