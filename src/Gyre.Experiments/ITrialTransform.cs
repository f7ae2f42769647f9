using Gyre.Core;

namespace Gyre.Experiments;

/// <summary>
/// Changes examples before the model sees them. It is fitted once, on the training part of the first experience, and applied in training and
/// prediction alike.
/// </summary>
public interface ITrialTransform : IAsyncDisposable
{
    /// <summary>Learns what it needs to know; a transform without state does nothing.</summary>
    /// <param name="training">Training examples, after the transforms before this one.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    Task FitAsync(TrialRows training, CancellationToken cancellationToken);

    /// <summary>The changed examples: as many, in the same order. Their schema may be another one.</summary>
    /// <param name="rows">Examples after the transforms before this one.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    Task<TrialRows> ApplyAsync(TrialRows rows, CancellationToken cancellationToken);

    /// <summary>What it learned, as a document; saved beside the model.</summary>
    /// <param name="cancellationToken">Stops the work.</param>
    Task<Value> SaveAsync(CancellationToken cancellationToken);

    /// <summary>Reads what <see cref="SaveAsync"/> gave.</summary>
    /// <param name="state">The document.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="InvalidInputException">It is not what this transform saves.</exception>
    Task LoadAsync(Value state, CancellationToken cancellationToken);
}
