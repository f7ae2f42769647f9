using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Experiments.Setup;
using Gyre.Projects;

namespace Gyre.Experiments.Graphs;

/// <summary>The parts of a graph while it is built.</summary>
internal sealed class GraphParts(PreparedExperiment prepared)
{
    /// <summary>Names of steps begin with it.</summary>
    public const string StepPrefix = "experiment-";

    private const string Dataset = "dataset";

    private readonly ImmutableArray<Node>.Builder _nodes = ImmutableArray.CreateBuilder<Node>();
    private readonly ImmutableArray<Edge>.Builder _edges = ImmutableArray.CreateBuilder<Edge>();
    private readonly ImmutableArray<ExperimentNode>.Builder _list = ImmutableArray.CreateBuilder<ExperimentNode>();

    public NodeNames Names { get; } = new();

    public ImmutableArray<NodeRecord>.Builder Records { get; } = ImmutableArray.CreateBuilder<NodeRecord>();

    public Graph Graph => new() { Nodes = _nodes.ToImmutable(), Edges = _edges.ToImmutable() };

    public ImmutableArray<ExperimentNode> List => _list.ToImmutable();

    /// <summary>Adds a node that does a step.</summary>
    /// <param name="node">What it does.</param>
    /// <param name="setup">What the step is told.</param>
    /// <param name="inputs">Its files.</param>
    /// <param name="onError">What its failure does to others.</param>
    public void Add(ExperimentNode node, string setup, ImmutableArray<InputDefinition> inputs, OnError onError = OnError.StopNext)
    {
        var step = new Step
        {
            Name = StepPrefix + node.Word,
            Commands = [$"gyre experiment step {node.Word}"],
            StrictCommands = true,
            Executor = prepared.Executor,
            Inputs = inputs,
            Parameters = [new ParameterDefinition { Name = Setups.Parameter, Default = Value.Of(setup) }],
        };
        _nodes.Add(new ExecutionNode { Name = node.Node, Step = step, OnError = onError });
        _list.Add(node);
    }

    public void Connect(string from, string files, string to, string input) =>
        _edges.Add(new Edge(new Socket(from, SocketKind.Output, files), new Socket(to, SocketKind.Input, input)));

    public static InputDefinition DatasetInput(PreparedDataset dataset) =>
        // A dataset may have very many files, and many nodes read it.
        new() { Name = Dataset, Default = [dataset.Uri], KeepDirectories = KeepDirectories.Full, AsTree = true };

    /// <summary>Files keep the folders below the fixed part of what picks them.</summary>
    public static InputDefinition Input(string name, bool isOptional = false) =>
        new() { Name = name, KeepDirectories = KeepDirectories.Suffix, Optional = isOptional };
}
