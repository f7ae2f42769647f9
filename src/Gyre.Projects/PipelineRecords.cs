using System.Collections.Immutable;

namespace Gyre.Projects;

/// <summary>How runs of a pipeline are recorded by tracking: under an experiment, and with names and parents, of its own.</summary>
/// <param name="Experiment">Name of the tracking experiment.</param>
/// <param name="Nodes">Nodes that are recorded in their own way; all others are recorded as usual.</param>
public sealed record PipelineRecords(string Experiment, ImmutableArray<NodeRecord> Nodes)
{
    /// <summary>Params of the tracking run of the whole run.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Params { get; init; } = [];

    /// <summary>Tags of the tracking run of the whole run.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Tags { get; init; } = [];

    /// <summary>How a node is recorded; null for as usual.</summary>
    public NodeRecord? Find(string node) =>
        Nodes.FirstOrDefault(record => string.Equals(record.Node, node, StringComparison.Ordinal));
}

/// <summary>How a node that executes a step is recorded.</summary>
/// <param name="Node">Name of the node, which is in the pipeline's own graph.</param>
/// <param name="Name">Name of the tracking run; several may have the same.</param>
public sealed record NodeRecord(string Node, string Name)
{
    /// <summary>The node whose tracking run it is part of; null for none.</summary>
    public string? Parent { get; init; }

    /// <summary>
    /// Whether the tracking run is there from the beginning of the run and not only from that of its step, because others are part of it.
    /// </summary>
    public bool FromTheBeginning { get; init; }

    /// <summary>Params, in place of the values of the step's parameters.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Params { get; init; } = [];

    /// <summary>Tags beside the usual ones.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Tags { get; init; } = [];

    /// <summary>
    /// Folder of the step's outputs, with <c>/</c> at the end, whose files become artifacts of the tracking run under the paths behind it;
    /// null for none.
    /// </summary>
    public string? Artifacts { get; init; }
}
