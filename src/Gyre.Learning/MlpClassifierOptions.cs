namespace Gyre.Learning;

/// <summary>How a network with one hidden layer is trained.</summary>
public sealed record MlpClassifierOptions
{
    /// <summary>Units of the hidden layer, 1 to 65,536. Default 64.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>What the hidden units do: <see cref="Activation.Relu"/> or <see cref="Activation.Tanh"/>. Default Relu.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>Passes over the data, 1 to 1,000,000. Default 50.</summary>
    public int Epochs { get; init; } = 50;

    /// <summary>Rows per step, 1 to 65,536; the last batch of an epoch may be smaller. Default 32.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Adam's step size, above 0. Default 0.001.</summary>
    public double LearningRate { get; init; } = 0.001;

    /// <summary>Share of each weight that is taken away per step, times the learning rate; biases are free. 0 or more. Default 0.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Fixes the first weights and the order of the rows. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>How features are scaled: <c>none</c>, <c>standard</c> or a positive divisor. Default <c>none</c>.</summary>
    public string Scaling { get; init; } = "none";

    /// <summary>Threads to use, 1 to 1024; the result is the same bit for bit. Default 1.</summary>
    public int Threads { get; init; } = 1;

    internal void Check()
    {
        OptionCheck.Between(nameof(Hidden), Hidden, 1, 65_536);
        OptionCheck.Between(nameof(Epochs), Epochs, 1, 1_000_000);
        OptionCheck.Between(nameof(BatchSize), BatchSize, 1, 65_536);
        OptionCheck.Above(nameof(LearningRate), LearningRate, 0);
        OptionCheck.AtLeast(nameof(WeightDecay), WeightDecay, 0);
        OptionCheck.Between(nameof(Threads), Threads, 1, 1024);
        FeatureScaling.Check(Scaling);
        if (Activation is not (Activation.Relu or Activation.Tanh))
            throw new Core.InvalidInputException("learn.option", $"Activation is {Activation}.", "Use Relu or Tanh.");
    }
}
