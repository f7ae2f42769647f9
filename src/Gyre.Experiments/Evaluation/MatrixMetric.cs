using System.Collections.Immutable;
using Gyre.Learning;

namespace Gyre.Experiments.Evaluation;

/// <summary>A figure of continual learning; <see cref="ContinualMetrics"/> computes it.</summary>
/// <param name="name">Its name in results.</param>
/// <param name="greaterIsBetter">Whether more is better.</param>
/// <param name="figures">The figure, or one per experience; empty where it is not defined.</param>
internal sealed class MatrixMetric(string name, bool greaterIsBetter, Func<DenseMatrix, ImmutableArray<double>> figures)
    : ITrialMatrixMetric
{
    /// <summary>A metric of one number.</summary>
    public MatrixMetric(string name, bool greaterIsBetter, Func<DenseMatrix, double?> figure)
        : this(name, greaterIsBetter, matrix => figure(matrix) is { } number ? [number] : ImmutableArray<double>.Empty)
    {
    }

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public bool GreaterIsBetter => greaterIsBetter;

    /// <inheritdoc/>
    public Task<ImmutableArray<double>> ComputeAsync(DenseMatrix matrix, CancellationToken cancellationToken) =>
        Task.FromResult(figures(matrix));
}
