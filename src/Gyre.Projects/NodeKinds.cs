using System.Collections.Immutable;

namespace Gyre.Projects;

/// <summary>The kinds of nodes, in the order in which messages name them. Immutable.</summary>
public sealed class NodeKinds
{
    /// <summary>Keys that all nodes have, and those that say something else in a pipeline.</summary>
    private static readonly string[] ReservedFields = ["name", "type", "on-error", "actions", "approval", "retry", "edges"];

    private readonly ImmutableArray<NodeKind> _all;

    private NodeKinds(ImmutableArray<NodeKind> all) => _all = all;

    /// <summary>The kinds that the engine knows by itself.</summary>
    public static NodeKinds Standard { get; } = new(
    [
        new NodeKind { Word = "execution", NodeType = typeof(ExecutionNode), Files = NodeKindFiles.All },
        new NodeKind { Word = "task", NodeType = typeof(TaskNode), Files = NodeKindFiles.All },
        new NodeKind { Word = "deployment", NodeType = typeof(DeploymentNode), Files = NodeKindFiles.All },
        new NodeKind { Word = "approval", NodeType = typeof(ApprovalNode) },
        new NodeKind { Word = "labeling", NodeType = typeof(LabelingNode), Files = NodeKindFiles.None },
        new NodeKind { Word = "importer", NodeType = typeof(ImporterNode), Files = NodeKindFiles.None },
        new NodeKind { Word = "sub-graph", NodeType = typeof(SubGraphNode), Files = NodeKindFiles.None },
        new NodeKind { Word = "reused", NodeType = typeof(ReusedNode), Files = NodeKindFiles.None },
    ]);

    /// <summary>All kinds.</summary>
    public IReadOnlyList<NodeKind> All => _all;

    /// <summary>The same with further kinds, as modules bring them.</summary>
    /// <exception cref="ArgumentException">A word is taken, or a field has a name that all nodes have.</exception>
    public NodeKinds With(params IEnumerable<NodeKind> kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        var all = _all.ToBuilder();
        foreach (var kind in kinds)
        {
            if (all.Any(known => known.Word == kind.Word))
                throw new ArgumentException($"Two node kinds have the name '{kind.Word}'.", nameof(kinds));
            CheckFields(kind);
            all.Add(kind);
        }
        return new NodeKinds(all.ToImmutable());
    }

    /// <summary>The same, but project files may name label tasks: something in the home finishes them.</summary>
    /// <param name="fields">What a node says of its label tasks; it becomes the node's definition.</param>
    public NodeKinds WithLabeling(params ImmutableArray<NodeField> fields)
    {
        var labeling = _all.Single(kind => kind.NodeType == typeof(LabelingNode));
        var opened = labeling with { Files = NodeKindFiles.Own, Fields = fields };
        CheckFields(opened);
        return new NodeKinds(_all.Replace(labeling, opened));
    }

    /// <summary>The kind with a word, or null.</summary>
    public NodeKind? Find(string word) => _all.FirstOrDefault(kind => kind.Word == word);

    /// <summary>The kind of a node; null when a module brought it that is not in this table.</summary>
    public NodeKind? Of(Node node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node is OutsideNode outside ? Find(outside.Kind) : _all.FirstOrDefault(kind => kind.NodeType == node.GetType());
    }

    /// <summary>The kinds that project files may name.</summary>
    /// <param name="own">Of <c>gyre.yaml</c>; else of <c>valohai.yaml</c>.</param>
    public IEnumerable<NodeKind> InFiles(bool own) =>
        _all.Where(kind => kind.Files == NodeKindFiles.All || (own && kind.Files == NodeKindFiles.Own));

    /// <summary>
    /// The word by which people know a node's kind, as in project files. A node that stands in for another has the other's.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The kind has no word here.</exception>
    public static string WordOf(Node node)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (node is ReusedNode reused)
            return reused.IsTask ? "task" : "execution";
        return WordInPlans(node);
    }

    /// <summary>The word of a node's own kind.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The kind has no word here.</exception>
    public static string WordInPlans(Node node) => node is OutsideNode outside
        ? outside.Kind
        : Standard.Of(node)?.Word ?? throw new ArgumentOutOfRangeException(nameof(node), node.GetType().Name,
            "This node kind has no name.");

    private static void CheckFields(NodeKind kind)
    {
        if (kind.Fields.FirstOrDefault(field => ReservedFields.Contains(field.Name, StringComparer.Ordinal)) is { } field)
            throw new ArgumentException($"The node kind '{kind.Word}' cannot have a field '{field.Name}': every node has one.",
                nameof(kind));
    }
}
