namespace Gyre.Learning.Boosting;

/// <summary>Trains trees; the one door to the native library.</summary>
internal interface IBooster
{
    /// <summary>Trains trees.</summary>
    /// <param name="problem">What to learn.</param>
    /// <param name="options">Checked before.</param>
    /// <param name="progress">
    /// Called after each round with its number, the mean loss of the training rows (log-loss in nats, or the squared error) and the share
    /// of them that is wrong (of numbers the squared error again); or null. </param>
    /// <param name="cancellationToken">Stops between two rounds.</param>
    /// <returns>The trees as text in the form of LightGBM; it does not depend on the number of threads.</returns>
    /// <exception cref="Gyre.Core.InvalidInputException">The library is not there, or refuses the problem.</exception>
    string Train(
        BoostingProblem problem,
        GradientBoostingOptions options,
        Action<int, double, double>? progress,
        CancellationToken cancellationToken);
}
