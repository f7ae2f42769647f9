using System.Collections.Immutable;

namespace Gyre.Projects;

/// <summary>Which project files know a kind of node.</summary>
public enum NodeKindFiles
{
    /// <summary>None: such nodes come from elsewhere.</summary>
    None,

    /// <summary><c>gyre.yaml</c> alone.</summary>
    Own,

    /// <summary><c>valohai.yaml</c> too.</summary>
    All,
}

/// <summary>What a field of a node holds.</summary>
public enum NodeFieldType
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A text or a list of texts.</summary>
    Texts,

    /// <summary>Seconds, or a text with units such as <c>1h 30m</c>. Among the settings it is a number of seconds.</summary>
    Duration,

    /// <summary>A mapping with any keys.</summary>
    Map,

    /// <summary>Anything.</summary>
    Any,
}

/// <summary>A field that nodes of a kind have in project files.</summary>
/// <param name="Name">Its key; none that all nodes have, such as <c>name</c>.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Required">Whether every node has to have it.</param>
public sealed record NodeField(string Name, NodeFieldType Type, bool Required = false);

/// <summary>A kind of node: its word and how it stands in project files.</summary>
public sealed record NodeKind
{
    /// <summary>The word behind <c>type:</c>; unique in a table.</summary>
    public required string Word { get; init; }

    /// <summary>Type of its nodes. Default <see cref="OutsideNode"/>, for kinds that modules bring.</summary>
    public Type NodeType { get; internal init; } = typeof(OutsideNode);

    /// <summary>Which project files know it. Default <c>gyre.yaml</c> alone.</summary>
    public NodeKindFiles Files { get; init; } = NodeKindFiles.Own;

    /// <summary>
    /// Fields beside those that all nodes have; they become the node's settings. Empty for kinds with a reader of their own.
    /// </summary>
    public ImmutableArray<NodeField> Fields { get; init; } = [];

    /// <summary>Whether its nodes execute a step.</summary>
    public bool HasStep => typeof(StepNode).IsAssignableFrom(NodeType);

    /// <summary>Whether its nodes contain others.</summary>
    public bool HasBody => NodeType == typeof(SubGraphNode);
}
