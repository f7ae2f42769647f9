using System.Text.Json;
using Gyre.Core;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Running;
using Gyre.Pipelines.Schema;
using Gyre.Projects;
using Gyre.Projects.Tests;

namespace Gyre.Pipelines.Tests.Machine;

/// <summary>Every kind of node, through every table of the engine. A kind that is added and forgotten somewhere shows here.</summary>
public sealed class NodeKindTableTests
{
    public static TheoryData<Type> Kinds => [.. NodeSamples.Types];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_node_starts_and_ends_or_waits_for_something(Type type)
    {
        var graph = Graph(NodeSamples.Of(type), MachineGraphs.Behaviors);
        var decision = PipelineMachine.Decide(graph, new RunMachineState(), new RunBegan(MachineGraphs.Begin));
        var run = decision.State.Nodes[NodeSamples.Of(type).Name];
        (run.Reason ?? "").ShouldNotContain("cannot be run");
        var goesOn = decision.Commands.Count > 0 || run.IsAwaiting;
        goesOn.ShouldBe(!run.Ended);
        if (run.IsAwaiting)
            Waits.EndOf(graph, run).WaitsFor.ShouldNotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_node_is_shown(Type type)
    {
        var node = NodeSamples.Of(type);
        var graph = Graph(node, MachineGraphs.Behaviors);
        var run = PipelineMachine.Decide(graph, new RunMachineState(), new RunBegan(MachineGraphs.Begin)).State.Nodes[node.Name];
        var view = NodeViews.Of(graph, run, run, new Dictionary<AttemptId, MapValue>());
        view.Kind.ShouldBe(NodeKinds.WordOf(node));
        (view.Wait is not null).ShouldBe(run.IsAwaiting);
        NodeViews.Waiting(graph, node).Kind.ShouldBe(view.Kind);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_node_comes_back_from_the_store(Type type)
    {
        var plan = Graph(NodeSamples.Of(type), NodeBehaviors.Standard).Plan;
        var json = JsonSerializer.Serialize(plan, PipelinesJson.Default.RunPlan);
        var read = JsonSerializer.Deserialize(json, PipelinesJson.Default.RunPlan)!;
        read.Pipeline.Graph.Nodes.ShouldHaveSingleItem().ShouldBeOfType(type);
        JsonSerializer.Serialize(read, PipelinesJson.Default.RunPlan).ShouldBe(json);
    }

    [Fact]
    public void Every_standard_kind_has_a_row_and_those_that_nobody_ends_are_refused()
    {
        var refused = NodeSamples.All.Where(node => NodeBehaviors.Standard.Of(node).IsRefused).Select(NodeKinds.WordInPlans);
        refused.ShouldBe(["labeling", "review"]);
        NodeSamples.All.ShouldAllBe(node => !MachineGraphs.Behaviors.Of(node).IsRefused);
    }

    private static RunGraph Graph(Node node, NodeBehaviors behaviors) => new(MachineGraphs.Plan([node], []), behaviors);
}
