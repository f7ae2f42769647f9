using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
        var probabilities = buffer[..(count * Columns)];
        Normalise(count, probabilities);
        return probabilities;
    }

    private void Score(ReadOnlySpan<double> input, Span<double> scores)
    {
        nint columns = _features.Columns, padded = _padded;
        ref var x0 = ref MemoryMarshal.GetReference(input);
        ref var x1 = ref Unsafe.Add(ref x0, columns);
        ref var x2 = ref Unsafe.Add(ref x1, columns);
        ref var x3 = ref Unsafe.Add(ref x2, columns);
        ref var x4 = ref Unsafe.Add(ref x3, columns);
        ref var x5 = ref Unsafe.Add(ref x4, columns);
        ref var x6 = ref Unsafe.Add(ref x5, columns);
        ref var x7 = ref Unsafe.Add(ref x6, columns);
        for (nint c = 0; c < padded; c += Vector<double>.Count)
        {
            ref var w = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_weights), c);
            var s0 = new Vector<double>(_bias, (int)c);
            var (s1, s2, s3, s4, s5, s6, s7) = (s0, s0, s0, s0, s0, s0, s0);
            for (nint j = 0; j < columns; j++)
            {
                var weight = Vector.LoadUnsafe(ref w);
                s0 = Add(s0, weight, ref x0, j);
                s1 = Add(s1, weight, ref x1, j);
                s2 = Add(s2, weight, ref x2, j);
                s3 = Add(s3, weight, ref x3, j);
                s4 = Add(s4, weight, ref x4, j);
                s5 = Add(s5, weight, ref x5, j);
                s6 = Add(s6, weight, ref x6, j);
                s7 = Add(s7, weight, ref x7, j);
                w = ref Unsafe.Add(ref w, padded);
            }
            Store(scores[(int)c..], s0, s1, s2, s3);
            Store(scores[((4 * _padded) + (int)c)..], s4, s5, s6, s7);
        }
    }

    private void Store(Span<double> scores, Vector<double> s0, Vector<double> s1, Vector<double> s2, Vector<double> s3)
    {
        s0.CopyTo(scores);
        s1.CopyTo(scores[_padded..]);
        s2.CopyTo(scores[(2 * _padded)..]);
        s3.CopyTo(scores[(3 * _padded)..]);
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

    private static Vector<double> Add(Vector<double> sum, Vector<double> weight, ref double x, nint at) =>
        Vector.FusedMultiplyAdd(weight, new Vector<double>(Unsafe.Add(ref x, at)), sum);

    /// <summary>Scores to probabilities, whole vectors at a time; the padding is 0 after the exponential and adds nothing.</summary>
    private void Normalise(int count, Span<double> to)
    {
        var scores = _scores.AsSpan(0, count * _padded);
        for (var row = 0; row < count; row++)
        {
            var own = scores.Slice(row * _padded, _padded);
            SubtractMax(own);
            // Row by row: how exponentials are rounded depends on how many are asked for at once, and a row must not depend on others.
            TensorPrimitives.Exp(own, own);
            var sum = new Vector<double>(Sum(own));
            for (var c = 0; c < _padded; c += Vector<double>.Count)
            {
                var share = new Vector<double>(own[c..]) / sum;
                var place = to[((row * Columns) + c)..];
                // What is written past the end of this row is overwritten by the next one.
                if (place.Length >= Vector<double>.Count)
                    share.CopyTo(place);
                else
                    CopyStart(share, place);
            }
        }
    }

    private static void CopyStart(Vector<double> from, Span<double> to)
    {
        for (var i = 0; i < to.Length; i++)
            to[i] = from[i];
    }

    private static void SubtractMax(Span<double> row)
    {
        var lanes = new Vector<double>(double.NegativeInfinity);
        for (var c = 0; c < row.Length; c += Vector<double>.Count)
            lanes = Vector.Max(lanes, new Vector<double>(row[c..]));
        var max = lanes[0];
        for (var lane = 1; lane < Vector<double>.Count; lane++)
            max = double.MaxNative(max, lanes[lane]);
        for (var c = 0; c < row.Length; c += Vector<double>.Count)
            (new Vector<double>(row[c..]) - new Vector<double>(max)).CopyTo(row[c..]);
    }

    private static double Sum(ReadOnlySpan<double> row)
    {
        var lanes = Vector<double>.Zero;
        for (var c = 0; c < row.Length; c += Vector<double>.Count)
            lanes += new Vector<double>(row[c..]);
        return Vector.Sum(lanes);
    }

    private static void Grow(ref double[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = new double[length];
    }
}
