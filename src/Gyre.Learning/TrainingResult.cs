namespace Gyre.Learning;

/// <summary>Where a training stands.</summary>
/// <param name="Epoch">Passes over the data so far, from 1. For L-BFGS: iterations.</param>
/// <param name="Loss">Mean log-loss per training row in nats; for softmax regression the penalty is in it.</param>
/// <param name="Accuracy">Share of training rows that were right, 0 to 1.</param>
public readonly record struct TrainingProgress(int Epoch, double Loss, double Accuracy);

/// <summary>What a training gave.</summary>
public sealed record TrainingResult
{
    /// <summary>The model.</summary>
    public required ClassifierModel Model { get; init; }

    /// <summary>The last progress; epoch 0 when the start was already the optimum.</summary>
    public required TrainingProgress Last { get; init; }

    /// <summary>Whether the optimum was reached within the tolerance; always true for a training by a fixed number of epochs.</summary>
    public required bool Converged { get; init; }
}

/// <summary>The loss left the range of numbers: the step was too long for this data.</summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>Says at which epoch.</summary>
    public TrainingDivergedException(int epoch)
        : base($"The training diverged in epoch {epoch}: the loss is no finite number any more. Try a smaller learning rate, or scale the features.")
    {
    }
}
