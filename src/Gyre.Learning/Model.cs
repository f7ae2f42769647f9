using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Learning;

/// <summary>A fitted model of any kind. Immutable by convention and safe to use from many threads.</summary>
/// <remarks>What a model predicts is a type of its own below this one, as <see cref="ClassifierModel"/> is for classes.</remarks>
public abstract record Model
{
    /// <summary>Who reads, writes and asks it.</summary>
    public required IModelKind Kind { get; init; }

    /// <summary>Feature names; the order of the columns it expects.</summary>
    public required ImmutableArray<string> FeatureNames { get; init; }

    /// <summary>How it was trained: hyper-parameters, seed, rows, last loss. For people; nothing reads it back.</summary>
    public MapValue Training { get; init; } = new([]);
}

/// <summary>A model that gives each class a probability.</summary>
public abstract record ClassifierModel : Model
{
    /// <summary>Class names; the order of the probabilities.</summary>
    public required ImmutableArray<string> Classes { get; init; }

    /// <summary>The probability of each class for each row.</summary>
    /// <param name="features">Raw features in the order of <see cref="Model.FeatureNames"/>; any number of rows.</param>
    /// <returns>Rows x classes; each row is at least 0 and adds up to 1 but for rounding. A row's result does not depend on the other rows.</returns>
    /// <exception cref="ArgumentException">The number of columns is not the number of features.</exception>
    public abstract DenseMatrix Probabilities(DenseMatrix features);
}

/// <summary>A model that predicts a number.</summary>
public abstract record RegressionModel : Model
{
    /// <summary>The number for each row.</summary>
    /// <param name="features">Raw features in the order of <see cref="Model.FeatureNames"/>; any number of rows.</param>
    /// <returns>One number per row; it does not depend on the other rows.</returns>
    /// <exception cref="ArgumentException">The number of columns is not the number of features.</exception>
    public abstract double[] Values(DenseMatrix features);
}
