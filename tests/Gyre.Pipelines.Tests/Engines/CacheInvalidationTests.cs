using Gyre.Core;

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
