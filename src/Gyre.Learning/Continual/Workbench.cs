using Gyre.Core;

namespace Gyre.Learning.Continual;

/// <summary>What a strategy works with: the network, the batch of the step, and room for a batch from its memory.</summary>
internal sealed class Workbench
{
    public Workbench(ContinualOptions options, HeadNetwork network)
    {
        (Options, Network) = (options, network);
        Losses = new Losses(network.Classes);
        Outputs = new Outputs(network.Classes);
        Current = new Batch(options.BatchSize, network);
        Gradient = new double[network.Parameters.Length];
        Draws = Order = Keeping = new SeededRandom(0);
    }

    public ContinualOptions Options { get; }

    public HeadNetwork Network { get; }

    public Losses Losses { get; }

    public Outputs Outputs { get; }

    public Batch Current { get; }

    /// <summary>The gradient of the step, as long as the parameters.</summary>
    public double[] Gradient { get; }

    /// <summary>Order of the examples.</summary>
    public SeededRandom Order { get; private set; }

    /// <summary>Draws from the memory.</summary>
    public SeededRandom Draws { get; private set; }

    /// <summary>What the memory keeps.</summary>
    public SeededRandom Keeping { get; private set; }

    /// <summary>
    /// Starts the random numbers of an experience. They depend on the seeds and its number alone, so a learner that was loaded goes on
    /// like one that never stopped.
    /// </summary>
    public void Begin(long experience)
    {
        var training = new SeededRandom(Options.Seed).Fork($"experience/{experience}");
        (Order, Draws) = (training.Fork("order"), training.Fork("draws"));
        Keeping = new SeededRandom(Options.MemorySeed).Fork($"memory/{experience}");
    }

    /// <summary>The weights every new start begins with.</summary>
    public void Restart() => Network.Initialise(new SeededRandom(Options.Seed).Fork("weights"));
}
