using System.Numerics.Tensors;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Numerics;

/// <summary>The penalised mean log-loss of softmax regression and its gradient.</summary>
/// <remarks>
/// A point is laid out as classes x features weights, then one bias per class. Rows are cut into blocks of a fixed size, kept
/// feature by feature, so that every loop runs along the rows; block sums are added in block order whatever thread made them.
/// </remarks>
internal sealed class SoftmaxObjective
{
    /// <summary>Rows per block: 512 doubles are 4 KB, so the scores of ten classes stay in the first-level cache.</summary>
    private const int BlockRows = 512;

    private readonly Block[] _blocks;
    private readonly int _rows;
    private readonly int _features;
    private readonly int _classes;
    private readonly double _penalty;
    private readonly int _threads;
    private double[] _last = [];
    private int _correct;

    public SoftmaxObjective(DenseMatrix features, ReadOnlySpan<int> labels, int classes, double c, int threads)
    {
        (_rows, _features, _classes, _threads) = (features.Rows, features.Columns, classes, threads);
        _penalty = 1 / (c * _rows);
        _blocks = new Block[(_rows + BlockRows - 1) / BlockRows];
        for (var i = 0; i < _blocks.Length; i++)
        {
            var start = i * BlockRows;
            _blocks[i] = new Block(features, labels, start, Math.Min(BlockRows, _rows - start), Dimension, classes);
        }
    }

    /// <summary>Length of a point.</summary>
    public int Dimension => _classes * (_features + 1);

    /// <summary>Share of rows that are right at a point; a tie goes to the lowest class. Free at the point evaluated last.</summary>
    public double AccuracyAt(ReadOnlySpan<double> point)
    {
        if (!point.SequenceEqual(_last))
            Evaluate(point, new double[Dimension]);
        return (double)_correct / _rows;
    }

    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        var shared = point.ToArray();
        _last = shared;
        Kernels.ForEachPart(_blocks.Length, _threads, i => _blocks[i].Evaluate(shared));

        gradient.Clear();
        var (loss, correct) = (0.0, 0);
        foreach (var block in _blocks)
        {
            TensorPrimitives.Add(gradient, block.Gradient, gradient);
            loss += block.Loss;
            correct += block.Correct;
        }

        TensorPrimitives.Divide(gradient, _rows, gradient);
        var weights = point[..(_classes * _features)];
        Kernels.AddScaled(weights, _penalty, gradient[..weights.Length]);
        _correct = correct;
        return loss / _rows + _penalty / 2 * Kernels.Dot(weights, weights);
    }

    /// <summary>Some rows, and room for what is computed about them.</summary>
    private sealed class Block
    {
        private readonly DenseMatrix _byFeature;
        private readonly DenseMatrix _scores;
        private readonly int[] _labels;
        private readonly double[] _max;
        private readonly double[] _sum;

        public Block(DenseMatrix features, ReadOnlySpan<int> labels, int start, int count, int dimension, int classes)
        {
            _byFeature = new DenseMatrix(features.Columns, count);
            for (var i = 0; i < count; i++)
            {
                var row = features.Row(start + i);
                for (var f = 0; f < row.Length; f++)
                    _byFeature.Row(f)[i] = row[f];
            }

            _labels = labels.Slice(start, count).ToArray();
            _scores = new DenseMatrix(classes, count);
            _max = new double[count];
            _sum = new double[count];
            Gradient = new double[dimension];
        }

        public double[] Gradient { get; }

        public double Loss { get; private set; }

        public int Correct { get; private set; }

        public void Evaluate(double[] point)
        {
            Score(point);
            CountCorrect();
            ToProbabilities();
            Differentiate();
        }

        private void Score(double[] point)
        {
            var (features, classes) = (_byFeature.Rows, _scores.Rows);
            for (var c = 0; c < classes; c++)
            {
                var scores = _scores.Row(c);
                scores.Fill(point[classes * features + c]);
                var weights = point.AsSpan(c * features, features);
                for (var f = 0; f < features; f++)
                    Kernels.AddScaled(_byFeature.Row(f), weights[f], scores);
            }
        }

        private void CountCorrect()
        {
            Correct = 0;
            for (var i = 0; i < _labels.Length; i++)
            {
                var best = 0;
                for (var c = 1; c < _scores.Rows; c++)
                {
                    if (_scores.Row(c)[i] > _scores.Row(best)[i])
                        best = c;
                }

                Correct += best == _labels[i] ? 1 : 0;
                _max[i] = _scores.Row(best)[i];
            }
        }

        /// <summary>Scores become probabilities; the loss is summed on the way.</summary>
        private void ToProbabilities()
        {
            Loss = 0;
            for (var i = 0; i < _labels.Length; i++)
                Loss += _max[i] - _scores.Row(_labels[i])[i];

            Array.Clear(_sum);
            for (var c = 0; c < _scores.Rows; c++)
            {
                var scores = _scores.Row(c);
                TensorPrimitives.Subtract(scores, _max, scores);
                TensorPrimitives.Exp(scores, scores);
                TensorPrimitives.Add(_sum, scores, _sum);
            }

            for (var c = 0; c < _scores.Rows; c++)
                TensorPrimitives.Divide(_scores.Row(c), _sum, _scores.Row(c));
            TensorPrimitives.Log(_sum, _sum);
            Loss += Kernels.Sum(_sum);
        }

        /// <summary>d loss / d score = probability - (1 for the true class); times the features gives the weights' gradient.</summary>
        private void Differentiate()
        {
            var (features, classes) = (_byFeature.Rows, _scores.Rows);
            for (var i = 0; i < _labels.Length; i++)
                _scores.Row(_labels[i])[i] -= 1;
            for (var c = 0; c < classes; c++)
            {
                var residual = _scores.Row(c);
                Gradient[classes * features + c] = Kernels.Sum(residual);
                for (var f = 0; f < features; f++)
                    Gradient[c * features + f] = Kernels.Dot(_byFeature.Row(f), residual);
            }
        }
    }
}
