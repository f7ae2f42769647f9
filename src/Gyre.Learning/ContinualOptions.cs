using Gyre.Core;

namespace Gyre.Learning;

/// <summary>Which examples a memory of limited size keeps.</summary>
public enum MemoryKind
{
    /// <summary>Each example of the stream with the same probability (J. S. Vitter, "Random sampling with a reservoir", 1985).</summary>
    Reservoir,

    /// <summary>A reservoir for each class, all equally large; the places that do not divide go to the classes that came first.</summary>
    ClassBalanced,

    /// <summary>A reservoir for each task, all equally large; the places that do not divide go to the tasks that came first.</summary>
    ExperienceBalanced,
}

/// <summary>What elastic weight consolidation keeps of the past.</summary>
public enum ConsolidationMode
{
    /// <summary>One penalty for each experience; their sum has a closed form of the size of two models.</summary>
    Separate,

    /// <summary>One penalty around the newest weights, whose importances decay.</summary>
    Online,
}

/// <summary>How a <see cref="ContinualLearner"/> learns. Settings that the strategy does not use are ignored.</summary>
public sealed record ContinualOptions
{
    /// <summary>Name of the strategy, one of <see cref="ContinualStrategies.All"/>. Default <c>naive</c>.</summary>
    public string Strategy { get; init; } = "naive";

    /// <summary>Units of the hidden layer (ReLU); 0 is softmax regression. 0 to 65,536. Default 0.</summary>
    public int Hidden { get; init; }

    /// <summary>Passes over the examples of an experience, 1 to 1,000,000. Default 5.</summary>
    public int Epochs { get; init; } = 5;

    /// <summary>Examples per step, 1 to 65,536; the last batch of an epoch may be smaller. Default 10.</summary>
    public int BatchSize { get; init; } = 10;

    /// <summary>Step size of gradient descent, above 0. Default 0.1.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Fixes the first weights, the order of the examples and the draws from the memory. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Fixes which examples the memory keeps. Default 0.</summary>
    public ulong MemorySeed { get; init; }

    /// <summary>Examples that the memory holds at most, 0 to 10,000,000; 0 keeps none. Default 200.</summary>
    public int MemorySize { get; init; } = 200;

    /// <summary>Examples drawn from the memory per step, 1 to 65,536. Default 10.</summary>
    public int MemoryBatchSize { get; init; } = 10;

    /// <summary>Which examples the memory of replay, ER-ACE, DER and DER++ keeps. Default <see cref="MemoryKind.Reservoir"/>.</summary>
    public MemoryKind Memory { get; init; }

    /// <summary>Passes over the memory of GDumb, 1 to 1,000,000. Default 30.</summary>
    public int MemoryEpochs { get; init; } = 30;

    /// <summary>EWC: factor λ of the penalty, 0 or more. Default 10.</summary>
    public double Lambda { get; init; } = 10;

    /// <summary>EWC: what is kept of the past. Default <see cref="ConsolidationMode.Separate"/>.</summary>
    public ConsolidationMode Consolidation { get; init; }

    /// <summary>Online EWC: what remains of the importances at each experience, 0 to 1. Default 1.</summary>
    public double Decay { get; init; } = 1;

    /// <summary>SI: factor c of the penalty, 0 or more. Default 0.1.</summary>
    public double Strength { get; init; } = 0.1;

    /// <summary>SI: damping ξ, above 0. Default 0.1.</summary>
    public double Damping { get; init; } = 0.1;

    /// <summary>LwF: weight of the distillation. Default 1. Must be 0 or more.</summary>
    public double Distillation { get; init; } = 1;

    /// <summary>LwF: temperature, above 0. Default 2.</summary>
    public double Temperature { get; init; } = 2;

    /// <summary>
    /// A-GEM: examples of each experience that the memory keeps, 0 or more; together at most <see cref="MemorySize"/>. Default 40.
    /// </summary>
    public int MemoryPerExperience { get; init; } = 40;

    /// <summary>DER and DER++: weight α of the stored scores, 0 or more. Default 0.5.</summary>
    public double Alpha { get; init; } = 0.5;

    /// <summary>DER++: weight β of the loss on the memory, 0 or more. Default 0.5.</summary>
    public double Beta { get; init; } = 0.5;

    /// <summary>Streaming LDA: weight of the identity in the covariance, above 0, at most 1. Default 0.0001.</summary>
    public double Shrinkage { get; init; } = 1e-4;

    internal void Check()
    {
        ContinualStrategies.Find(Strategy);
        OptionCheck.Between(nameof(Hidden), Hidden, 0, 65_536);
        OptionCheck.Between(nameof(Epochs), Epochs, 1, 1_000_000);
        OptionCheck.Between(nameof(BatchSize), BatchSize, 1, 65_536);
        OptionCheck.Above(nameof(LearningRate), LearningRate, 0);
        CheckMemory();
        OptionCheck.AtLeast(nameof(Lambda), Lambda, 0);
        OptionCheck.AtLeast(nameof(Strength), Strength, 0);
        OptionCheck.Above(nameof(Damping), Damping, 0);
        OptionCheck.AtLeast(nameof(Distillation), Distillation, 0);
        OptionCheck.Above(nameof(Temperature), Temperature, 0);
        OptionCheck.AtLeast(nameof(Alpha), Alpha, 0);
        OptionCheck.AtLeast(nameof(Beta), Beta, 0);
        Share(nameof(Decay), Decay, Decay is >= 0 and <= 1, "a number from 0 to 1");
        Share(nameof(Shrinkage), Shrinkage, Shrinkage is > 0 and <= 1, "a number greater than 0 and at most 1");
    }

    private void CheckMemory()
    {
        OptionCheck.Between(nameof(MemorySize), MemorySize, 0, 10_000_000);
        OptionCheck.Between(nameof(MemoryBatchSize), MemoryBatchSize, 1, 65_536);
        OptionCheck.Between(nameof(MemoryEpochs), MemoryEpochs, 1, 1_000_000);
        OptionCheck.Between(nameof(MemoryPerExperience), MemoryPerExperience, 0, 10_000_000);
        if (!Enum.IsDefined(Memory) || !Enum.IsDefined(Consolidation))
            throw new InvalidInputException("learn.option", "The kind of memory or consolidation is not known.");
    }

    private static void Share(string name, double value, bool isValid, string allowed)
    {
        if (!isValid)
            throw new InvalidInputException("learn.option", $"{name} is {NumberText.Of(value)}.", $"Use {allowed}.");
    }
}
