using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;
using Gyre.Learning.Numerics;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Kinds;

/// <summary>
/// Linear regression with a ridge: least squares plus ridge x the squares of the weights of the scaled features; the bias is free.
/// </summary>
/// <remarks>
/// A. E. Hoerl and R. W. Kennard, "Ridge regression: biased estimation for nonorthogonal problems", 1970. O(rows x features^2 +
/// features^3). In the file: <c>"features": [], "weights": [], "bias": 0</c>, for raw features.
/// </remarks>
internal sealed class LinearRegressionKind : ITrainableKind
{
    public static readonly LinearRegressionKind Instance = new();

    private const int MaxFeatures = 5000;
    private const double LeastLeft = 1e-13;

    private static readonly ModelSetting<double> Ridge = new("ridge", 1, "penalty on the squared weights of the scaled features.");

    private LinearRegressionKind()
    {
    }

    public string Name => "linear-regression";

    public string Algorithm => "linear";

    public ImmutableArray<ModelSetting> Settings => [Ridge];

    public void Check(ModelSettings settings)
    {
        FeatureScaling.Check(settings.Get(ModelSettings.Scale));
        OptionCheck.AtLeast(nameof(Ridge), settings.Get(Ridge), 0);
    }

    public TrainingResult Train(
        Table table, ModelSettings settings, Action<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        Check(settings);
        var targets = KindParts.Targets(table);
        RequireSize(table.Features.Columns);
        var scaling = FeatureScaling.Fit(settings.Get(ModelSettings.Scale), table.Features);
        var (weights, bias) = Fit(scaling.Apply(table.Features), targets, settings.Get(Ridge), cancellationToken);
        for (var feature = 0; feature < weights.Length; feature++)
        {
            weights[feature] /= scaling.Scale[feature];
            bias -= weights[feature] * scaling.Offset[feature];
        }
        var model = new LinearRegressionModel { Kind = this, FeatureNames = table.FeatureNames, Weights = [.. weights], Bias = bias };
        var last = Judge(model.Values(table.Features), targets);
        progress?.Invoke(last);
        return Result(model, last, settings, targets.Length);
    }

