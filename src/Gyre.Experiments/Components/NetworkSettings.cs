using Gyre.Core;
using Gyre.Experiments.Setup;
using Gyre.Learning;

namespace Gyre.Experiments.Components;

/// <summary>Settings of a network and of a strategy from the parameters of a plan, under the names of PyTorch's and Avalanche's classes too.</summary>
internal static class NetworkSettings
{
    private const int UsualHidden = 100;

    /// <param name="model">The model's component and parameters.</param>
    /// <param name="strategy">The strategy; null to go on training as it is.</param>
    /// <param name="loader">The data loader, whose batch size counts where the model gives none; null for none.</param>
    /// <param name="context">Its seed counts where the plan has none.</param>
    public static ContinualOptions Of(BlockSetup model, BlockSetup? strategy, BlockSetup? loader, TrialContext context)
    {
        var options = Of(model, strategy, loader, context.Seed);
        return context.IsOnline ? options with { Epochs = 1 } : options;
    }

    private static ContinualOptions Of(BlockSetup model, BlockSetup? strategy, BlockSetup? loader, ulong seed)
    {
        var own = new Parameters(model.Class, model.Parameters);
        var usual = new ContinualOptions();
        var options = usual with
        {
            Strategy = model.Component is "nearest-mean" or "streaming-lda" ? model.Component : "naive",
            Hidden = model.Component == "mlp" ? own.Count(UsualHidden, "hidden", "hidden_size", "hidden_units") : 0,
            Epochs = own.Count(usual.Epochs, "epochs", "num_epochs", "train_epochs"),
            BatchSize = own.Count(BatchSizeOf(loader, usual), "batch_size", "train_mb_size"),
            LearningRate = own.Number(usual.LearningRate, "learning_rate", "lr"),
            Shrinkage = own.Number(usual.Shrinkage, "shrinkage"),
            Seed = (ulong)own.Whole(seed, "seed"),
            MemorySeed = (ulong)own.Whole(own.Whole(seed, "seed"), "memory_seed"),
        };
        return strategy is null ? options : With(options, strategy);
    }

    private static int BatchSizeOf(BlockSetup? loader, ContinualOptions usual) =>
        loader is null ? usual.BatchSize : new Parameters(loader.Class, loader.Parameters).Count(usual.BatchSize, "batch_size");

    private static ContinualOptions With(ContinualOptions options, BlockSetup strategy)
    {
        var own = new Parameters(strategy.Class, strategy.Parameters);
        var beta = own.Number(options.Beta, "beta");
        // Avalanche has one class for both: DER++ is DER with the loss on the memory.
        var name = strategy.Component == "der" && beta > 0 ? "der++" : strategy.Component;
        return options with
        {
            Strategy = name,
            Epochs = own.Count(options.Epochs, "train_epochs"),
            BatchSize = own.Count(options.BatchSize, "train_mb_size"),
            LearningRate = LearningRate(options, own),
            MemorySize = own.Count(options.MemorySize, "mem_size"),
            MemoryBatchSize = own.Count(options.MemoryBatchSize, "batch_size_mem", "sample_size"),
            Memory = MemoryOf(own),
            MemoryEpochs = own.Count(options.MemoryEpochs, "memory_epochs"),
            Lambda = own.Number(options.Lambda, "ewc_lambda"),
            Consolidation = own.Text("separate", "mode") == "online" ? ConsolidationMode.Online : ConsolidationMode.Separate,
            Decay = own.Number(options.Decay, "decay_factor"),
            Strength = own.Number(options.Strength, "si_lambda"),
            Damping = own.Number(options.Damping, "eps"),
            Distillation = own.Number(options.Distillation, name == "lwf" ? "alpha" : "distillation"),
            Temperature = own.Number(options.Temperature, "temperature"),
            MemoryPerExperience = own.Count(options.MemoryPerExperience, "patterns_per_experience"),
            Alpha = own.Number(options.Alpha, "alpha"),
            Beta = beta,
        };
    }

    /// <summary>The optimizer is a class block of its own; of its parameters only the step size means something here.</summary>
    private static double LearningRate(ContinualOptions options, Parameters strategy) =>
        strategy.Find("optimizer") is MapValue optimizer && optimizer.Find("parameters") is MapValue inner
            ? new Parameters("the optimizer", inner).Number(options.LearningRate, "lr")
            : strategy.Number(options.LearningRate, "lr");

    private static MemoryKind MemoryOf(Parameters strategy) => strategy.Text("reservoir", "buffer", "storage_policy") switch
    {
        "reservoir" => MemoryKind.Reservoir,
        "class-balanced" => MemoryKind.ClassBalanced,
        "experience-balanced" => MemoryKind.ExperienceBalanced,
        var other => throw new InvalidInputException(
            "plan.value", $"The parameter 'buffer' is '{other}'.", "Use reservoir, class-balanced or experience-balanced."),
    };
}
