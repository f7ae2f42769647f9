using System.Collections.Immutable;
using System.Numerics.Tensors;
using Gyre.Core;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Numerics;

/// <summary>The numbers of a network with one hidden layer, and the gradient of its loss.</summary>
/// <remarks>All parameters lie in one array: features x hidden, hidden biases, classes x hidden, class biases.</remarks>
internal sealed class MlpNetwork
{
    private readonly int _features;
    private readonly int _hidden;
    private readonly int _classes;
    private readonly Activation _activation;

    public MlpNetwork(int features, int hidden, int classes, Activation activation)
    {
        (_features, _hidden, _classes, _activation) = (features, hidden, classes, activation);
        var count = (long)hidden * (features + classes + 1) + classes;
        if (count > MaxParameters)
        {
            throw new InvalidInputException(
                "learn.too-large", $"{features} features, {hidden} hidden units and {classes} classes require {count} weights.", $"Use fewer hidden units; the maximum is {MaxParameters} weights.");
        }

        Parameters = new double[count];
    }

    /// <summary>100 million weights are 800 MB, and Adam keeps three more arrays of that size.</summary>
    public const long MaxParameters = 100_000_000;

    public double[] Parameters { get; }

    /// <summary>Where the weights are, as opposed to the biases: what weight decay touches.</summary>
    public ImmutableArray<Range> WeightRanges =>
        [new(0, HiddenBiasAt), new(OutputWeightsAt, OutputBiasAt)];

    private int HiddenBiasAt => _features * _hidden;

    private int OutputWeightsAt => HiddenBiasAt + _hidden;

    private int OutputBiasAt => OutputWeightsAt + _classes * _hidden;

    public void Initialise(SeededRandom random)
    {
        var gain = _activation == Activation.Relu ? 2.0 : 1.0;
        Fill(Parameters.AsSpan(0, HiddenBiasAt), random, Math.Sqrt(gain / _features));
        Fill(Parameters.AsSpan(OutputWeightsAt, _classes * _hidden), random, Math.Sqrt(1.0 / _hidden));
    }

    /// <summary>The log-loss of one row; its gradient is added to <paramref name="gradient"/>.</summary>
    /// <param name="row">Scaled features.</param>
    /// <param name="label">Index of the true class.</param>
    /// <param name="gradient">As long as <see cref="Parameters"/>.</param>
    /// <param name="scratch">At least two times hidden plus classes; overwritten.</param>
    public (double Loss, bool Correct) AddGradient(ReadOnlySpan<double> row, int label, Span<double> gradient, Span<double> scratch)
    {
        var hidden = scratch[.._hidden];
        var back = scratch.Slice(_hidden, _hidden);
        var output = scratch.Slice(2 * _hidden, _classes);
        Forward(row, hidden, output);

        var correct = Kernels.IndexOfMax(output) == label;
        var score = output[label];
        var loss = Kernels.Softmax(output) - score;
        output[label] -= 1;

        TensorPrimitives.Add(gradient[OutputBiasAt..], output, gradient[OutputBiasAt..]);
        back.Clear();
        for (var c = 0; c < _classes; c++)
        {
            Kernels.AddScaled(hidden, output[c], gradient.Slice(OutputWeightsAt + c * _hidden, _hidden));
            Kernels.AddScaled(Parameters.AsSpan(OutputWeightsAt + c * _hidden, _hidden), output[c], back);
        }

        Differentiate(hidden, back);
        TensorPrimitives.Add(gradient.Slice(HiddenBiasAt, _hidden), back, gradient.Slice(HiddenBiasAt, _hidden));
        for (var f = 0; f < _features; f++)
        {
            if (row[f] != 0)
                Kernels.AddScaled(back, row[f], gradient.Slice(f * _hidden, _hidden));
        }

        return (loss, correct);
    }

    public ImmutableArray<DenseLayer> ToLayers()
    {
        var output = new DenseMatrix(_hidden, _classes);
        for (var h = 0; h < _hidden; h++)
        {
            for (var c = 0; c < _classes; c++)
                output.Row(h)[c] = Parameters[OutputWeightsAt + c * _hidden + h];
        }

        return
        [
            new DenseLayer
            {
                Weights = new DenseMatrix(_features, _hidden, Parameters[..HiddenBiasAt]),
                Bias = [.. Parameters.AsSpan(HiddenBiasAt, _hidden)],
                Activation = _activation,
            },
            new DenseLayer { Weights = output, Bias = [.. Parameters.AsSpan(OutputBiasAt)], Activation = Activation.Softmax },
        ];
    }

    private void Forward(ReadOnlySpan<double> row, Span<double> hidden, Span<double> output)
    {
        Parameters.AsSpan(HiddenBiasAt, _hidden).CopyTo(hidden);
        for (var f = 0; f < _features; f++)
        {
            if (row[f] != 0)
                Kernels.AddScaled(Parameters.AsSpan(f * _hidden, _hidden), row[f], hidden);
        }

        LayeredModel.Activate(_activation, hidden);
        for (var c = 0; c < _classes; c++)
            output[c] = Parameters[OutputBiasAt + c] + Kernels.Dot(Parameters.AsSpan(OutputWeightsAt + c * _hidden, _hidden), hidden);
    }

    /// <summary>back *= derivative of the activation, written by its result.</summary>
    private void Differentiate(ReadOnlySpan<double> hidden, Span<double> back)
    {
        for (var h = 0; h < hidden.Length; h++)
        {
            if (_activation == Activation.Tanh)
                back[h] *= 1 - hidden[h] * hidden[h];
            else if (hidden[h] <= 0)
                back[h] = 0;
        }
    }

    private static void Fill(Span<double> weights, SeededRandom random, double deviation)
    {
        for (var i = 0; i < weights.Length; i++)
            weights[i] = random.NextGaussian(0, deviation);
    }
}
