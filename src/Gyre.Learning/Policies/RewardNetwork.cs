using System.Numerics.Tensors;
using Gyre.Core;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Policies;

/// <summary>A network with one hidden layer and one linear output per arm, or a single one for a shared model.</summary>
/// <remarks>All parameters lie in one array: inputs x hidden, hidden biases, then per output its weights and its bias.</remarks>
internal sealed class RewardNetwork
{
    private readonly int _inputs;
    private readonly int _hidden;
    private double[] _parameters;

    public RewardNetwork(int inputs, int hidden, int outputs, int seed)
        : this(inputs, hidden, new double[Length(inputs, hidden, outputs)])
    {
        var random = new SeededRandom((ulong)seed).Fork("weights");
        foreach (ref var weight in _parameters.AsSpan(0, inputs * hidden))
            weight = random.NextGaussian(0, 1 / Math.Sqrt(Math.Max(1, inputs)));
    }

    public RewardNetwork(int inputs, int hidden, double[] parameters) => (_inputs, _hidden, _parameters) = (inputs, hidden, parameters);

    /// <summary>Every weight and bias.</summary>
    public double[] Parameters => _parameters;

    public int Outputs => (_parameters.Length - EncoderLength) / (_hidden + 1);

    private int EncoderLength => (_inputs + 1) * _hidden;

    public static int Length(int inputs, int hidden, int outputs) => checked(((inputs + 1) * hidden) + (outputs * (hidden + 1)));

    /// <summary>Writes the values of the hidden units.</summary>
    public void Encode(ReadOnlySpan<double> x, Span<double> hidden)
    {
        _parameters.AsSpan(_inputs * _hidden, _hidden).CopyTo(hidden);
        for (var i = 0; i < x.Length; i++)
            Kernels.AddScaled(_parameters.AsSpan(i * _hidden, _hidden), x[i], hidden);
        TensorPrimitives.Tanh(hidden, hidden);
    }

    /// <summary>The estimated reward of an output.</summary>
    public double Output(ReadOnlySpan<double> hidden, int output)
    {
        var start = EncoderLength + (output * (_hidden + 1));
        return Kernels.Dot(hidden, _parameters.AsSpan(start, _hidden)) + _parameters[start + _hidden];
    }

    /// <summary>Adds the gradient of half the weighted squared error of a row.</summary>
    public void AddGradient(NetworkRow row, Span<double> gradient)
    {
        using var scratch = new Scratch<double>(2 * _hidden);
        var hidden = scratch.Span[.._hidden];
        var back = scratch.Span[_hidden..];
        Encode(row.Values, hidden);
        var error = row.Weight * (Output(hidden, row.Output) - row.Reward);

        var start = EncoderLength + (row.Output * (_hidden + 1));
        Kernels.AddScaled(hidden, error, gradient.Slice(start, _hidden));
        gradient[start + _hidden] += error;
        // The derivative of tanh, written by its result.
        TensorPrimitives.Multiply(hidden, hidden, back);
        TensorPrimitives.Subtract(1, back, back);
        TensorPrimitives.Multiply(back, _parameters.AsSpan(start, _hidden), back);
        TensorPrimitives.Multiply(back, error, back);
        for (var i = 0; i < _inputs; i++)
            Kernels.AddScaled(back, row.Values[i], gradient.Slice(i * _hidden, _hidden));
        Kernels.AddScaled(back, 1, gradient.Slice(_inputs * _hidden, _hidden));
    }

    /// <summary>Adds an output that estimates 0.</summary>
    public void AddOutput() => Array.Resize(ref _parameters, _parameters.Length + _hidden + 1);

    public RewardNetwork Copy() => new(_inputs, _hidden, [.. _parameters]);
}

/// <summary>A row to train a network with.</summary>
/// <param name="Values">The inputs.</param>
/// <param name="Output">Index of the output that should be the reward.</param>
/// <param name="Reward">What it brought.</param>
/// <param name="Weight">How much it counts.</param>
internal sealed record NetworkRow(double[] Values, int Output, double Reward, double Weight);
