using System.Text.Json;
using Gyre.Core;
using Gyre.Experiments.Hosting;
using Gyre.Projects;

namespace Gyre.Experiments;

/// <summary>
/// Components that do not come with this program: Python classes, commands (docs/reference/component-commands.md) and types of assemblies.
/// Parameters are those of the block, whatever the context has.
/// </summary>
public static class HostedComponents
{
    /// <summary>Makes a model.</summary>
    /// <param name="source">Where it comes from; not a built-in one.</param>
    /// <param name="block">The class as the plan names it, with its parameters.</param>
    /// <param name="context">What it is made with.</param>
    /// <param name="options">What is given to it beside; null for the defaults.</param>
    /// <exception cref="InvalidInputException">An assembly has no such model.</exception>
    public static ITrialModel CreateModel(
        ComponentSource source, ClassBlock block, TrialContext context, HostedModelOptions? options = null)
    {
        var given = options ?? new HostedModelOptions();
        return source is AssemblySource assembly
            ? AssemblyComponents.Create<ITrialModel>(assembly, With(context, block))
            : new CommandModel(
                Command(source, block, "model", context, given.Python, json => PythonHost.Write(json, given.Loader, given.Callbacks)),
                given.ArtifactsFolder);
    }

    /// <summary>Makes a transform.</summary>
    /// <param name="source">Where it comes from; not a built-in one.</param>
    /// <param name="block">The class as the plan names it, with its parameters.</param>
    /// <param name="context">What it is made with.</param>
    /// <param name="isForTraining">Whether it is applied to what is learned from; else to what is predicted.</param>
    /// <param name="python">The Python to start.</param>
    /// <exception cref="InvalidInputException">An assembly has no such transform.</exception>
    public static ITrialTransform CreateTransform(
        ComponentSource source, ClassBlock block, TrialContext context, bool isForTraining,
        string python = HostedModelOptions.UsualPython) =>
        source is AssemblySource assembly
            ? AssemblyComponents.Create<ITrialTransform>(assembly, With(context, block))
            : new CommandTransform(Command(
                source, block, "transform", context, python, json => json.WriteString("mode", isForTraining ? "train" : "eval")));

    /// <summary>Makes a metric.</summary>
    /// <param name="source">Where it comes from; not a built-in one.</param>
    /// <param name="block">The class as the plan names it, with its parameters.</param>
    /// <param name="context">What it is made with.</param>
    /// <param name="python">The Python to start.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="InvalidInputException">It does not say what it is, or an assembly has no such metric.</exception>
    public static async Task<HostedMetric> CreateMetricAsync(
        ComponentSource source, ClassBlock block, TrialContext context, string python = HostedModelOptions.UsualPython,
        CancellationToken cancellationToken = default)
    {
        if (source is AssemblySource assembly)
            return AssemblyComponents.Has<ITrialMatrixMetric>(assembly, context)
                ? new HostedMetric(null, AssemblyComponents.Create<ITrialMatrixMetric>(assembly, With(context, block)))
                : new HostedMetric(AssemblyComponents.Create<ITrialMetric>(assembly, With(context, block)), null);
        var command = Command(source, block, "metric", context, python);
        using (command)
        {
            var said = await ComponentDescription.AskAsync(command, isNamed: true, cancellationToken).ConfigureAwait(false);
            return new HostedMetric(
                said.Kind == ComponentDescription.Evaluation ? new CommandMetric(command, said) : null,
                said.Kind == ComponentDescription.Matrix ? new CommandMatrixMetric(command, said) : null);
        }
    }

    /// <summary>Makes an artifact.</summary>
    /// <param name="source">Where it comes from; not a built-in one.</param>
    /// <param name="block">The class as the plan names it, with its parameters.</param>
    /// <param name="context">What it is made with.</param>
    /// <param name="python">The Python to start.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="InvalidInputException">It does not say what it is, or an assembly has no such artifact.</exception>
    public static async Task<HostedArtifact> CreateArtifactAsync(
        ComponentSource source, ClassBlock block, TrialContext context, string python = HostedModelOptions.UsualPython,
        CancellationToken cancellationToken = default)
    {
        if (source is AssemblySource assembly)
            return new HostedArtifact(AssemblyComponents.Create<ITrialArtifact>(assembly, With(context, block)));
        var command = Command(source, block, "artifact", context, python);
        using (command)
        {
            var said = await ComponentDescription.AskAsync(command, isNamed: false, cancellationToken).ConfigureAwait(false);
            return new HostedArtifact(said.Kind == ComponentDescription.Evaluation ? new CommandArtifact(command) : null);
        }
    }

    /// <summary>Makes a splitter.</summary>
    /// <param name="source">Where it comes from; not a built-in one.</param>
    /// <param name="block">The class as the plan names it, with its parameters.</param>
    /// <param name="context">What it is made with.</param>
    /// <param name="python">The Python to start.</param>
    /// <exception cref="InvalidInputException">An assembly has no such splitter.</exception>
    public static ITrialSplitter CreateSplitter(
        ComponentSource source, ClassBlock block, TrialContext context, string python = HostedModelOptions.UsualPython) =>
        source is AssemblySource assembly
            ? AssemblyComponents.Create<ITrialSplitter>(assembly, With(context, block))
            : new CommandSplitter(Command(source, block, "splitter", context, python));

    private static TrialContext With(TrialContext context, ClassBlock block) => context with { Parameters = block.Parameters };

    private static ComponentCommand Command(
        ComponentSource source, ClassBlock block, string role, TrialContext context, string python, Action<Utf8JsonWriter>? more = null) =>
        source switch
        {
            CommandSource command => new ComponentCommand(command.Arguments, With(context, block), json => json.WriteString("role", role)),
            PythonSource => PythonHost.Command(python, block.Class, role, With(context, block), more),
            _ => throw new ArgumentException($"'{source}' is not hosted.", nameof(source)),
        };
}
