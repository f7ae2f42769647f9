using System.Collections.Immutable;
using Gyre.Core;

namespace Gyre.Execution;

/// <summary>What a supervisor needs to run a component.</summary>
public sealed record ComponentOrder
{
    /// <summary>The component.</summary>
    public required Component Component { get; init; }

    /// <summary>Input values, converted to their types; an input without a value is absent.</summary>
    public MapValue Values { get; init; } = new([]);

    /// <summary>Input artifacts.</summary>
    public ImmutableArray<NamedArtifacts> Artifacts { get; init; } = [];

    /// <summary>Name of the run: the pipeline's name and the run's id joined by a dash.</summary>
    public required string RunName { get; init; }

    /// <summary>When the run was accepted.</summary>
    public required DateTimeOffset RunCreated { get; init; }

    /// <summary>For when the run was meant.</summary>
    public required DateTimeOffset RunScheduled { get; init; }

    /// <summary>The node's name.</summary>
    public required string TaskName { get; init; }
}
