namespace Gyre.Learning;

/// <summary>Options of the policies that estimate rewards with a network of one hidden layer (tanh), trained with Adam on the squared error of the chosen arm.</summary>
/// <remarks>
/// D. P. Kingma and J. Ba, "Adam: a method for stochastic optimization", 2015. Bring context fields to a size of about 1. Each call that trains
/// starts Adam from zero and passes over its rows in a random order; training a network in parts does not give what training at once gives.
/// </remarks>
public abstract record NeuralPolicyOptions : PolicyOptions
{
    private protected NeuralPolicyOptions()
    {
    }

    /// <summary>Units of the hidden layer. From 1 to 4,096; default 32.</summary>
    public int Hidden { get; init; } = 32;

    /// <summary>Passes over the rows of a call that trains the network. From 1 to 10,000; default 20.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Rows per step. From 1 to 100,000; default 32.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Size of a step of Adam. From 1e-6 to 1; default 0.005.</summary>
    public double LearningRate { get; init; } = 0.005;

    /// <summary>Seed of the first weights and of the order of rows. At least 0; default 0.</summary>
    public int Seed { get; init; }

    internal override IEnumerable<Setting> Settings =>
    [
        .. base.Settings, new("hidden", Hidden, 1, 4096), new("epochs", Epochs, 1, 10_000), new("batchSize", BatchSize, 1, 100_000),
        new("learningRate", LearningRate, 1e-6, 1), new("seed", Seed, 0, int.MaxValue),
    ];
}

/// <summary>The arm with the highest reward estimated by a network, or with probability epsilon any allowed arm.</summary>
public sealed record NeuralEpsilonGreedyOptions : NeuralPolicyOptions
{
    /// <inheritdoc/>
    public override string Kind => "neural-epsilon-greedy";

    /// <summary>Share of the decisions spread evenly over all allowed arms, the best one included. From 0 to 1; default 0.05.</summary>
    public double Epsilon { get; init; } = 0.05;

    internal override IEnumerable<Setting> Settings => [.. base.Settings, new("epsilon", Epsilon, 0, 1)];
}

/// <summary>A linear policy over the hidden units of a network.</summary>
/// <remarks>
/// C. Riquelme, G. Tucker and J. Snoek, "Deep Bayesian bandits showdown", 2018. The first call that learns <see cref="PolicyRows"/> trains the network; then
/// its hidden layer is fixed, and the linear policy learns these rows and all later ones, exactly as over any other features. Rows that were learned one by
/// one before are forgotten at that moment, because they were learned over random hidden units.
/// </remarks>
public sealed record NeuralLinearOptions : NeuralPolicyOptions
{
    /// <inheritdoc/>
    public override string Kind => "neural-linear";

    /// <summary>The policy over the hidden units. Default <see cref="LinearThompsonOptions"/> with a bias.</summary>
    public LinearPolicyOptions Head { get; init; } = new LinearThompsonOptions { Bias = true };

    internal override void Check()
    {
        base.Check();
        ArgumentNullException.ThrowIfNull(Head);
        Head.Check();
    }
}
