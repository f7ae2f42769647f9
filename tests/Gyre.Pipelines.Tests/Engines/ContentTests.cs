using Gyre.Core;
using Gyre.Execution;
using Gyre.Projects;
using Gyre.Storage;
using Gyre.Testing;

namespace Gyre.Pipelines.Tests.Engines;

/// <summary>The engine names every content that its runs, its cache and its catalog may ever ask for.</summary>
public sealed class ContentTests : IAsyncLifetime
{
    private const string Project = """
        - step:
            name: make
            image: any
            command: make {parameters}
            parameters: [{name: n, type: integer, default: 1}]
            inputs: [{name: in, default: data.txt}]
        - pipeline:
            name: p
            nodes:
              - {name: a, type: execution, step: make}
              - {name: b, type: execution, step: make}
              - {name: many, type: task, step: make}
            edges:
              - [a.output.out.txt, b.input.in]
        - cycle:
            name: c
            pipeline: p
            max-iterations: 3
            next:
              a.n: {step: {start: 1, by: 3, integer: true}}
            carry:
              - [b.output.out.txt, a.input.in]
        """;

    private EngineWorld _world = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _world = await EngineWorld.CreateAsync();
        _world.Write("data.txt", "some rows");
        _world.Write("make.py", "print(1)");
        _world.Machine.Properties = static path => ValueJson.Parse($$$"""{"valohai.alias": "latest-{{{path[0]}}}", "valohai.tags": ["x"]}""");
    }

    public async ValueTask DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Everything_that_runs_stored_is_named_and_nothing_else()
    {
        await _world.CycleAsync(Project);
        _world.Write("make.py", "print(2)");
        await _world.RunAsync(Project, ("a.n", Value.Of(40)));
        await _world.RunAsync(Project, ("a.n", Value.Of(40)));
        await _world.Engine.Cache.ClearAsync(null, Cancel);
        var stored = await StoredAsync();
        stored.Count.ShouldBeGreaterThan(10);
        var garbage = (await _world.Blobs.PutAsync(new MemoryStream([1, 2, 3]), Cancel)).Digest;
        var named = await NamedAsync();
        stored.Except(named).ShouldBeEmpty();
        named.ShouldNotContain(garbage);
    }

    [Fact]
    public async Task After_a_collection_runs_hit_the_cache_go_on_and_can_be_read()
    {
        await _world.RunAsync(Project);
        var before = await StoredAsync();
        var garbage = (await _world.Blobs.PutAsync(new MemoryStream([1, 2, 3]), Cancel)).Digest;
        // The store's clock is the system's, so the collector's is set ahead.
        var later = new ManualClock(TimeProvider.System.GetUtcNow().AddHours(30));
        var report = await ContentCollection.CollectAsync(_world.Blobs, [_world.Engine.Content], new CollectionRequest(), later, Cancel);
        (report.Freed, report.FreedBytes, report.Kept).ShouldBe((1, 3, before.Count));
        (await StoredAsync()).ShouldBe(before, ignoreOrder: true);
        (await _world.Blobs.FindAsync(garbage, Cancel)).ShouldBeNull();
        var started = _world.Machine.Started.Count;
        (await _world.RunAsync(Project)).State.ShouldBe(RunState.Succeeded);
        _world.Machine.Started.Count.ShouldBe(started, "all of it came from the cache");
    }

    [Fact]
    public async Task A_run_whose_code_is_lost_hides_nothing_else()
    {
        var run = await _world.RunAsync(Project);
        var nodes = await _world.Engine.Runs.NodesAsync(run.Id, Cancel);
        foreach (var digest in (await StoredAsync()).Where(digest => nodes.All(node => node.Outputs.All(output => output.Digest != digest))))
            await _world.Blobs.DeleteAsync(digest, Cancel);
        (await NamedAsync()).ShouldContain(nodes[0].Outputs[0].Digest);
    }

    private async Task<List<Digest>> StoredAsync()
    {
        var stored = new List<Digest>();
        await foreach (var (blob, _) in _world.Blobs.ListAsync(Cancel))
            stored.Add(blob.Digest);
        return stored;
    }

    private async Task<HashSet<Digest>> NamedAsync()
    {
        var named = new HashSet<Digest>();
        await foreach (var digest in _world.Engine.Content.InUseAsync(Cancel))
            named.Add(digest);
        return named;
    }
}
