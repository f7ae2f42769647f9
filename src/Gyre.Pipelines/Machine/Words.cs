using Gyre.Core;

namespace Gyre.Pipelines.Machine;

/// <summary>Enums as the words people see.</summary>
internal static class Words
{
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => KebabCase.Of(value);

    public static string KindOf(Node node) => node switch
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
