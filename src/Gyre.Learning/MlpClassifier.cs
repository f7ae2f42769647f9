using Gyre.Core;
using Gyre.Learning.Numerics;

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
    /// <summary>The <see cref="ClassifierModel.Kind"/> of its models.</summary>
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
    public static TrainingResult Fit(
        TrainingSet data, MlpClassifierOptions options, Action<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        var scaling = FeatureScaling.Fit(options.Scaling, data.Features);
        var random = new SeededRandom(options.Seed);
        var network = new MlpNetwork(data.Features.Columns, options.Hidden, data.Classes.Length, options.Activation);
        network.Initialise(random.Fork("weights"));
        var trainer = new MlpTrainer(network, scaling.Apply(data.Features), data.Labels, options);

        var order = Enumerable.Range(0, data.Labels.Length).ToArray();
        var shuffle = random.Fork("order");
        var last = default(TrainingProgress);
        for (var epoch = 1; epoch <= options.Epochs; epoch++)
        {
            shuffle.Shuffle(order.AsSpan());
            last = trainer.RunEpoch(epoch, order, cancellationToken);
            progress?.Invoke(last);
        }

        var model = new ClassifierModel
        {
            Kind = Kind,
            Classes = data.Classes,
            FeatureNames = data.FeatureNames,
            Scaling = scaling,
            Layers = network.ToLayers(),
            Training = Describe(options, data.Labels.Length, last),
        };
        return new TrainingResult { Model = model, Last = last, Converged = true };
    }

    private static MapValue Describe(MlpClassifierOptions options, int rows, TrainingProgress last) => new(
    [
        new("hidden", Value.Of(options.Hidden)),
        new("activation", Value.Of(ModelFile.NameOf(options.Activation))),
        new("epochs", Value.Of(options.Epochs)),
        new("batchSize", Value.Of(options.BatchSize)),
        new("learningRate", Value.Of(options.LearningRate)),
        new("weightDecay", Value.Of(options.WeightDecay)),
        new("seed", Value.Of($"{options.Seed}")),
        new("scaling", Value.Of(options.Scaling)),
        new("rows", Value.Of(rows)),
        new("loss", Value.Of(last.Loss)),
    ]);
}
