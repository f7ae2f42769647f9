namespace Gyre.Learning;

/// <summary>Where a training stands.</summary>
/// <param name="Epoch">Passes over the data so far, from 1. For L-BFGS iterations, for trees rounds.</param>
/// <param name="Loss">Mean log-loss per training row in nats; for softmax regression with the penalty. Of numbers the mean squared
/// error.</param>
/// <param name="Accuracy">
/// Share of training rows that were right, 0 to 1. Of numbers the share of their variance that is explained: at most 1, and below 0 when
/// the mean would be better.
/// </param>
public readonly record struct TrainingProgress(int Epoch, double Loss, double Accuracy);

/// <summary>What a training gave.</summary>
/// <param name="Last">The last progress; epoch 0 when the start was already the optimum.</param>
/// <param name="Converged">Whether the optimum was reached within the tolerance; always true for a training by a fixed number of epochs.</param>
public abstract record TrainingResult(TrainingProgress Last, bool Converged)
{
    /// <summary>The model.</summary>
    public abstract Model Model { get; }
}

/// <summary>What the training of a certain type of model gave.</summary>
/// <typeparam name="TModel">The type of the model.</typeparam>
public sealed record TrainingResult<TModel> : TrainingResult
    where TModel : Model
{
    /// <summary>A result; see the properties.</summary>
    public TrainingResult(TModel model, TrainingProgress last, bool converged)
        : base(last, converged) => Model = model;

    /// <inheritdoc/>
    public override TModel Model { get; }
}

/// <summary>The loss left the range of numbers: the step was too long for this data.</summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>Says at which epoch.</summary>
    public TrainingDivergedException(int epoch)
        : base($"Training diverged in epoch {epoch}: the loss is no longer finite. Use a smaller learning rate, or scale the features.")
    {
    }
}
