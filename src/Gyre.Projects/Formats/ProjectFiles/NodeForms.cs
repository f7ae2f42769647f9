using Gyre.Projects.Formats.Yaml;

namespace Gyre.Projects.Formats.ProjectFiles;

/// <summary>How nodes of one type stand in project files.</summary>
/// <param name="Shape">What they must look like.</param>
/// <param name="Read">Builds one whose shape has been checked; null when something that it names does not exist.</param>
internal sealed record NodeForm(Func<Grammar, NodeKind, MapShape, MapShape> Shape, Func<NodeReader, NodeText, Node?> Read);

/// <summary>A node as it is written.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Map">Its text.</param>
/// <param name="Path">Where it stands.</param>
/// <param name="Owner">What messages call it.</param>
internal sealed record NodeText(NodeKind Kind, YamlMapping Map, DocumentPath Path, string Owner);

/// <summary>The forms of all nodes that project files may have.</summary>
internal static class NodeForms
{
    private static readonly Dictionary<Type, NodeForm> Forms = new()
    {
        [typeof(ExecutionNode)] = new(
            (grammar, kind, change) => grammar.ExecutionShape(kind, change), (reader, text) => reader.ReadExecution(text)),
        [typeof(TaskNode)] = new((grammar, kind, change) => grammar.TaskShape(kind, change), (reader, text) => reader.ReadTask(text)),
        [typeof(DeploymentNode)] = new((grammar, kind, _) => grammar.DeploymentShape(kind), (_, text) => NodeReader.ReadDeployment(text)),
        [typeof(ApprovalNode)] = new((grammar, kind, _) => grammar.ApprovalShape(kind), (_, text) => NodeReader.ReadApprovalNode(text)),
        [typeof(LabelingNode)] = new((grammar, kind, _) => grammar.DeclaredShape(kind), (reader, text) => reader.ReadLabeling(text)),
        [typeof(OutsideNode)] = new((grammar, kind, _) => grammar.DeclaredShape(kind), (reader, text) => reader.ReadOutside(text)),
    };

    private static readonly Dictionary<NodeFieldType, Shape> Fields = new()
    {
        [NodeFieldType.Text] = Shape.Text,
        [NodeFieldType.Number] = Shape.Number,
        [NodeFieldType.Integer] = Shape.Integer,
        [NodeFieldType.Flag] = Shape.Boolean,
        [NodeFieldType.Texts] = Shape.Texts,
        [NodeFieldType.Duration] = Shape.Duration,
        [NodeFieldType.Map] = Shape.Map,
        [NodeFieldType.Any] = Shape.Any,
    };

    /// <exception cref="KeyNotFoundException">Project files have no such nodes.</exception>
    public static NodeForm Of(Type nodeType) => Forms[nodeType];

    public static Shape ShapeOf(NodeFieldType type) => Fields[type];
}
