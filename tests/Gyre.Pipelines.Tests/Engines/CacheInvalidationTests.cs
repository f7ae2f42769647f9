using Gyre.Core;
using Gyre.Pipelines.Cache;
using Gyre.Pipelines.Machine;
using Gyre.Projects;

namespace Gyre.Pipelines.Tests.Engines;

/// <summary>Results are forgotten from a node down, and an explanation says what differs in a long text.</summary>
public sealed class CacheInvalidationTests
{
    private const string Chain = """
        - step: {name: one, image: none, command: one}
        - step: {name: two, image: none, command: two}
        - step: {name: three, image: none, command: three}
        - step: {name: four, image: none, command: four}
        - pipeline:
            name: p
            nodes:
              - {name: a, type: execution, step: one}
              - {name: b, type: execution, step: two}
              - {name: c, type: execution, step: three}
              - {name: other, type: execution, step: four}
            edges:
              - [a.dependency.x, b.dependency.x]
              - [b.dependency.x, c.dependency.x]
        """;

    [Fact]
    public async Task A_node_and_what_follows_it_run_again_and_what_stands_before_does_not()
    {
        await using var world = await EngineWorld.CreateAsync();
        var run = await world.RunAsync(Chain);
        var found = await world.Engine.Cache.InvalidateAsync(run.Id, "b", dryRun: false, EngineWorld.Cancel);
        found!.Nodes.ShouldBe(["b", "c"]);
        found.Entries.Select(entry => entry.NodePath).ShouldBe(["b", "c"]);
        var again = await world.RunAsync(Chain);
        (await world.Engine.Runs.NodesAsync(again.Id, EngineWorld.Cancel)).Where(node => node.Cache == CacheOutcome.Miss).Select(node => node.Path).ShouldBe(["b", "c"]);
    }

    [Fact]
    public async Task A_result_that_a_node_took_from_another_with_the_same_key_is_forgotten_too()
    {
        await using var world = await EngineWorld.CreateAsync();
        var project = Chain.Replace("step: three", "step: two", StringComparison.Ordinal);
        var run = await world.RunAsync(project);
        (await world.Engine.Runs.NodeAsync(run.Id, "c", EngineWorld.Cancel))!.Cache.ShouldBe(CacheOutcome.Hit);
        var found = await world.Engine.Cache.InvalidateAsync(run.Id, "c", dryRun: false, EngineWorld.Cancel);
        (found!.Nodes.ShouldHaveSingleItem(), found.Entries.ShouldHaveSingleItem().NodePath).ShouldBe(("c", "b"));
    }

    [Fact]
    public void Who_follows_a_body_follows_what_is_in_it_and_what_is_in_it_does_not_follow_itself()
    {
        var leaf = new Step { Name = "s", Commands = ["s"] };
        Node Run(string name) => new ExecutionNode { Name = name, Step = leaf };
        Edge Then(string from, string to) => new(new Socket(from, SocketKind.Dependency, "x"), new Socket(to, SocketKind.Dependency, "x"));
        var body = new Graph { Nodes = [Run("one"), Run("two"), Run("aside")], Edges = [Then("one", "two")] };
        var plan = new RunPlan
        {
            Run = new RunId(GuidIds.FromNames("run")),
            Project = "project",
            Code = Digest.Of("code"),
            Pipeline = new Pipeline
            {
                Name = "p",
                Graph = new Graph { Nodes = [Run("before"), new SubGraphNode { Name = "loop", Body = body }, Run("after"), Run("other")], Edges = [Then("before", "loop"), Then("loop", "after")] },
            },
        };
        var graph = new RunGraph(plan);
        Followers.Of(graph, "loop/one").ShouldBe(["loop", "loop/one", "loop/two", "after"]);
        Followers.Of(graph, "loop").ShouldBe(["loop", "loop/one", "loop/two", "loop/aside", "after"]);
        Followers.Of(graph, "before").ShouldBe(["before", "loop", "loop/one", "loop/two", "loop/aside", "after"]);
        Followers.Of(graph, "other").ShouldBe(["other"]);
    }

    [Fact]
    public async Task A_dry_run_forgets_nothing_and_an_unknown_node_is_none()
    {
        await using var world = await EngineWorld.CreateAsync();
        var run = await world.RunAsync(Chain);
        (await world.Engine.Cache.InvalidateAsync(run.Id, "a", dryRun: true, EngineWorld.Cancel))!.Entries.Length.ShouldBe(3);
        (await world.Engine.Cache.InvalidateAsync(run.Id, "z", dryRun: false, EngineWorld.Cancel)).ShouldBeNull();
        (await world.Engine.Cache.InvalidateAsync(new RunId(GuidIds.FromNames("none")), "a", dryRun: false, EngineWorld.Cancel)).ShouldBeNull();
        (await world.Engine.Cache.ListAsync(10, null, EngineWorld.Cancel)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task Changed_code_is_explained_by_its_files()
    {
        await using var world = await EngineWorld.CreateAsync();
        world.Write("train.py", "one");
        world.Write("old.py", "old");
        await world.RunAsync(Chain);
        world.Write("train.py", "two");
        File.Delete(Path.Join(world.Folder, "old.py"));
        var run = await world.RunAsync(Chain);
        var difference = (await world.Engine.Cache.ExplainAsync(run.Id, "a", EngineWorld.Cancel))!.Differences.ShouldHaveSingleItem();
        string Short(string text) => Digest.Of(text).Hex[..8];
        (difference.Part, difference.Before, difference.Now).ShouldBe(("code", $"old.py {Short("old")}, train.py {Short("one")}", $"train.py {Short("two")}"));
        difference.Detail.ShouldBe("old.py removed; train.py changed: line 1");
    }

    [Fact]
    public async Task A_long_command_is_explained_by_the_line_that_differs()
    {
        await using var world = await EngineWorld.CreateAsync();
        string Project(string word) => $"""
            - step:
                name: one
                image: none
                command:
                  - "echo {new string('x', 400)}"
                  - "echo {word}"
                  - "echo end"
            - pipeline:
                name: p
                nodes: [{"{"}name: a, type: execution, step: one{"}"}]
                edges: []
            """;
        await world.RunAsync(Project("before"));
        var run = await world.RunAsync(Project("after"));
        var explanation = await world.Engine.Cache.ExplainAsync(run.Id, "a", EngineWorld.Cancel);
        var difference = explanation!.Differences.Where(found => found.Part == "command").ShouldHaveSingleItem();
        (difference.Before, difference.Now).ShouldBe(("line 2: echo before", "line 2: echo after"));
    }
}
