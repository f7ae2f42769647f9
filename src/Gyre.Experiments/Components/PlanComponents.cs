using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Experiments.Evaluation;
using Gyre.Experiments.Setup;
using Gyre.Experiments.Transforms;
using Gyre.Projects;

namespace Gyre.Experiments.Components;

/// <summary>Makes the components that a plan names: those of the program, and those that are hosted.</summary>
internal sealed class PlanComponents
{
    private readonly LearnSetup _setup;
    private readonly TrialContext _context;
    private readonly List<ITrialMetric> _metrics = [];
    private readonly List<(string Name, ITrialArtifact Artifact)> _artifacts = [];
    private readonly List<ClassBlock> _callbacks = [];

    private PlanComponents(LearnSetup setup, TrialContext context) => (_setup, _context) = (setup, context);

    /// <summary>Makes metrics and artifacts, and finds out which of them belong to the training.</summary>
    public static async Task<PlanComponents> CreateAsync(LearnSetup setup, TrialContext context, CancellationToken cancellationToken)
    {
        var components = new PlanComponents(setup, context);
        foreach (var block in setup.Metrics)
            await components.AddMetricAsync(block, cancellationToken);
        foreach (var block in setup.Artifacts)
            await components.AddArtifactAsync(block, cancellationToken);
        return components;
    }

    /// <summary>The model.</summary>
    /// <param name="context">With the schema after all transforms.</param>
    /// <param name="artifacts">Where files of the training go.</param>
    /// <exception cref="InvalidInputException">It cannot be made, or does not fit the dataset.</exception>
    public ITrialModel Model(TrialContext context, string artifacts)
    {
        var own = context with { Parameters = _setup.Model.Parameters };
        if (_setup.Model.Source is BuiltInSource)
            return TrialModels.Create(_setup.Model, _setup.Strategy, _setup.Loader, own) ?? throw Unknown("model", _setup.Model);
        if (_setup.Strategy is { Component: not "naive" } strategy)
            throw new InvalidInputException(
                "experiment.strategy", $"The strategy '{strategy.Class}' trains models of Gyre only, not '{_setup.Model.Class}'.",
                "Use gyre.models.SoftmaxRegression or gyre.models.Mlp, or no delegation.");
        var options = new HostedModelOptions
        {
            Loader = _setup.Loader?.ToBlock(),
            Callbacks = [.. _callbacks],
            ArtifactsFolder = artifacts,
        };
        return HostedComponents.CreateModel(_setup.Model.Source, _setup.Model.ToBlock(), own, options);
    }

    /// <summary>A transform for what is learned from, and one for what is predicted; the same one where it makes no difference.</summary>
    public (ITrialTransform Training, ITrialTransform Evaluation) Transform(BlockSetup block)
    {
        var own = _context with { Parameters = block.Parameters };
        if (block.Source is BuiltInSource)
        {
            var transform = TrialTransforms.Create(block.Component, own) ?? throw Unknown("transform", block);
            return (transform, transform);
        }
        return (HostedComponents.CreateTransform(block.Source, block.ToBlock(), own, isForTraining: true),
            HostedComponents.CreateTransform(block.Source, block.ToBlock(), own, isForTraining: false));
    }

    /// <summary>The plan's metrics of predictions, by their names; those that are not defined are left out.</summary>
    public async Task<IReadOnlyList<(string Name, double Value)>> MeasureAsync(EvaluatedPart part, CancellationToken cancellationToken)
    {
        var values = new List<(string, double)>();
        foreach (var metric in _metrics)
        {
            if (await metric.ComputeAsync(part, cancellationToken) is { } value)
                values.Add((metric.Name, value));
        }
        return values;
    }

    /// <summary>Writes the plan's artifacts about predictions, each into a folder of its own.</summary>
    public async Task WriteAsync(EvaluatedPart part, string folder, CancellationToken cancellationToken)
    {
        foreach (var (name, artifact) in _artifacts)
            await artifact.WriteAsync(part, Directory.CreateDirectory(Path.Join(folder, name)).FullName, cancellationToken);
    }

    /// <summary>The metrics of a plan that are about matrices.</summary>
    public static async Task<IReadOnlyList<ITrialMatrixMetric>> MatrixMetricsAsync(
        ImmutableArray<BlockSetup> blocks, TrialContext context, CancellationToken cancellationToken)
    {
        var metrics = new List<ITrialMatrixMetric>();
        foreach (var block in blocks)
        {
            var metric = block.Source is BuiltInSource
                ? TrialMetrics.FindMatrix(block.Component)
                : (await HostedComponents.CreateMetricAsync(
                    block.Source, block.ToBlock(), context, cancellationToken: cancellationToken)).Matrix;
            if (metric is not null)
                metrics.Add(metric);
        }
        return metrics;
    }

    private async Task AddMetricAsync(BlockSetup block, CancellationToken cancellationToken)
    {
        if (block.Source is BuiltInSource)
        {
            // Those about matrices are for the step that sums up.
            if (TrialMetrics.Find(block.Component) is { } metric)
                _metrics.Add(metric);
            else if (TrialMetrics.FindMatrix(block.Component) is null)
                throw Unknown("metric", block);
            return;
        }
        var hosted = await HostedComponents.CreateMetricAsync(
            block.Source, block.ToBlock(), _context, cancellationToken: cancellationToken);
        if (hosted.Evaluation is { } own)
            _metrics.Add(own);
        else if (hosted.Matrix is null)
            _callbacks.Add(block.ToBlock());
    }

    private async Task AddArtifactAsync(BlockSetup block, CancellationToken cancellationToken)
    {
        var artifact = block.Source is BuiltInSource
            ? TrialArtifacts.Find(block.Component) ?? throw Unknown("artifact", block)
            : (await HostedComponents.CreateArtifactAsync(
                block.Source, block.ToBlock(), _context, cancellationToken: cancellationToken)).Evaluation;
        if (artifact is not null)
            _artifacts.Add((block.Class[(block.Class.LastIndexOf('.') + 1)..], artifact));
        else
            _callbacks.Add(block.ToBlock());
    }

    private static InvalidInputException Unknown(string what, BlockSetup block) => new(
        "experiment.component", $"The {what} '{block.Class}' is not known.", "Check the plan with 'gyre experiment validate'.");
}
