using Gyre.Core;

namespace Gyre.Projects.Tests;

/// <summary>A node of every type.</summary>
public static class NodeSamples
{
    public static IReadOnlyList<Node> All { get; } =
    [
        new ExecutionNode { Name = "execution", Step = new Step { Name = "s", Commands = ["work"] } },
        new TaskNode { Name = "task", Step = new Step { Name = "s", Commands = ["work"] }, Sweep = new Sweep { Name = "", Step = "s" } },
        new DeploymentNode { Name = "deployment", Deployment = "d" },
        new ApprovalNode { Name = "approval", Question = "go on?" },
        new LabelingNode { Name = "labeling", Definition = new MapValue([new("labels", Value.Of(3))]) },
        new ImporterNode { Name = "importer", Uri = new FixedTemplate(Value.Of("s3://b/k")), Output = "artifact",
            ArtifactType = ArtifactType.Any },
        new SubGraphNode { Name = "sub-graph", Body = new Graph { Nodes = [] } },
        new ReusedNode { Name = "reused", Source = "x",
            Executions = [new ReusedExecution { Run = new RunId(Guid.Empty), NodePath = "a" }] },
        new OutsideNode { Name = "outside", Kind = "review", Settings = new MapValue([new("subject", Value.Of("x"))]) },
    ];

    /// <summary>Every type of node there is.</summary>
    public static IReadOnlyList<Type> Types { get; } = [.. typeof(Node).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Node))
        && !type.IsAbstract)];

    public static Node Of(Type type) => All.Single(node => node.GetType() == type);
}