    /// <summary>The regression of rows, from their sums alone.</summary>
    public TrainingResult Fit(ImmutableArray<string> names, RegressionSums sums, ModelSettings settings)
    {
        Check(settings);
        var size = names.Length;
        var scale = ScaleOf(sums, settings.Get(ModelSettings.Scale));
        var (matrix, weights) = (new double[size * size], new double[size]);
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
                matrix[(i * size) + j] = sums.Products[(i * size) + j] / (scale[i] * scale[j]);
            matrix[(i * size) + i] += settings.Get(Ridge);
            weights[i] = sums.Moments[i] / scale[i];
        }
        Solve(matrix, size, weights);
        for (var i = 0; i < size; i++)
            weights[i] /= scale[i];
        var model = new LinearRegressionModel
        {
            Kind = this,
            FeatureNames = names,
            Weights = [.. weights],
            Bias = sums.Mean - Kernels.Dot(sums.Means, weights),
        };
        return Result(model, Judge(sums, weights), settings, sums.Rows);
    }

    /// <exception cref="InvalidInputException">There are too many.</exception>
    public static void RequireSize(int features)
    {
        if (features > MaxFeatures)
            throw new InvalidInputException(
                "learn.too-large", $"There are {features} features.",
                $"Exclude columns; a linear regression takes at most {MaxFeatures}.");
    }

    public void Write(Utf8JsonWriter writer, Model model)
    {
        var linear = (LinearRegressionModel)model;
        KindParts.WriteTexts(writer, "features", linear.FeatureNames);
        KindParts.WriteNumbers(writer, "weights", linear.Weights.AsSpan());
        writer.WriteNumber("bias", linear.Bias);
    }

    public Model Read(JsonPart file)
    {
        var names = KindParts.DistinctTexts(file.Get("features"), 1);
        return new LinearRegressionModel
        {
            Kind = this,
            FeatureNames = names,
            Weights = file.Get("weights").Numbers(names.Length),
            Bias = file.Get("bias").Number(),
        };
    }

    public Predictions Predict(Model model, Table table) => NumberPredictions.Of((LinearRegressionModel)model, table);

    /// <summary>The normal equations around the means, so that the bias has no penalty and large means cost no digits.</summary>
    private static (double[] Weights, double Bias) Fit(
        DenseMatrix features, double[] targets, double ridge, CancellationToken cancellationToken)
    {
        var size = features.Columns;
        var means = new double[size];
        for (var row = 0; row < features.Rows; row++)
            Kernels.AddScaled(features.Row(row), 1.0 / features.Rows, means);
        var mean = Kernels.Sum(targets) / targets.Length;
        var (matrix, moments, centred) = (new double[size * size], new double[size], new double[size]);
        for (var i = 0; i < size; i++)
            matrix[(i * size) + i] = ridge;
        for (var row = 0; row < features.Rows; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            features.Row(row).CopyTo(centred);
            Kernels.AddScaled(means, -1, centred);
            Kernels.AddScaled(centred, targets[row] - mean, moments);
            for (var i = 0; i < size; i++)
                Kernels.AddScaled(centred, centred[i], matrix.AsSpan(i * size, size));
        }
        Solve(matrix, size, moments);
        return (moments, mean - Kernels.Dot(means, moments));
    }

    /// <summary>Replaces the moments by the weights.</summary>
    private static void Solve(double[] matrix, int size, double[] moments)
    {
        double[] diagonal = [.. Enumerable.Range(0, size).Select(i => matrix[(i * size) + i])];
        if (!Cholesky.TryFactor(matrix, size) || Enumerable.Range(0, size).Any(i => Left(matrix[(i * size) + i], diagonal[i]) < LeastLeft))
        {
            throw new InvalidInputException(
                "learn.singular", "The features do not determine the weights: some depend on others, or there are too few rows.",
                "Use a ridge above 0, scale the features, or exclude columns.");
        }
        Cholesky.Solve(matrix, size, moments);
    }

    /// <summary>What features are divided by: the rule of <see cref="FeatureScaling.Fit"/>, of rows that are known by their sums.</summary>
    private static double[] ScaleOf(RegressionSums sums, string rule)
    {
        var size = sums.Means.Length;
        if (rule != "standard")
            return [.. FeatureScaling.Fit(rule, new DenseMatrix(1, size)).Scale];
        return
        [
            .. Enumerable.Range(0, size).Select(i => Math.Sqrt(sums.Products[(i * size) + i] / sums.Rows))
                .Select(static deviation => deviation > 0 && double.IsFinite(deviation) ? deviation : 1),
        ];
    }

    private static TrainingResult<LinearRegressionModel> Result(
        LinearRegressionModel model, TrainingProgress last, ModelSettings settings, long rows)
    {
        var training = new MapValue(
        [
            new("ridge", Value.Of(settings.Get(Ridge))), new("scaling", Value.Of(settings.Get(ModelSettings.Scale))),
            new("rows", Value.Of(rows)), new("loss", Value.Of(last.Loss)),
        ]);
        return new TrainingResult<LinearRegressionModel>(model with { Training = training }, last, converged: true);
    }

    /// <summary>Squared errors by the sums alone: those of the target, less what the weights explain.</summary>
    private static TrainingProgress Judge(RegressionSums sums, double[] weights)
    {
        var errors = sums.Squares - (2 * Kernels.Dot(sums.Moments, weights));
        for (var i = 0; i < weights.Length; i++)
            errors += weights[i] * Kernels.Dot(sums.Products.AsSpan(i * weights.Length, weights.Length), weights);
        errors = Math.Max(0, errors);
        return new TrainingProgress(1, errors / sums.Rows, sums.Squares == 0 ? 1 : 1 - (errors / sums.Squares));
    }

    /// <summary>
    /// The share of a feature's variance that the features before it leave; rounding leaves some of it where they explain all.
    /// </summary>
    private static double Left(double factor, double variance) => factor * factor / variance;

    private static TrainingProgress Judge(double[] values, double[] targets)
    {
        var mean = Kernels.Sum(targets) / targets.Length;
        var (errors, squares) = (0.0, 0.0);
        for (var row = 0; row < targets.Length; row++)
        {
            errors += (targets[row] - values[row]) * (targets[row] - values[row]);
            squares += (targets[row] - mean) * (targets[row] - mean);
        }
        return new TrainingProgress(1, errors / targets.Length, squares == 0 ? 1 : 1 - (errors / squares));
    }
}

/// <summary>bias + features x weights.</summary>
internal sealed record LinearRegressionModel : RegressionModel
{
    /// <summary>One per feature; finite.</summary>
    public required ImmutableArray<double> Weights { get; init; }

    public required double Bias { get; init; }

    public override double[] Values(DenseMatrix features)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (features.Columns != Weights.Length)
        {
            throw new ArgumentException(
                $"There are {features.Columns} features, but the model expects {Weights.Length}.", nameof(features));
        }
        var values = new double[features.Rows];
        for (var row = 0; row < values.Length; row++)
            values[row] = Bias + Kernels.Dot(features.Row(row), Weights.AsSpan());
        return values;
    }
}
