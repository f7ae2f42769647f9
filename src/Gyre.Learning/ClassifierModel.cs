using System.Collections.Immutable;
using System.Numerics.Tensors;
using Gyre.Core;
using Gyre.Learning.Numerics;

namespace Gyre.Learning;

/// <summary>What a layer does to its weighted sums.</summary>
public enum Activation
{
    /// <summary>max(0, z).</summary>
    Relu,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>exp(z) over its sum: probabilities. Only the last layer has it.</summary>
    Softmax,
}

/// <summary>One layer: activation(inputs * weights + bias).</summary>
public sealed record DenseLayer
{
    /// <summary>Inputs x outputs; finite.</summary>
    public required DenseMatrix Weights { get; init; }

    /// <summary>One per output; finite.</summary>
    public required ImmutableArray<double> Bias { get; init; }

    /// <summary>Applied to the sums.</summary>
    public required Activation Activation { get; init; }
}

/// <summary>A fitted classifier. Immutable by convention and safe to use from many threads.</summary>
public sealed record ClassifierModel
{
    /// <summary>Which algorithm made it: <c>softmax-regression</c> or <c>mlp-classifier</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Class names; the order of the probabilities.</summary>
    public required ImmutableArray<string> Classes { get; init; }

    /// <summary>Feature names; the order of the columns it expects.</summary>
    public required ImmutableArray<string> FeatureNames { get; init; }

    /// <summary>Applied to the raw features first.</summary>
    public required FeatureScaling Scaling { get; init; }

    /// <summary>From the features to the classes; the last one ends in <see cref="Activation.Softmax"/>.</summary>
    public required ImmutableArray<DenseLayer> Layers { get; init; }

    /// <summary>How it was trained: hyper-parameters, seed, rows, last loss. For people; nothing reads it back.</summary>
    public MapValue Training { get; init; } = new([]);

    /// <summary>The probability of each class for each row.</summary>
    /// <param name="features">Raw features in the order of <see cref="FeatureNames"/>; any number of rows.</param>
    /// <returns>Rows x classes; each row is at least 0 and adds up to 1 but for rounding. A row's result does not depend on the other rows.</returns>
    /// <exception cref="ArgumentException">The number of columns is not the number of features.</exception>
    public DenseMatrix Probabilities(DenseMatrix features)
    {
        ArgumentNullException.ThrowIfNull(features);
        var current = Scaling.Apply(features);
        foreach (var layer in Layers)
            current = Forward(layer, current);
        return current;
    }

    private static DenseMatrix Forward(DenseLayer layer, DenseMatrix input)
    {
        var output = new DenseMatrix(input.Rows, layer.Weights.Columns);
        for (var i = 0; i < input.Rows; i++)
        {
            var to = output.Row(i);
            WeightedSums(input.Row(i), layer.Weights, layer.Bias.AsSpan(), to);
            Activate(layer.Activation, to);
        }

        return output;
    }

    /// <summary>to = bias + from * weights, feature by feature, so that the order of additions is fixed.</summary>
    private static void WeightedSums(ReadOnlySpan<double> from, DenseMatrix weights, ReadOnlySpan<double> bias, Span<double> to)
    {
        bias.CopyTo(to);
        for (var j = 0; j < from.Length; j++)
        {
            if (from[j] != 0)
                Kernels.AddScaled(weights.Row(j), from[j], to);
        }
    }

    /// <summary>Applies an activation in place.</summary>
    internal static void Activate(Activation activation, Span<double> values)
    {
        switch (activation)
        {
            case Activation.Relu:
                TensorPrimitives.Max(values, 0.0, values);
                break;
            case Activation.Tanh:
                TensorPrimitives.Tanh(values, values);
                break;
            default:
                Kernels.Softmax(values);
                break;
        }
    }
}
