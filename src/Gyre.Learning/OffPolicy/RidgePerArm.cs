using Gyre.Learning.Numerics;
using Gyre.Learning.Vectors;

namespace Gyre.Learning.OffPolicy;

/// <summary>
/// A ridge regression of the reward on (1, context) for each arm, around the mean reward: an arm without rows predicts that mean.
/// </summary>
/// <remarks>O(rows x d^2 + K x d^3).</remarks>
internal sealed class RidgePerArm : IRewardModel
{
    private readonly int _size;
    private readonly double[][] _coefficients;
    private readonly double _mean;

    private RidgePerArm(int size, double[][] coefficients, double mean) => (_size, _coefficients, _mean) = (size, coefficients, mean);

    /// <param name="log">Where to learn.</param>
    /// <param name="rows">Rows to learn from; at least one.</param>
    /// <param name="weights">Weight per row of the whole log, at least 0.</param>
    /// <param name="penalty">Above 0.</param>
    public static RidgePerArm Fit(InteractionLog log, IReadOnlyList<int> rows, double[] weights, double penalty)
    {
        var size = log.Contexts.Columns + 1;
        var mean = rows.Sum(row => log.Rewards[row]) / rows.Count;
        var matrices = log.ArmNames.Select(_ => Diagonal(size, penalty)).ToArray();
        var targets = log.ArmNames.Select(_ => new double[size]).ToArray();
        var features = new double[size];
        foreach (var row in rows)
        {
            Fill(features, log.Contexts.Row(row));
            var matrix = matrices[log.Arms[row]];
            for (var i = 0; i < size; i++)
                Kernels.AddScaled(features, weights[row] * features[i], matrix.AsSpan(i * size, size));
            Kernels.AddScaled(features, weights[row] * (log.Rewards[row] - mean), targets[log.Arms[row]]);
        }
        for (var arm = 0; arm < targets.Length; arm++)
        {
            if (!Cholesky.TryFactor(matrices[arm], size))
                throw new ArgumentException(
                    $"The contexts of arm '{log.ArmNames[arm]}' are too large for a regression; scale them.", nameof(log));
            Cholesky.Solve(matrices[arm], size, targets[arm]);
        }
        return new(size, targets, mean);
    }

    public void Predict(ReadOnlySpan<double> context, Span<double> rewards)
    {
        var features = new double[_size];
        Fill(features, context);
        for (var arm = 0; arm < rewards.Length; arm++)
            rewards[arm] = _mean + Kernels.Dot(features, _coefficients[arm]);
    }

    private static void Fill(Span<double> features, ReadOnlySpan<double> context)
    {
        features[0] = 1;
        context.CopyTo(features[1..]);
    }

    private static double[] Diagonal(int size, double value)
    {
        var matrix = new double[size * size];
        for (var i = 0; i < size; i++)
            matrix[i * size + i] = value;
        return matrix;
    }
}
