using Gyre.Core;
using Gyre.Core.Events;
using Gyre.Execution;
using Gyre.Pipelines.Cache;
using Gyre.Pipelines.Code;
using Gyre.Pipelines.Machine;
using Gyre.Pipelines.Running;
using Gyre.Pipelines.Schema;
using Gyre.Pipelines.Tests.Inputs;
using Gyre.Storage;

namespace Gyre.Pipelines.Tests.Engines;

/// <summary>
/// A question to the cache that is cancelled changes nothing in it: what was not read to its end does not count as damaged.
/// </summary>
public sealed class CacheCancellationTests : IAsyncLifetime
{
    private const string Project = """
        - step: {name: make, image: none, command: make}
        - pipeline:
            name: p
            nodes:
              - {name: a, type: execution, step: make}
            edges: []
        """;

    private static readonly CancellationToken Cancelled = new(canceled: true);
    private EngineWorld _world = null!;
    private RunId _run;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _world = await EngineWorld.CreateAsync();
        _run = (await _world.RunAsync(Project)).Id;
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task What_is_cancelled_before_it_begins_gives_and_changes_nothing()
    {
        var cache = _world.Engine.Cache;
        Func<Task>[] calls =
        [
            () => cache.ListAsync(10, null, Cancelled),
            () => cache.ExplainAsync(_run, "a", Cancelled),
            () => cache.ClearAsync(null, Cancelled),
            () => cache.InvalidateAsync(_run, "a", dryRun: true, Cancelled),
            () => cache.InvalidateAsync(_run, "a", dryRun: false, Cancelled),
        ];
        for (var number = 0; number < calls.Length; number++)
            await Should.ThrowAsync<OperationCanceledException>(calls[number], $"call {number}");
        await ShouldHitAsync();
    }

    [Fact]
    public async Task A_look_up_that_is_cancelled_while_it_reads_the_result_leaves_the_entry()
    {
        using var source = new CancellationTokenSource();
        var (graph, node, parts) = await QuestionAsync();
        await Should.ThrowAsync<OperationCanceledException>(
            () => Asker(new CancellingBlobs(_world.Blobs, source)).AskAsync(graph, State, node, parts, source.Token));
        source.IsCancellationRequested.ShouldBeTrue("the result was about to be read");
        (await Asker(_world.Blobs).AskAsync(graph, State, node, parts, Cancel)).ShouldBeOfType<CacheHit>();
        (await _world.Store.Events.ReadAsync(0, 1000, null, Cancel)).ShouldNotContain(stored => stored.Type == CacheEvents.Damaged.Name);
        await ShouldHitAsync();
    }

    private async Task ShouldHitAsync()
    {
        var again = await _world.RunAsync(Project);
        (await _world.Engine.Runs.NodeAsync(again.Id, "a", Cancel))!.Cache.ShouldBe(CacheOutcome.Hit);
    }

    /// <summary>A node run without a parent needs no other.</summary>
    private static RunMachineState State { get; } = new();

    private CacheAsker Asker(IBlobStore blobs)
    {
        var options = new EngineOptions { Storage = new StorageOptions { Home = _world.Folder }, Language = EngineWorld.Language };
        var snapshots = new CodeSnapshots(_world.Folder, blobs);
        return new CacheAsker(_world.Store.Database, blobs, _world.Store.Leases,
            snapshots, new ExecutorSet(_world.Machine.Connect()), options, "test");
    }

    private Task<(RunGraph Graph, NodeRun Node, CacheKeyParts Parts)> QuestionAsync() => _world.Store.Database.ReadAsync(
        session => (
            new RunGraph(RunStore.Plan(session, _run)!),
            RunStore.Node(session, _run, "a")!,
            CacheStore.Question(session, _run, "a")!.ReadParts()),
        Cancel);
}
