using Gyre.Core;
using Gyre.Learning.Kinds;

namespace Gyre.Learning;

/// <summary>Multinomial logistic regression with an L2 penalty, fitted to its optimum.</summary>
/// <remarks>
/// Minimises (1/n) (sum of log-losses + |w|^2 / (2C)) by L-BFGS from zero; the problem is convex, so the start does not
/// matter. Time per iteration: rows x features x classes multiplications, twice; memory: one transposed copy of the data and
/// one row of scores per class. The result is the same bit for bit on any number of threads.
/// </remarks>
public static class SoftmaxRegression
{
    /// <summary>The <see cref="IModelKind.Name"/> of its models.</summary>
    public const string Kind = "softmax-regression";

    /// <summary>Fits a model.</summary>
    /// <param name="data">At least two classes. A class that is not in it gets no probability.</param>
    /// <param name="options">See there.</param>
    /// <param name="progress">Called on the calling thread after each iteration; the loss has the penalty in it.</param>
    /// <param name="cancellationToken">Looked at once per iteration.</param>
    /// <exception cref="InvalidInputException">An option is out of its range.</exception>
    public static TrainingResult<LayeredModel> Fit(
        TrainingSet data, SoftmaxRegressionOptions options, Action<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        return SoftmaxKind.Fit(data, options, progress, cancellationToken);
    }
}
