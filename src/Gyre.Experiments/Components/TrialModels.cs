using Gyre.Core;
using Gyre.Experiments.Setup;

namespace Gyre.Experiments.Components;

/// <summary>Models that come with the program.</summary>
internal static class TrialModels
{
    /// <summary>The model of a component; null when it is none of the program's.</summary>
    /// <exception cref="InvalidInputException">It cannot predict the output, or a parameter is not valid.</exception>
    public static ITrialModel? Create(BlockSetup model, BlockSetup? strategy, BlockSetup? loader, TrialContext context)
    {
        return model.Component switch
        {
            "softmax-regression" or "mlp" => new NetworkModel(model, strategy, loader, context),
            "nearest-mean" or "streaming-lda" when strategy is null or { Component: "naive" } =>
                new NetworkModel(model, null, loader, context),
            "trees" or "linear" when strategy is null or { Component: "naive" or "from-scratch" } =>
                new KindModel(model, context, goesOn: model.Component == "linear" && strategy is not { Component: "from-scratch" }),
            "nearest-mean" or "streaming-lda" or "trees" or "linear" => throw new InvalidInputException(
                "experiment.strategy", $"'{model.Class}' cannot be trained with the strategy '{strategy!.Class}'.",
                "Use gyre.models.SoftmaxRegression or gyre.models.Mlp, or no strategy."),
            _ => null,
        };
    }
}
