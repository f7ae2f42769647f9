using System.Threading.Channels;
using Gyre.Core;
using Gyre.Execution;
using Gyre.Projects;
using Gyre.Storage;

namespace Gyre.Pipelines.Tests.Engines;

/// <summary>Each promise is looked at twice: kept, and broken on purpose. A look that does not see the difference is worth nothing.</summary>
public sealed class BrokenPromiseTests
{
    private const string One = """
        - step: {name: make, image: none, command: make}
        - pipeline:
            name: p
            nodes:
              - {name: a, type: execution, step: make}
              - {name: b, type: execution, step: make}
            edges:
              - [a.dependency.x, b.dependency.x]
        """;

    private static readonly TimeSpan LongEnough = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task An_engine_that_lost_its_run_changes_nothing_any_more() => (await StaleEngineWritesAsync(BrokenPromise.None)).ShouldBeFalse();

    [Fact]
    public async Task Without_the_fence_it_does() => (await StaleEngineWritesAsync(BrokenPromise.Fence)).ShouldBeTrue();

    [Fact]
    public async Task Nothing_starts_before_its_command_is_kept() => (await StartsBeforeKeptAsync(BrokenPromise.None, LongEnough)).ShouldBeFalse();

    [Fact]
    public async Task With_the_order_turned_round_it_does()
    {
        // On a busy machine a start may take longer than the write waits for it; then it waits longer.
        var wait = LongEnough;
        while (!await StartsBeforeKeptAsync(BrokenPromise.OutboxOrder, wait))
            (wait *= 4).ShouldBeLessThan(TimeSpan.FromMinutes(2));
    }

    /// <summary>Whether a result that reaches an engine after its run went to another is written.</summary>
    private static async Task<bool> StaleEngineWritesAsync(BrokenPromise broken)
    {
        var store = (WatchedStore?)null;
        await using var world = await EngineWorld.CreateAsync(broken: broken, wrap: inner => store = new WatchedStore(inner));
        var (started, gate, never) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        world.Machine.Behaviour = async order =>
        {
            started.TrySetResult();
            // The second step does not end, or the run might have ended before the engine is stopped.
            await (order.NodePath == "a" ? gate : never).Task;
            return (AttemptOutcome.Succeeded, new MapValue([]));
        };
        var run = await world.Engine.Runs.StartAsync(world.Request(One) with { UseCache = false }, EngineWorld.Cancel);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(EngineWorld.Cancel);
        var driving = world.Engine.RunToEndAsync(run, enough.Token);
        await started.Task.WaitAsync(EngineWorld.Cancel);
        (await world.Store.Leases.TryAcquireAsync($"run/{run}", "another engine", TimeSpan.FromMinutes(5), static _ => true, EngineWorld.Cancel)).ShouldNotBeNull();

        var writes = Channel.CreateUnbounded<Exception?>();
        store!.After = exception => writes.Writer.TryWrite(exception);
        gate.SetResult();
        // The first write may still be the one that says that the attempt has started.
        var outcome = (Exception?)null;
        while (outcome is not FencedOffException && !await HasEndedAsync())
            outcome = await writes.Reader.ReadAsync(EngineWorld.Cancel);
        await enough.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(driving);
        var ended = await HasEndedAsync();
        (outcome is FencedOffException).ShouldBe(!ended);
        return ended;

        async Task<bool> HasEndedAsync() => (await world.Engine.Runs.NodeAsync(run, "a", EngineWorld.Cancel))!.State == NodeRunState.Succeeded;
    }

    /// <summary>Whether an attempt starts while the write that keeps its command has not been made.</summary>
    private static async Task<bool> StartsBeforeKeptAsync(BrokenPromise broken, TimeSpan wait)
    {
        var store = (WatchedStore?)null;
        await using var world = await EngineWorld.CreateAsync(broken: broken, wrap: inner => store = new WatchedStore(inner));
        var early = false;
        var started = new SemaphoreSlim(0);
        world.Machine.Behaviour = _ =>
        {
            started.Release();
            return Task.FromResult((AttemptOutcome.Succeeded, new MapValue([])));
        };
        var run = await world.Engine.Runs.StartAsync(world.Request(One) with { UseCache = false }, EngineWorld.Cancel);
        store!.Before = async () =>
        {
            // The first look may find the start of an attempt whose command an earlier write kept.
            var kept = (await world.Engine.Runs.NodesAsync(run, EngineWorld.Cancel)).Count(node => node.Attempt is not null);
            if (await started.WaitAsync(wait, EngineWorld.Cancel))
                started.Release();
            early |= world.Machine.Started.Count > kept;
        };
        (await world.Engine.RunToEndAsync(run, EngineWorld.Cancel)).State.ShouldBe(RunState.Succeeded);
        return early;
    }
}
