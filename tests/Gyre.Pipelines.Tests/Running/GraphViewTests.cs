using Gyre.Core;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Running;
using Gyre.Projects;

namespace Gyre.Pipelines.Tests.Running;

/// <summary>How a run is drawn: node runs under what they are in, and edges within one body.</summary>
public sealed class GraphViewTests
{
    private static readonly Step Leaf = new() { Name = "s", Commands = ["s"] };

    [Fact]
    public void A_run_that_nobody_has_begun_is_drawn_from_its_graph()
    {
        var view = GraphViews.Of(Graph(), []);
        view.Nodes.Select(static node => (node.Path, node.State)).ShouldBe(
            [("before", NodeRunState.Waiting), ("loop", NodeRunState.Waiting), ("after", NodeRunState.Waiting)]);
        view.Edges.ShouldBe([new GraphEdgeView("before", "loop", "model.json → model"), new GraphEdgeView("loop", "after", null)]);
    }

    [Fact]
    public void Iterations_are_drawn_as_the_loop_that_holds_what_runs_in_them()
    {
        var view = GraphViews.Of(Graph(),
        [
            Run("before", "before"),
            Run("loop", "loop"),
            Run("loop[0]", "loop") with { Parent = "loop", Scope = null, Index = 0 },
            Run("loop[0]/one", "loop/one") with { Scope = "loop[0]" },
            Run("loop[0]/two", "loop/two") with { Scope = "loop[0]" },
            Run("loop[1]", "loop") with { Parent = "loop", Scope = null, Index = 1 },
            Run("loop[1]/one", "loop/one") with { Scope = "loop[1]" },
            Run("loop[1]/two", "loop/two") with { Scope = "loop[1]" },
            Run("after", "after"),
        ]);
        view.Nodes.Select(static node => (node.Path, node.Parent)).ShouldBe(
        [
            ("before", null), ("loop", null), ("loop[0]/one", "loop"), ("loop[0]/two", "loop"),
            ("loop[1]/one", "loop"), ("loop[1]/two", "loop"), ("after", null),
        ]);
        view.Edges.Select(static edge => (edge.From, edge.To)).ShouldBe(
            [("before", "loop"), ("loop[0]/one", "loop[0]/two"), ("loop[1]/one", "loop[1]/two"), ("loop", "after")]);
    }

    [Fact]
    public void Trials_lie_in_their_task_and_have_no_edges_of_their_own()
    {
        var graph = new RunGraph(Plan(new Graph
        {
            Nodes = [new ExecutionNode { Name = "data", Step = Leaf }, new TaskNode { Name = "sweep", Step = Leaf, Sweep = new Sweep { Name = "sweep", Step = "s" } }],
            Edges = [Then("data", "sweep")],
        }));
        var view = GraphViews.Of(graph, [Run("data", "data"), Run("sweep", "sweep"), Run("sweep[0]", "sweep") with { Parent = "sweep" }]);
        view.Nodes.Select(static node => (node.Path, node.Parent)).ShouldBe([("data", null), ("sweep", null), ("sweep[0]", "sweep")]);
        view.Edges.ShouldBe([new GraphEdgeView("data", "sweep", null)]);
    }

    private static NodeRun Run(string path, string node) => new() { Path = path, Node = node, State = NodeRunState.Succeeded };

    private static Edge Then(string from, string to) =>
        new(new Socket(from, SocketKind.Dependency, "x"), new Socket(to, SocketKind.Dependency, "x"));

    private static RunGraph Graph()
    {
        var body = new Graph
        {
            Nodes = [new ExecutionNode { Name = "one", Step = Leaf }, new ExecutionNode { Name = "two", Step = Leaf }],
            Edges = [Then("one", "two")],
        };
        return new RunGraph(Plan(new Graph
        {
            Nodes =
            [
                new ExecutionNode { Name = "before", Step = Leaf },
                new SubGraphNode { Name = "loop", Body = body },
                new ExecutionNode { Name = "after", Step = Leaf },
            ],
            Edges =
            [
                new Edge(new Socket("before", SocketKind.Output, "model.json"), new Socket("loop", SocketKind.Input, "model")),
                Then("loop", "after"),
            ],
        }));
    }

    private static RunPlan Plan(Graph graph) => new()
    {
        Run = new RunId(GuidIds.FromNames("run")),
        Project = "project",
        Code = Digest.Of("code"),
        Pipeline = new Pipeline { Name = "p", Graph = graph },
    };
}
