using Gyre.Core;
using Gyre.Execution;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Tests.Machine;
using Gyre.Projects;

namespace Gyre.Pipelines.Tests.Engines;

/// <summary>A node that could never start keeps its run from being accepted, and one that waits says for what.</summary>
public sealed class PlaceRuleTests : IAsyncLifetime
{
    private const string Yaml = """
        - step: {name: small, command: small}
        - step: {name: big, command: big, pool: [gpu, disk]}
        - step: {name: member, command: member, parameters: [{name: n, default: 1}]}
        - task: {name: group, step: member, type: distributed, execution-count: 3, parameters: []}
        - pipeline:
            name: p
            nodes:
              - {name: small, type: execution, step: small}
              - {name: big, type: execution, step: big}
            edges: []
        - pipeline:
            name: g
            nodes: [{name: group, type: task, task: group}]
            edges: []
        """;

    private EngineWorld _world = null!;

    public async ValueTask InitializeAsync() => _world = await EngineWorld.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_pool_that_does_not_exist_or_is_closed_is_refused_with_a_remedy()
    {
        var request = _world.Request(Yaml);
        var unknown = (await RefusedAsync(request)).Diagnostics;
        unknown.Select(diagnostic => diagnostic.Code).ShouldBe(["pool.unknown", "pool.unknown"]);
        unknown[0].Message.ShouldBe("Node 'big' asks for pool 'gpu', which does not exist.");
        unknown[0].Remedy.ShouldNotBeNull().ShouldContain("--pool gpu=1");
        var closed = await RefusedAsync(request with { Concurrency = Limits(null, ("gpu", 0), ("disk", 1)) });
        closed.Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("pool.closed");
        (await _world.Engine.Runs.ListAsync(10, null, EngineWorld.Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Members_that_wait_for_each_other_need_places_for_all()
    {
        var request = _world.Request(Yaml) with { Pipeline = "g" };
        (await RefusedAsync(request with { Concurrency = Limits(2) })).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("jobs.too-few");
        await _world.Engine.Runs.StartAsync(request with { Concurrency = Limits(3) }, EngineWorld.Cancel);
    }

    [Fact]
    public async Task What_a_run_may_do_at_once_and_the_pools_of_a_step_reach_the_executor()
    {
        var limits = Limits(2, ("gpu", 1), ("disk", 4));
        (await _world.RunAsync(_world.Request(Yaml) with { Concurrency = limits })).State.ShouldBe(RunState.Succeeded);
        var orders = _world.Machine.Started.ToDictionary(order => order.NodePath);
        orders["big"].Requirements.Pools.ShouldBe(["gpu", "disk"]);
        orders["small"].Requirements.Pools.ShouldBeEmpty();
        orders["big"].RunLimits!.Jobs.ShouldBe(2);
        orders["big"].RunLimits!.Pools.ShouldBe(limits.Pools);
    }

    [Fact]
    public void A_node_that_waits_for_a_place_says_so_until_it_begins()
    {
        var world = new MachineWorld(new RunGraph(MachineGraphs.Plan([MachineGraphs.Work("big"), MachineGraphs.Work("small")], [])));
        world.Start();
        world.MissCache();
        var attempt = world.State.Nodes["big"].Attempt!.Value;
        world.Feed(new AttemptHeld(DateTimeOffset.UnixEpoch, "big", attempt, "waits for pool 'gpu'"));
        world.State.Nodes["big"].Reason.ShouldBe("waits for pool 'gpu'");
        world.Feed(new AttemptHeld(DateTimeOffset.UnixEpoch, "small", attempt, "of another node"));
        world.State.Nodes["small"].Reason.ShouldBeNull();
        world.Feed(new AttemptBegan(DateTimeOffset.UnixEpoch, "big", attempt));
        world.State.Nodes["big"].Reason.ShouldBeNull();
        world.Feed(new AttemptHeld(DateTimeOffset.UnixEpoch, "big", attempt, "too late"));
        world.State.Nodes["big"].Reason.ShouldBeNull();
    }

    private static ConcurrencyLimits Limits(int? jobs, params (string Name, int Size)[] pools) =>
        new() { Jobs = jobs, Pools = [.. pools.Select(pool => new PoolSize(pool.Name, pool.Size))] };

    private Task<InvalidInputException> RefusedAsync(StartRun request) =>
        Should.ThrowAsync<InvalidInputException>(() => _world.Engine.Runs.StartAsync(request, EngineWorld.Cancel));
}
