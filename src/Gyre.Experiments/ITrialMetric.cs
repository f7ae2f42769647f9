using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Experiments;

/// <summary>What a metric sees: truth and predictions of one part of a division.</summary>
/// <param name="Targets">The true values of the output, in the order of the predictions.</param>
/// <param name="Predictions">What the model predicted.</param>
/// <param name="BuiltIn">The usual metrics of the same predictions, by name.</param>
public sealed record EvaluatedPart(
    ImmutableArray<Value> Targets, TrialPredictions Predictions, ImmutableSortedDictionary<string, double> BuiltIn);

/// <summary>A number about predictions.</summary>
public interface ITrialMetric
{
    /// <summary>Its name in results.</summary>
    string Name { get; }

    /// <summary>Whether more is better.</summary>
    bool GreaterIsBetter { get; }

    /// <summary>The number; null where it is not defined.</summary>
    /// <param name="part">Truth and predictions.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    Task<double?> ComputeAsync(EvaluatedPart part, CancellationToken cancellationToken);
}

/// <summary>A number, or one per experience, about the matrix of results: row i is the model after experience i, column j the test set j.</summary>
public interface ITrialMatrixMetric
{
    /// <summary>Its name in results.</summary>
    string Name { get; }

    /// <summary>Whether more is better.</summary>
    bool GreaterIsBetter { get; }

    /// <summary>One number, or one per experience; empty where it is not defined.</summary>
    /// <param name="matrix">Experiences x experiences.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    Task<ImmutableArray<double>> ComputeAsync(Learning.DenseMatrix matrix, CancellationToken cancellationToken);
}

/// <summary>Files about predictions: a picture, a table.</summary>
public interface ITrialArtifact
{
    /// <summary>Writes its files.</summary>
    /// <param name="part">Truth and predictions of one part of a division.</param>
    /// <param name="folder">Exists and is empty.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    Task WriteAsync(EvaluatedPart part, string folder, CancellationToken cancellationToken);
}
