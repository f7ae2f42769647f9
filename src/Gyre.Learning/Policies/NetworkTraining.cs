using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Gyre.Core;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.Policies;

/// <summary>Adam over the rows of one call, on one thread.</summary>
internal static class NetworkTraining
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    /// <summary>Trains in place; deterministic in the rows, the options and <paramref name="round"/>.</summary>
    /// <param name="network">What is trained.</param>
    /// <param name="rows">In any order; the caller's order is part of the result.</param>
    /// <param name="options">Epochs, batches, step size, seed.</param>
    /// <param name="round">Number of this call, so that each has its own order of rows.</param>
    public static void Run(RewardNetwork network, List<NetworkRow> rows, NeuralPolicyOptions options, long round)
    {
        var random = new SeededRandom((ulong)options.Seed).Fork($"order {round}");
        var adam = new Adam(network.Parameters.Length, options.LearningRate);
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            random.Shuffle(CollectionsMarshal.AsSpan(rows));
            for (var start = 0; start < rows.Count; start += options.BatchSize)
            {
                var count = Math.Min(options.BatchSize, rows.Count - start);
                adam.Gradient.Clear();
                for (var i = start; i < start + count; i++)
                    network.AddGradient(rows[i], adam.Gradient);
                TensorPrimitives.Divide(adam.Gradient, count, adam.Gradient);
                adam.Step(network.Parameters);
            }
        }
    }

    private sealed class Adam(int parameters, double rate)
    {
        private readonly double[] _gradient = new double[parameters];
        private readonly double[] _mean = new double[parameters];
        private readonly double[] _square = new double[parameters];
        private readonly double[] _scratch = new double[parameters];
        private int _steps;

        public Span<double> Gradient => _gradient;

        public void Step(double[] weights)
        {
            _steps++;
            TensorPrimitives.Multiply(_mean, Beta1, _mean);
            Kernels.AddScaled(_gradient, 1 - Beta1, _mean);
            TensorPrimitives.Multiply(_gradient, _gradient, _scratch);
            TensorPrimitives.Multiply(_square, Beta2, _square);
            Kernels.AddScaled(_scratch, 1 - Beta2, _square);
            // mean / (1 - b1^t) over sqrt(square / (1 - b2^t)) + epsilon
            TensorPrimitives.Divide(_square, 1 - Math.Pow(Beta2, _steps), _scratch);
            TensorPrimitives.Sqrt(_scratch, _scratch);
            TensorPrimitives.Add(_scratch, Epsilon, _scratch);
            TensorPrimitives.Divide(_mean, _scratch, _scratch);
            Kernels.AddScaled(_scratch, -rate / (1 - Math.Pow(Beta1, _steps)), weights);
        }
    }
}
