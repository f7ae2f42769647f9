using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Choosing;

/// <summary>
/// What a softmax regression thinks of rows. Several rows go through the weights together, so that one pass over a million rows costs
/// hardly more than reading them.
/// </summary>
internal sealed class LinearProbabilities : RowSource
{
    private const int Together = 8;

    private readonly RowSource _features;
    private readonly double[] _weights;
    private readonly double[] _bias;
    private readonly int _padded;
    private double[] _input = [];
    private double[] _scores = [];

    /// <param name="features">Rows of as many numbers as the weights have rows.</param>
    /// <param name="weights">Features x classes.</param>
    /// <param name="bias">One per class; negative infinity for one that is never chosen.</param>
    public LinearProbabilities(RowSource features, DenseMatrix weights, ReadOnlySpan<double> bias)
    {
        (_features, Columns) = (features, weights.Columns);
        _padded = (Columns + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
        _weights = new double[weights.Rows * _padded];
        _bias = new double[_padded];
        _bias.AsSpan().Fill(double.NegativeInfinity);
        bias.CopyTo(_bias);
        for (var j = 0; j < weights.Rows; j++)
            weights.Row(j).CopyTo(_weights.AsSpan(j * _padded));
    }

    public override int Count => _features.Count;

    public override int Columns { get; }

    /// <summary>Null where the model is of another kind.</summary>
    public static LinearProbabilities? Of(ClassifierModel model, RowSource features, IReadOnlyList<string> classes)
    {
        if (model is not LayeredModel { Layers: [var layer], Scaling: var scaling })
            return null;
        var weights = new DenseMatrix(features.Columns, classes.Count);
        var bias = new double[classes.Count];
        for (var c = 0; c < classes.Count; c++)
        {
            var place = model.Classes.IndexOf(classes[c]);
            bias[c] = place < 0 ? double.NegativeInfinity : layer.Bias[place];
            for (var j = 0; j < features.Columns && place >= 0; j++)
            {
                // Scaling is a straight line, so it moves into weights and bias.
                weights.Row(j)[c] = layer.Weights[j, place] / scaling.Scale[j];
                bias[c] -= weights[j, c] * scaling.Offset[j];
            }
        }
        return new(features, weights, bias);
    }

    public override ReadOnlySpan<double> Rows(int first, int count, Span<double> buffer)
    {
        Grow(ref _input, count * _features.Columns);
        Grow(ref _scores, count * _padded);
        var input = _features.Rows(first, count, _input);
        var row = 0;
        for (; row + Together <= count; row += Together)
            Score(input.Slice(row * _features.Columns, Together * _features.Columns), _scores.AsSpan(row * _padded, Together * _padded));
        for (; row < count; row++)
            ScoreOne(input.Slice(row * _features.Columns, _features.Columns), _scores.AsSpan(row * _padded, _padded));
        Normalise(count, buffer);
        return buffer[..(count * Columns)];
    }

    private void Score(ReadOnlySpan<double> input, Span<double> scores)
    {
        var columns = _features.Columns;
        ref var x = ref MemoryMarshal.GetReference(input);
        ref var w = ref MemoryMarshal.GetArrayDataReference(_weights);
        for (var c = 0; c < _padded; c += Vector<double>.Count)
        {
            var start = new Vector<double>(_bias, c);
            var (s0, s1, s2, s3, s4, s5, s6, s7) = (start, start, start, start, start, start, start, start);
            for (var j = 0; j < columns; j++)
            {
                var weight = Vector.LoadUnsafe(ref w, (nuint)((j * _padded) + c));
                s0 = Add(s0, weight, ref x, j);
                s1 = Add(s1, weight, ref x, j + columns);
                s2 = Add(s2, weight, ref x, j + (2 * columns));
                s3 = Add(s3, weight, ref x, j + (3 * columns));
                s4 = Add(s4, weight, ref x, j + (4 * columns));
                s5 = Add(s5, weight, ref x, j + (5 * columns));
                s6 = Add(s6, weight, ref x, j + (6 * columns));
                s7 = Add(s7, weight, ref x, j + (7 * columns));
            }
            s0.CopyTo(scores[c..]);
            s1.CopyTo(scores[(c + _padded)..]);
            s2.CopyTo(scores[(c + (2 * _padded))..]);
            s3.CopyTo(scores[(c + (3 * _padded))..]);
            s4.CopyTo(scores[(c + (4 * _padded))..]);
            s5.CopyTo(scores[(c + (5 * _padded))..]);
            s6.CopyTo(scores[(c + (6 * _padded))..]);
            s7.CopyTo(scores[(c + (7 * _padded))..]);
        }
    }

    private void ScoreOne(ReadOnlySpan<double> input, Span<double> scores)
    {
        ref var x = ref MemoryMarshal.GetReference(input);
        for (var c = 0; c < _padded; c += Vector<double>.Count)
        {
            var sum = new Vector<double>(_bias, c);
            for (var j = 0; j < input.Length; j++)
                sum = Add(sum, new Vector<double>(_weights, (j * _padded) + c), ref x, j);
            sum.CopyTo(scores[c..]);
        }
    }

    private static Vector<double> Add(Vector<double> sum, Vector<double> weight, ref double x, int at) =>
        Vector.FusedMultiplyAdd(weight, new Vector<double>(Unsafe.Add(ref x, at)), sum);

    private void Normalise(int count, Span<double> to)
    {
        var scores = _scores.AsSpan(0, count * _padded);
        for (var row = 0; row < count; row++)
        {
            var own = scores.Slice(row * _padded, _padded);
            TensorPrimitives.Subtract(own, Max(own), own);
        }
        TensorPrimitives.Exp(scores, scores);
        for (var row = 0; row < count; row++)
        {
            var own = scores.Slice(row * _padded, Columns);
            TensorPrimitives.Divide(own, Kernels.Sum(own), to.Slice(row * Columns, Columns));
        }
    }

    private static double Max(ReadOnlySpan<double> values)
    {
        var max = values[0];
        foreach (var value in values)
            max = Math.Max(max, value);
        return max;
    }

    private static void Grow(ref double[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = new double[length];
    }
}
