using System.Collections.Immutable;
using System.Numerics.Tensors;
using Gyre.Learning.Vectors;

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

/// <summary>A classifier made of layers: a softmax regression has one, a network more.</summary>
public sealed record LayeredModel : ClassifierModel
{
    /// <summary>Applied to the raw features first.</summary>
    public required FeatureScaling Scaling { get; init; }

    /// <summary>From the features to the classes; the last one ends in <see cref="Activation.Softmax"/>.</summary>
    public required ImmutableArray<DenseLayer> Layers { get; init; }

    /// <inheritdoc/>
    public override DenseMatrix Probabilities(DenseMatrix features)
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
