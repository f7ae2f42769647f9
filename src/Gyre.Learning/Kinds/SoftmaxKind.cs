using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Learning.Numerics;

namespace Gyre.Learning.Kinds;

/// <summary>Softmax regression: its name, its settings, its training; see <see cref="SoftmaxRegression"/>.</summary>
internal sealed class SoftmaxKind : LayeredKind, ITrainableKind
{
    public static readonly SoftmaxKind Instance = new();

    private static readonly SoftmaxRegressionOptions Usual = new();
    private static readonly ModelSetting<double> C = new("c", Usual.C, "inverse regularization strength.");
    private static readonly ModelSetting<int> MaxIterations = new("max-iterations", Usual.MaxIterations, "maximum number of iterations.");
    private static readonly ModelSetting<double> Tolerance = new("tolerance", Usual.Tolerance, "gradient tolerance for convergence.");

    private SoftmaxKind()
    {
    }

    public override string Name => "softmax-regression";

    public string Algorithm => "softmax";

    public ImmutableArray<ModelSetting> Settings => [C, MaxIterations, Tolerance];

    public void Check(ModelSettings settings) => Options(settings).Check();

    public TrainingResult Train(Table table, ModelSettings settings, Action<TrainingProgress>? progress, CancellationToken cancellationToken) =>
        Fit(table.ToTrainingSet(), Options(settings), progress, cancellationToken);

    public static TrainingResult<LayeredModel> Fit(
        TrainingSet data, SoftmaxRegressionOptions options, Action<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
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
        return new TrainingResult<LayeredModel>(ToModel(data, options, scaling, result), last, result.Converged);
    }

    private static SoftmaxRegressionOptions Options(ModelSettings settings) => new()
    {
        C = settings.Get(C),
        MaxIterations = settings.Get(MaxIterations),
        Tolerance = settings.Get(Tolerance),
        Scaling = settings.Get(ModelSettings.Scale),
        Threads = settings.Get(ModelSettings.Threads),
    };

    private static LayeredModel ToModel(TrainingSet data, SoftmaxRegressionOptions options, FeatureScaling scaling, LbfgsResult result)
    {
        var (features, classes) = (data.FeatureNames.Length, data.Classes.Length);
        var weights = new DenseMatrix(features, classes);
        for (var c = 0; c < classes; c++)
        {
            for (var f = 0; f < features; f++)
                weights.Row(f)[c] = result.Point[c * features + f];
        }

        return new LayeredModel
        {
            Kind = Instance,
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
