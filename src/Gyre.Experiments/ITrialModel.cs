namespace Gyre.Experiments;

/// <summary>
/// What a trial trains. One object learns at most one experience; between experiences it is saved and loaded, so it must put into its folder
/// everything that it carries.
/// </summary>
public interface ITrialModel : IAsyncDisposable
{
    /// <summary>Learns an experience, going on from what was loaded, if anything was.</summary>
    /// <param name="training">Examples to learn from, after all transforms; in the order of the split.</param>
    /// <param name="validation">Examples to choose by; may be empty. Test examples are never given to a training.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    Task TrainAsync(TrialRows training, TrialRows validation, CancellationToken cancellationToken);

    /// <summary>Predicts, in the order of the examples. It does not change the model.</summary>
    /// <param name="rows">Examples after all transforms; the output's values are null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    Task<TrialPredictions> PredictAsync(TrialRows rows, CancellationToken cancellationToken);

    /// <summary>Writes the model and all that it carries from experience to experience.</summary>
    /// <param name="folder">Exists and is empty.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    Task SaveAsync(string folder, CancellationToken cancellationToken);

    /// <summary>Reads what <see cref="SaveAsync"/> wrote.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="Gyre.Core.InvalidInputException">The files are not what this model writes.</exception>
    Task LoadAsync(string folder, CancellationToken cancellationToken);
}
