using System.Collections.Immutable;
using Gyre.Projects;

namespace Gyre.Pipelines.Machine;

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
