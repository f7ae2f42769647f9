using Gyre.Core;
using Gyre.Execution;
using Gyre.Projects;
using Gyre.Storage;

namespace Gyre.Pipelines.Tests.Engines;

/// <summary>Steps run where they ask to, also when an engine takes over that knows the executors in another order.</summary>
public sealed class ExecutorChoiceTests : IAsyncLifetime
{
    private const string Yaml = """
        - step: {name: near, command: near}
        - step: {name: far, command: far, executor: cluster}
        - step: {name: big, command: big, environment: gpu}
        - step: {name: odd, command: odd, environment: somewhere-else}
        - pipeline:
            name: p
            nodes:
              - {name: near, type: execution, step: near}
              - {name: far, type: execution, step: far}
              - {name: big, type: execution, step: big}
              - {name: odd, type: execution, step: odd}
            edges: []
        """;

    private EngineWorld _world = null!;
    private FakeMachine _here = null!;
    private FakeMachine _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        _world = await EngineWorld.CreateAsync();
        (_here, _cluster) = (new FakeMachine(_world.Blobs), new FakeMachine(_world.Blobs));
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Each_step_runs_where_it_asks_to()
    {
        await using var engine = NewEngine(clusterFirst: false);
        var run = await engine.RunToEndAsync(await engine.Runs.StartAsync(_world.Request(Yaml), EngineWorld.Cancel), EngineWorld.Cancel);
        run.State.ShouldBe(RunState.Succeeded, run.Reason);
        _here.StartedPaths.ShouldBe(["near", "odd"], ignoreOrder: true);
        _cluster.StartedPaths.ShouldBe(["far", "big"], ignoreOrder: true);
        (await engine.Runs.NodesAsync(run.Id, EngineWorld.Cancel)).ToDictionary(node => node.Path, node => node.Executor).ShouldBe(
            new Dictionary<string, string?> { ["near"] = "here", ["far"] = "cluster", ["big"] = "cluster", ["odd"] = "here" }, ignoreOrder: true);
        // A place without words for machine types is told them as a queue.
        _here.Started.Single(order => order.NodePath == "odd").Requirements.Queue.ShouldBe("somewhere-else");
        var order = _cluster.Started.Single(order => order.NodePath == "far");
        order.Requirements.Labels["gyre.attempt"].ShouldBe(order.Attempt.ToString());
        order.Code.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_attempt_is_found_again_where_it_was_submitted()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var machine in (FakeMachine[])[_here, _cluster])
        {
            machine.Behaviour = async _ =>
            {
                await gate.Task;
                return (AttemptOutcome.Succeeded, new MapValue([]));
            };
        }
        RunId run;
        await using (var first = NewEngine(clusterFirst: false))
        {
            run = await first.Runs.StartAsync(_world.Request(Yaml), EngineWorld.Cancel);
            var driving = first.RunToEndAsync(run, EngineWorld.Cancel);
            await Testing.Patience.UntilAsync(() => _here.Started.Count + _cluster.Started.Count == 4, EngineWorld.Cancel);
            driving.IsCompleted.ShouldBeFalse();
        }
        await using var next = NewEngine(clusterFirst: true);
        var driven = next.RunToEndAsync(run, EngineWorld.Cancel);
        gate.SetResult();
        (await driven).State.ShouldBe(RunState.Succeeded);
        _here.Started.Count.ShouldBe(2);
        _cluster.Started.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_step_that_names_an_unknown_executor_is_refused_and_nothing_is_stored()
    {
        await using var engine = NewEngine(clusterFirst: false);
        var request = _world.Request(Yaml.Replace("executor: cluster", "executor: slurm", StringComparison.Ordinal));
        var refused = (await Should.ThrowAsync<InvalidInputException>(() => engine.Runs.StartAsync(request, EngineWorld.Cancel))).Diagnostics.Single();
        (refused.Code, refused.Message, refused.Remedy).ShouldBe(
            ("executor.unknown", "Step 'far': this home has no executor 'slurm'.", "Set 'executor' to one of: here, cluster."));
        (await engine.Runs.ListAsync(10, null, EngineWorld.Cancel)).ShouldBeEmpty();
    }

    private Engine NewEngine(bool clusterFirst)
    {
        RegisteredExecutor[] executors = [new(_here.Connect("here")), new(_cluster.Connect("cluster"), ["gpu"])];
        if (clusterFirst)
            Array.Reverse(executors);
        return Engine.Create(
            _world.Store, _world.Blobs, new ExecutorSet(executors), new EngineOptions { Storage = new StorageOptions { Home = _world.Folder + "-home" }, Language = EngineWorld.Language });
    }
}
