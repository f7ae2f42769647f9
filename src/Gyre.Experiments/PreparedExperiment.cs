using System.Collections.Immutable;
using Gyre.Projects;

namespace Gyre.Experiments;

/// <summary>A dataset of an experiment that was found.</summary>
/// <param name="Name">As the plan names it.</param>
/// <param name="SchemaName">The name in its schema, by which trials name loaders.</param>
/// <param name="Uri">Where its files are: <c>file:///folder/</c> or <c>dataset://NAME/VERSION</c>.</param>
/// <param name="Experiences">Steps of the stream; at least 1.</param>
/// <param name="Partitions">Divisions within each; at least 1.</param>
public sealed record PreparedDataset(string Name, string SchemaName, string Uri, int Experiences, int Partitions)
{
    /// <summary>For people: a path or an address.</summary>
    public string Path { get; init; } = Uri;

    /// <summary>Digest of all its files; null where it is not known.</summary>
    public string? Digest { get; init; }
}

/// <summary>An experiment that is ready to run: every dataset was found, every component is known.</summary>
public sealed record PreparedExperiment
{
    /// <summary>What the plan says.</summary>
    public required PlannedExperiment Experiment { get; init; }

    /// <summary>Its datasets, in the plan's order.</summary>
    public required ImmutableArray<PreparedDataset> Datasets { get; init; }

    /// <summary>Digest of the file of the experiment.</summary>
    public required string PlanDigest { get; init; }

    /// <summary>Seed of everything random that the plan gives no seed for. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Environment whose tracking server gets the results too; null for none.</summary>
    public string? Environment { get; init; }

    /// <summary>Executor of the steps; null for that of the home.</summary>
    public string? Executor { get; init; }

    /// <summary>Whether steps need the code of the plan: classes in Python, programs, assemblies.</summary>
    public bool NeedsCode { get; init; }
}

/// <summary>What a node of an experiment's graph does.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Word">One of <see cref="ExperimentSteps.Words"/>.</param>
/// <param name="Trial">The trial; null for divisions.</param>
/// <param name="Dataset">The dataset; null for trials as a whole.</param>
/// <param name="Experience">From 0; null where it is about all.</param>
/// <param name="Partition">From 0; null where it is about all.</param>
public sealed record ExperimentNode(string Node, string Word, string? Trial, string? Dataset, int? Experience, int? Partition);

/// <summary>An experiment as one graph for the engine.</summary>
/// <param name="Pipeline">The graph.</param>
/// <param name="Nodes">What each node does, in the order of the graph.</param>
public sealed record ExperimentGraph(Pipeline Pipeline, ImmutableArray<ExperimentNode> Nodes);
