namespace Gyre.Projects;

/// <summary>The kinds of nodes.</summary>
public static class NodeKinds
{
    /// <summary>The word for a node's kind, as in project files.</summary>
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
        _ => "sub-graph",
    };
}
