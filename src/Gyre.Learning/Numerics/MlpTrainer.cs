using System.Collections.Immutable;
using System.Numerics.Tensors;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Numerics;

/// <summary>Runs epochs of Adam over a network.</summary>
internal sealed class MlpTrainer
{
    /// <summary>
    /// Rows whose gradients are summed by one thread. It fixes the order of additions, so it must not follow the number of
    /// threads.
    /// </summary>
    private const int PartRows = 16;

    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    private readonly MlpNetwork _network;
    private readonly DenseMatrix _features;
    private readonly ImmutableArray<int> _labels;
    private readonly MlpClassifierOptions _options;
    private readonly Part[] _parts;
    private readonly double[] _mean;
    private readonly double[] _square;
    private readonly double[] _scratch;
    private int _steps;

    public MlpTrainer(MlpNetwork network, DenseMatrix features, ImmutableArray<int> labels, MlpClassifierOptions options)
    {
        (_network, _features, _labels, _options) = (network, features, labels, options);
        var count = network.Parameters.Length;
        var batch = Math.Min(options.BatchSize, features.Rows);
        // A large network in a large batch would need a gradient per part: then parts grow instead, by size alone.
        var partRows = Math.Max(PartRows, (int)Math.Min(batch, (long)batch * count / MlpNetwork.MaxParameters * PartRows));
        _parts = [.. Enumerable.Range(0, (batch + partRows - 1) / partRows).Select(i => new Part(i * partRows, partRows, count, Scratch))];
        _mean = new double[count];
        _square = new double[count];
        _scratch = new double[count];
    }

    private int Scratch => 2 * _options.Hidden + _network.Parameters.Length / _options.Hidden + 1;

    /// <summary>One pass over all rows in the given order.</summary>
    /// <exception cref="TrainingDivergedException">The loss overflowed.</exception>
    public TrainingProgress RunEpoch(int epoch, int[] order, CancellationToken cancellationToken)
    {
        var (loss, correct) = (0.0, 0);
        for (var start = 0; start < order.Length; start += _options.BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var batch = new ArraySegment<int>(order, start, Math.Min(_options.BatchSize, order.Length - start));
            Kernels.ForEachPart(_parts.Length, _options.Threads, i => _parts[i].Run(_network, _features, _labels, batch));
            foreach (var part in _parts)
                (loss, correct) = (loss + part.Loss, correct + part.Correct);
            if (!double.IsFinite(loss))
                throw new TrainingDivergedException(epoch);
            Step(batch.Count);
        }

        return new TrainingProgress(epoch, loss / order.Length, (double)correct / order.Length);
    }

    private void Step(int rows)
    {
        var gradient = _parts[0].Gradient;
        foreach (var part in _parts.AsSpan(1))
            TensorPrimitives.Add(gradient, part.Gradient, gradient);
        TensorPrimitives.Divide(gradient, rows, gradient);

        _steps++;
        TensorPrimitives.Multiply(_mean, Beta1, _mean);
        Kernels.AddScaled(gradient, 1 - Beta1, _mean);
        TensorPrimitives.Multiply(gradient, gradient, _scratch);
        TensorPrimitives.Multiply(_square, Beta2, _square);
        Kernels.AddScaled(_scratch, 1 - Beta2, _square);

        if (_options.WeightDecay > 0)
            Decay();
        // mean / (1 - b1^t) over sqrt(square / (1 - b2^t)) + epsilon
        TensorPrimitives.Divide(_square, 1 - Math.Pow(Beta2, _steps), _scratch);
        TensorPrimitives.Sqrt(_scratch, _scratch);
        TensorPrimitives.Add(_scratch, Epsilon, _scratch);
        TensorPrimitives.Divide(_mean, _scratch, _scratch);
        Kernels.AddScaled(_scratch, -_options.LearningRate / (1 - Math.Pow(Beta1, _steps)), _network.Parameters);
    }

    private void Decay()
    {
        var keep = 1 - _options.LearningRate * _options.WeightDecay;
        foreach (var range in _network.WeightRanges)
        {
            var weights = _network.Parameters.AsSpan(range);
            TensorPrimitives.Multiply(weights, keep, weights);
        }
    }

    /// <summary>A fixed share of each batch, with a gradient of its own.</summary>
    private sealed class Part(int start, int rows, int parameters, int scratch)
    {
        private readonly double[] _scratch = new double[scratch];

        public double[] Gradient { get; } = new double[parameters];

        public double Loss { get; private set; }

        public int Correct { get; private set; }

        public void Run(MlpNetwork network, DenseMatrix features, ImmutableArray<int> labels, ArraySegment<int> batch)
        {
            Array.Clear(Gradient);
            (Loss, Correct) = (0, 0);
            var end = Math.Min(start + rows, batch.Count);
            for (var i = start; i < end; i++)
            {
                var row = batch[i];
                var (loss, correct) = network.AddGradient(features.Row(row), labels[row], Gradient, _scratch);
                Loss += loss;
                Correct += correct ? 1 : 0;
            }
        }
    }
}
