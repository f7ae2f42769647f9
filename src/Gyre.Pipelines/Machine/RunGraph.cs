using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Execution;

namespace Gyre.Pipelines.Machine;

/// <summary>Everything about a run that never changes; stored with it, so that it goes on the same whatever happens to the project.</summary>
internal sealed record RunPlan
{
    /// <summary>Version of this document.</summary>
    public int SchemaVersion { get; init; } = 1;

    public required RunId Run { get; init; }

    public required string Project { get; init; }

    public required Pipeline Pipeline { get; init; }

    /// <summary>Digest of the tree of files the steps can see.</summary>
    public required Digest Code { get; init; }

    /// <summary>Where the code is from; null when nothing is known but its content.</summary>
    public CodeOrigin? CodeOrigin { get; init; }

    /// <summary>Values given for this run, by node, then parameter.</summary>
    public ImmutableDictionary<string, MapValue> Given { get; init; } = ImmutableDictionary<string, MapValue>.Empty;

    /// <summary>Values of the pipeline's own typed inputs, converted, defaults filled in; see <see cref="Graph.Inputs"/>.</summary>
    public MapValue Arguments
    {
        get => field ?? NodeWork.Nothing;
        init;
    } = NodeWork.Nothing;

    /// <summary>Files of inputs' defaults, resolved when the run was accepted, by <c>node/input</c>.</summary>
    public ImmutableDictionary<string, ImmutableArray<InputFile>> Defaults { get; init; } =
        ImmutableDictionary<string, ImmutableArray<InputFile>>.Empty;

    /// <summary>Files that an earlier turn of the chain hands over, by <c>node/input</c>.</summary>
    public ImmutableDictionary<string, ImmutableArray<InputFile>> Carried { get; init; } =
        ImmutableDictionary<string, ImmutableArray<InputFile>>.Empty;

    /// <summary>False: the cache is neither asked nor filled.</summary>
    public bool UseCache { get; init; } = true;

    /// <summary>A host whose calls by steps are answered here; null for none.</summary>
    public string? ApiAlias { get; init; }

    /// <summary>Tags for people.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>How far a chain may go that steps of this run make by hand.</summary>
    public ChainLimits Limits { get; init; } = new();

    /// <summary>Seed of everything drawn in this run.</summary>
    public long Seed { get; init; }

    /// <summary>How often an attempt may get lost without counting as a try.</summary>
    public int MaxLostAttempts { get; init; } = 3;
}

/// <summary>A plan with its look-ups: made once per run, then only read.</summary>
internal sealed class RunGraph
{
    private readonly Dictionary<string, int> _index;
    private readonly Edge[][] _incoming;
    private readonly string[][] _sources;
    private readonly string[][] _targets;

    public RunGraph(RunPlan plan)
    {
        Plan = plan;
        var nodes = plan.Pipeline.Graph.Nodes;
        _index = nodes.Select((node, index) => (node.Name, index)).ToDictionary(pair => pair.Name, pair => pair.index, StringComparer.Ordinal);
        var incoming = plan.Pipeline.Graph.Edges.ToLookup(edge => edge.Target.Node, StringComparer.Ordinal);
        var outgoing = plan.Pipeline.Graph.Edges.ToLookup(edge => edge.Source.Node, StringComparer.Ordinal);
        _incoming = [.. nodes.Select(node => incoming[node.Name].ToArray())];
        _sources = [.. nodes.Select(node => incoming[node.Name].Select(edge => edge.Source.Node).Distinct(StringComparer.Ordinal).ToArray())];
        _targets = [.. nodes.Select(node => outgoing[node.Name].Select(edge => edge.Target.Node).Distinct(StringComparer.Ordinal).ToArray())];
    }

    public RunPlan Plan { get; }

    public ImmutableArray<Node> Nodes => Plan.Pipeline.Graph.Nodes;

    public Node Node(string name) => Nodes[_index[name]];

    public int Position(string name) => _index[name];

    public IReadOnlyList<Edge> Incoming(string name) => _incoming[_index[name]];

    public IReadOnlyList<string> Sources(string name) => _sources[_index[name]];

    public IReadOnlyList<string> Targets(string name) => _targets[_index[name]];

    public Step? StepOf(string name) => Node(name) switch
    {
        ExecutionNode execution => execution.Step,
        TaskNode task => task.Step,
        _ => null,
    };
}

/// <summary>A run's state: a value. Node by node it is what the store holds.</summary>
internal sealed record RunMachineState
{
    /// <summary>Where the run stands.</summary>
    public RunState State { get; init; } = RunState.Running;

    /// <summary>What it will have been when everything has ended, once that is decided; else null.</summary>
    public RunState? EndsAs { get; init; }

    /// <summary>Why, when it did not simply succeed.</summary>
    public string? Reason { get; init; }

    /// <summary>A node failed whose failure makes the run fail in the end.</summary>
    public bool AnyFailed { get; init; }

    /// <summary>Nodes of the graph that have not ended; trials do not count.</summary>
    public int OpenNodes { get; init; }

    /// <summary>Attempts that were started, over all node runs.</summary>
    public int Executions { get; init; }

    /// <summary>Node runs by path; empty before the run begins.</summary>
    public ImmutableDictionary<string, NodeRun> Nodes { get; init; } = ImmutableDictionary.Create<string, NodeRun>(StringComparer.Ordinal);
}

/// <summary>What one event leads to.</summary>
internal sealed record Decision(
    RunMachineState State,
    IReadOnlyCollection<string> Changed,
    IReadOnlyList<MachineCommand> Commands,
    IReadOnlyList<Fact> Facts);
