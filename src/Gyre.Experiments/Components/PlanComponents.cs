using System.Runtime.CompilerServices;
using Gyre.Core;
using Gyre.Experiments.Setup;
using Gyre.Experiments.Transforms;

namespace Gyre.Experiments.Components;

/// <summary>Makes the components that a plan names: the program's own, or those that its classes are hosted by.</summary>
internal static class PlanComponents
{
    public static ITrialModel Model(LearnSetup setup, TrialContext context) =>
        TrialModels.Create(setup.Model, setup.Strategy, context with { Parameters = setup.Model.Parameters })
        ?? throw Unknown("model", setup.Model);

    public static ITrialTransform Transform(BlockSetup block, TrialContext context) =>
        TrialTransforms.Create(block.Component, context with { Parameters = block.Parameters }) ?? throw Unknown("transform", block);

    /// <summary>Metrics of the plan about predictions; those about matrices are not among them.</summary>
    public static async IAsyncEnumerable<(string Name, double Value)> MetricsAsync(
        LearnSetup setup, TrialContext context, EvaluatedPart part, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield break;
    }

    /// <summary>Writes the artifacts of the plan, each into a folder of its own.</summary>
    public static Task WriteArtifactsAsync(
        LearnSetup setup, TrialContext context, EvaluatedPart part, string folder, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    private static InvalidInputException Unknown(string what, BlockSetup block) => new(
        "experiment.component", $"The {what} '{block.Class}' is not known.", "Check the plan with 'gyre experiment validate'.");
}
