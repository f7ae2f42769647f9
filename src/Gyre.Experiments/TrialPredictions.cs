using System.Collections.Immutable;
using Gyre.Learning;

namespace Gyre.Experiments;

/// <summary>What a model predicts for examples, in their order.</summary>
public abstract record TrialPredictions;

/// <summary>A label for each example.</summary>
/// <param name="Labels">The chosen labels, each one of the output's.</param>
public sealed record LabelPredictions(ImmutableArray<string> Labels) : TrialPredictions
{
    /// <summary>Labels in the order of the columns of <see cref="Probabilities"/>; empty without these.</summary>
    public ImmutableArray<string> Classes { get; init; } = [];

    /// <summary>Examples x classes, each row adding up to 1; null when the model gives none.</summary>
    public DenseMatrix? Probabilities { get; init; }
}

/// <summary>A number for each example.</summary>
/// <param name="Numbers">The numbers.</param>
public sealed record AmountPredictions(ImmutableArray<double> Numbers) : TrialPredictions;
