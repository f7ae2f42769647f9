namespace Gyre.Projects;

/// <summary>The kinds of nodes.</summary>
public static class NodeKinds
{
    /// <summary>The word for a node's kind, as in project files.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The kind has no word here.</exception>
    public static string WordOf(Node node) => node switch
    {
        ExecutionNode => "execution",
        TaskNode => "task",
        DeploymentNode => "deployment",
        ApprovalNode => "approval",
        LabelingNode => "labeling",
        ImporterNode => "importer",
        ReusedNode { IsTask: true } => "task",
        ReusedNode => "execution",
        SubGraphNode => "sub-graph",
        _ => throw new ArgumentOutOfRangeException(nameof(node), node.GetType().Name, "This kind of node has no word."),
    };
}
