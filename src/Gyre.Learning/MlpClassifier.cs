using Gyre.Core;
using Gyre.Learning.Kinds;

namespace Gyre.Learning;

/// <summary>A neural network with one hidden layer, trained on the log-loss in mini-batches.</summary>
/// <remarks>
/// Adam (D. Kingma and J. Ba, 2015; beta 0.9 and 0.999, epsilon 1e-8) with decoupled weight decay (I. Loshchilov and
/// F. Hutter, 2019). First weights: normal with variance 2 / inputs for Relu (K. He et al., 2015) and 1 / inputs otherwise;
/// biases 0. Time per epoch: about 3 x rows x hidden x (features + classes) multiplications. The result depends on the data,
/// the options and the seed alone, bit for bit, on any number of threads.
/// </remarks>
public static class MlpClassifier
{
    /// <summary>The <see cref="IModelKind.Name"/> of its models.</summary>
    public const string Kind = "mlp-classifier";

    /// <summary>Trains a model.</summary>
    /// <param name="data">At least two classes. A class that is not in it gets no probability.</param>
    /// <param name="options">See there.</param>
    /// <param name="progress">
    /// Called on the calling thread after each epoch; loss and accuracy are means over the epoch's rows, each seen before the step
    /// that learnt from it.
    /// </param>
    /// <param name="cancellationToken">Looked at once per batch.</param>
    /// <exception cref="InvalidInputException">An option is out of its range.</exception>
    /// <exception cref="TrainingDivergedException">The loss overflowed.</exception>
    public static TrainingResult<LayeredModel> Fit(
        TrainingSet data, MlpClassifierOptions options, Action<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        return MlpKind.Fit(data, options, progress, cancellationToken);
    }
}
