using System.Numerics.Tensors;
using Gyre.Core;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Continual;

/// <summary>Softmax regression or a network with one hidden layer of ReLUs, with one output per class from the start.</summary>
/// <remarks>
/// All parameters lie in one array: features x hidden, hidden biases (both only with a hidden layer), classes x inputs, class biases.
/// </remarks>
internal sealed class HeadNetwork
{
    private readonly int _features;
    private readonly int _inputs;
    private readonly int _hiddenBiasAt;
    private readonly int _outputAt;
    private readonly int _outputBiasAt;
    private readonly double[] _back;
    private readonly double[] _squares;

    public HeadNetwork(int features, int hidden, int classes)
    {
        (_features, Hidden, Classes) = (features, hidden, classes);
        _inputs = hidden == 0 ? features : hidden;
        var count = CountOf(features, hidden, classes);
        if (count > Numerics.MlpNetwork.MaxParameters)
            throw new InvalidInputException(
                "learn.too-large", $"{features} features, {hidden} hidden units and {classes} classes require {count} weights.",
                $"Use fewer hidden units; the maximum is {Numerics.MlpNetwork.MaxParameters} weights.");
        _hiddenBiasAt = features * hidden;
        _outputAt = _hiddenBiasAt + hidden;
        _outputBiasAt = _outputAt + (classes * _inputs);
        Parameters = new double[count];
        (_back, _squares) = (new double[hidden], new double[_inputs]);
    }

    /// <summary>Number of weights and biases.</summary>
    public static long CountOf(int features, int hidden, int classes) =>
        ((long)hidden * (features + 1L)) + (classes * ((hidden == 0 ? features : hidden) + 1L));

    public int Features => _features;

    public int Hidden { get; }

    public int Classes { get; }

    public double[] Parameters { get; }

    /// <summary>
    /// Zeros for softmax regression; He's deviation for the hidden layer and 1 / sqrt(hidden) for the outputs, biases 0.
    /// </summary>
    public void Initialise(SeededRandom random)
    {
        Array.Clear(Parameters);
        if (Hidden == 0)
            return;
        Fill(Parameters.AsSpan(0, _hiddenBiasAt), random, Math.Sqrt(2.0 / _features));
        Fill(Parameters.AsSpan(_outputAt, _outputBiasAt - _outputAt), random, Math.Sqrt(1.0 / Hidden));
    }

    /// <summary>Scores of one row; what the hidden units gave is left in <paramref name="hidden"/>.</summary>
    public void Forward(ReadOnlySpan<double> parameters, ReadOnlySpan<double> row, Span<double> hidden, Span<double> scores)
    {
        var inputs = row;
        if (Hidden > 0)
        {
            FillHidden(parameters, row, hidden);
            inputs = hidden;
        }
        for (var c = 0; c < scores.Length; c++)
            scores[c] = parameters[_outputBiasAt + c] + Kernels.Dot(parameters.Slice(_outputAt + (c * _inputs), _inputs), inputs);
    }

    /// <summary>Adds the gradient of a loss with the given slopes by the scores of one row.</summary>
    public void AddGradient(ReadOnlySpan<double> row, ReadOnlySpan<double> hidden, ReadOnlySpan<double> slopes, Span<double> gradient)
    {
        AddOutputGradient(Hidden == 0 ? row : hidden, slopes, gradient);
        if (Hidden == 0)
            return;
        FillBack(hidden, slopes);
        AddHiddenGradient(row, gradient);
    }

    /// <summary>
    /// Adds the squares of the gradient of one row: they are products of squares, because each weight joins one input to one slope.
    /// </summary>
    public void AddSquaredGradient(ReadOnlySpan<double> row, ReadOnlySpan<double> hidden, Span<double> slopes, Span<double> target)
    {
        var inputs = _squares.AsSpan();
        if (Hidden > 0)
            FillBack(hidden, slopes);
        Square(Hidden == 0 ? row : hidden, inputs);
        Square(slopes, slopes);
        AddOutputGradient(inputs, slopes, target);
        if (Hidden == 0)
            return;
        Square(_back, _back);
        TensorPrimitives.Add(target.Slice(_hiddenBiasAt, Hidden), _back, target.Slice(_hiddenBiasAt, Hidden));
        for (var f = 0; f < _features; f++)
        {
            if (row[f] != 0)
                Kernels.AddScaled(_back, row[f] * row[f], target.Slice(f * Hidden, Hidden));
        }
    }

    private void FillHidden(ReadOnlySpan<double> parameters, ReadOnlySpan<double> row, Span<double> hidden)
    {
        parameters.Slice(_hiddenBiasAt, Hidden).CopyTo(hidden);
        for (var f = 0; f < _features; f++)
        {
            if (row[f] != 0)
                Kernels.AddScaled(parameters.Slice(f * Hidden, Hidden), row[f], hidden);
        }
        TensorPrimitives.Max(hidden, 0, hidden);
    }

    private void AddOutputGradient(ReadOnlySpan<double> inputs, ReadOnlySpan<double> slopes, Span<double> gradient)
    {
        for (var c = 0; c < slopes.Length; c++)
        {
            if (slopes[c] != 0)
                Kernels.AddScaled(inputs, slopes[c], gradient.Slice(_outputAt + (c * _inputs), _inputs));
        }
        TensorPrimitives.Add(gradient.Slice(_outputBiasAt, slopes.Length), slopes, gradient.Slice(_outputBiasAt, slopes.Length));
    }

    /// <summary>The slopes by what the hidden units gave, 0 where a unit rests.</summary>
    private void FillBack(ReadOnlySpan<double> hidden, ReadOnlySpan<double> slopes)
    {
        Array.Clear(_back);
        for (var c = 0; c < slopes.Length; c++)
        {
            if (slopes[c] != 0)
                Kernels.AddScaled(Parameters.AsSpan(_outputAt + (c * _inputs), _inputs), slopes[c], _back);
        }
        for (var h = 0; h < hidden.Length; h++)
        {
            if (hidden[h] <= 0)
                _back[h] = 0;
        }
    }

    private void AddHiddenGradient(ReadOnlySpan<double> row, Span<double> gradient)
    {
        TensorPrimitives.Add(gradient.Slice(_hiddenBiasAt, Hidden), _back, gradient.Slice(_hiddenBiasAt, Hidden));
        for (var f = 0; f < _features; f++)
        {
            if (row[f] != 0)
                Kernels.AddScaled(_back, row[f], gradient.Slice(f * Hidden, Hidden));
        }
    }

    private static void Square(ReadOnlySpan<double> values, Span<double> target) => TensorPrimitives.Multiply(values, values, target);

    private static void Fill(Span<double> weights, SeededRandom random, double deviation)
    {
        foreach (ref var weight in weights)
            weight = random.NextGaussian(0, deviation);
    }
}
