using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Learning.Numerics;

namespace Gyre.Learning.Kinds;

/// <summary>A network with one hidden layer: its name, its settings, its training; see <see cref="MlpClassifier"/>.</summary>
internal sealed class MlpKind : LayeredKind, ITrainableKind
{
    public static readonly MlpKind Instance = new();

    private static readonly MlpClassifierOptions Usual = new();
    private static readonly ModelSetting<int> Hidden = new("hidden", Usual.Hidden, "number of hidden units.");
    private static readonly ModelSetting<string> Activation = new("activation", "relu", "activation of the hidden units.") { Choices = ["relu", "tanh"] };
    private static readonly ModelSetting<int> Epochs = new("epochs", Usual.Epochs, "number of epochs.");
    private static readonly ModelSetting<int> BatchSize = new("batch-size", Usual.BatchSize, "batch size.");
    private static readonly ModelSetting<double> LearningRate = new("learning-rate", Usual.LearningRate, "learning rate.");
    private static readonly ModelSetting<double> WeightDecay =
        new("weight-decay", Usual.WeightDecay, "weight decay, multiplied by the learning rate at each step.");
    private static readonly ModelSetting<ulong> Seed = new("seed", Usual.Seed, "random seed of the initial weights and the row order.");

    private MlpKind()
    {
    }

    public override string Name => "mlp-classifier";

    public string Algorithm => "mlp";

    public ImmutableArray<ModelSetting> Settings => [Hidden, Activation, Epochs, BatchSize, LearningRate, WeightDecay, Seed];

    public void Check(ModelSettings settings) => Options(settings).Check();

    public TrainingResult Train(Table table, ModelSettings settings, Action<TrainingProgress>? progress, CancellationToken cancellationToken) =>
        Fit(table.ToTrainingSet(), Options(settings), progress, cancellationToken);

    public static TrainingResult<LayeredModel> Fit(
        TrainingSet data, MlpClassifierOptions options, Action<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
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

        var model = new LayeredModel
        {
            Kind = Instance,
            Classes = data.Classes,
            FeatureNames = data.FeatureNames,
            Scaling = scaling,
            Layers = network.ToLayers(),
            Training = Describe(options, data.Labels.Length, last),
        };
        return new TrainingResult<LayeredModel>(model, last, converged: true);
    }

    private static MlpClassifierOptions Options(ModelSettings settings) => new()
    {
        Hidden = settings.Get(Hidden),
        Activation = settings.Get(Activation) == "tanh" ? Learning.Activation.Tanh : Learning.Activation.Relu,
        Epochs = settings.Get(Epochs),
        BatchSize = settings.Get(BatchSize),
        LearningRate = settings.Get(LearningRate),
        WeightDecay = settings.Get(WeightDecay),
        Seed = settings.Get(Seed),
        Scaling = settings.Get(ModelSettings.Scale),
        Threads = settings.Get(ModelSettings.Threads),
    };

    private static MapValue Describe(MlpClassifierOptions options, int rows, TrainingProgress last) => new(
    [
        new("hidden", Value.Of(options.Hidden)),
        new("activation", Value.Of(NameOf(options.Activation))),
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
